/**
 * A message that is older than this cannot come any more: 23 days that SNS tries, 14 in its queue, 14 among the dead
 * letters and 14 in the queue again after a redrive, rounded up. What it refers to and what is known of it lives as long.
 */
export const MESSAGE_LIFE_DAYS = 90;

/** For so long the same Idempotency-Key gets the same answer; after that it makes something new. */
export const KEY_LIFE_DAYS = 30;
