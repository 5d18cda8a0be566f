/** Webhooks that storefronts have asked for, by the Standard Webhooks spec (https://www.standardwebhooks.com). */

/** `disabled`: its endpoint was, or has gone, before it took the event. `failed`: all attempts did. */
export const WEBHOOK_STATES = ['pending', 'delivered', 'failed', 'disabled'] as const;
export type WebhookState = (typeof WEBHOOK_STATES)[number];

/** One event on its way to one endpoint. */
export interface WebhookDelivery {
  id: string;
  endpointId: string;
  /** Goes as `webhook-id`: whoever is told twice knows by it. */
  eventId: string;
  eventType: string;
  orderId: string;
}

/** One attempt, as it is on record. Nothing of what the endpoint said is: an answer may have anything in it. */
export interface WebhookAttempt {
  /** Of the activity: one that is run again, after a crash, finds what it has noted. */
  id: string;
  time: string;
  /** Null where there was no answer: `error` says why. */
  status: number | null;
  error: string | null;
  ms: number;
}

/** How deliveries begin; both resolve once Temporal has them. */
export interface WebhookDeliveries {
  /** Does nothing where the delivery has been begun before. */
  start(delivery: WebhookDelivery): Promise<void>;
  /** Goes through the whole schedule again; once for each `replayId`. */
  replay(delivery: WebhookDelivery, replayId: string): Promise<void>;
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** The spec's: how long before each attempt, in milliseconds. */
export const RETRY_SCHEDULE: readonly number[] = [
  0,
  5 * SECOND,
  5 * MINUTE,
  30 * MINUTE,
  2 * HOUR,
  5 * HOUR,
  10 * HOUR,
  14 * HOUR,
  20 * HOUR,
  24 * HOUR,
];

/** However long an endpoint asks us to wait, it is a day at most. */
export const MAX_RETRY_AFTER = 24 * HOUR;

/** Of a storefront: whatever happens to an order is sent to each of them. */
export const MAX_ENDPOINTS = 50;

/** What was signed with a secret is taken for so long after another one has followed it. */
export const SECRET_OVERLAP = 24 * HOUR;
