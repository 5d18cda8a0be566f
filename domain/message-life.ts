/**
 * A message that is older than this cannot come any more: 23 days that SNS tries, 14 in its queue, 14 among the dead
 * letters and 14 in the queue again after a redrive, rounded up. What it refers to and what is known of it lives as long.
 */
export const MESSAGE_LIFE_DAYS = 90;

/** How many days each kind of row is kept: the setting RETENTION_DAYS. */
export interface Retention {
  /** What consumers have handled, and what customers were told: to know a repeat. */
  messages: number;
  /** What webhooks were sent. */
  webhooks: number;
  idempotencyKeys: number;
  /** Differences that were resolved. */
  differences: number;
  /** What people of the house have done. */
  audit: number;
  /** The person in an order, since the last that happened to it. Null: until the person is erased. */
  persons: number | null;
}
