/**
 * How long an order waits for what, in milliseconds. Part of the workflow's input, so that it is in the history and a
 * replay sees the same; tests shorten it.
 */
export interface Timing {
  /** One attempt of a step that calls somebody else. */
  attempt: number;
  /** One attempt at our own database: longer, as one that is given up still holds its place in the queue. */
  storeAttempt: number;
  /** All attempts at writing the order and reserving its stock, and at confirming it. */
  store: number;
  /** All attempts at verifying the customer. */
  verify: number;
  /** All attempts at authorizing the payment. With `store` and `verify` it keeps a decision within 60 s. */
  authorize: number;
  /** A compensation or a capture is tried this long before it is put before an operator. */
  compensate: number;
  /** When to look again for an authorization whose call was given up. */
  lateCall: number;
  /** Days after the delivery in which an order can come back, by the storefront's row, in milliseconds. */
  returnWindow: number;
  /** How long somebody has to look at a held order, by the storefront's row. */
  review: number;
}

const SECOND = 1000;
const HOUR = 60 * 60 * SECOND;

export function defaultTiming({
  returnWindowDays,
  reviewHours,
}: {
  returnWindowDays: number;
  reviewHours: number;
}): Timing {
  return {
    attempt: 4 * SECOND,
    storeAttempt: 8 * SECOND,
    store: 20 * SECOND,
    verify: 12 * SECOND,
    authorize: 20 * SECOND,
    compensate: HOUR,
    lateCall: 10 * 60 * SECOND,
    returnWindow: returnWindowDays * 24 * HOUR,
    review: reviewHours * HOUR,
  };
}
