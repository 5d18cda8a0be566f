import { z } from 'zod';
import { id, OrderVersion, Problem, TimelineEvent } from './http.ts';

/*
 * What goes over the WebSocket at `GET /v1/live`, each message JSON in a text frame. Whoever cannot set headers, as browsers,
 * offers two subprotocols: this one and `bearer.<key or token>`.
 */
export const LIVE_PATH = '/v1/live';
export const LIVE_PROTOCOL = 'order-saga.live.v1';
export const BEARER_PROTOCOL = 'bearer.';

export const MAX_MESSAGE_BYTES = 4096;
/** Orders that one socket follows at a time. */
export const MAX_SUBSCRIPTIONS = 1000;

/** Followed already, the order is followed from there anew. */
const Subscribe = z.strictObject({ subscribe: id, after: OrderVersion.default(0) });
const Unsubscribe = z.strictObject({ unsubscribe: id });

export const LiveRequest = z.union([Subscribe, Unsubscribe], {
  error: 'must be { "subscribe": order id, "after": version } or { "unsubscribe": order id }',
});

export const LiveMessage = z.union([
  TimelineEvent.extend({ orderId: id }).strict(),
  z.strictObject({ subscribed: id, version: z.int().meta({ description: 'At which the order stood' }) }),
  z.strictObject({ unsubscribed: id }),
  z.strictObject({ error: Problem }),
]);

export type LiveRequest = z.infer<typeof LiveRequest>;
export type LiveMessage = z.infer<typeof LiveMessage>;
