import { and, desc, eq, getTableColumns, inArray, isNull, not, or, sql } from 'drizzle-orm';
import type { WebhookDelivery } from '../domain/webhooks.ts';
import type { Storefront } from '../domain/storefronts.ts';
import type { Db } from './client.ts';
import { forgetOldest } from './forgetting.ts';
import { newId } from './ids.ts';
import { isErased } from './order-keys.ts';
import { isBehind, type Position } from './positions.ts';
import { webhookDeliveries, webhookEndpoints } from './schema.ts';

export type DeliveryRow = typeof webhookDeliveries.$inferSelect;

/** What is to be told, to whomever wants it. */
export interface WebhookEvent {
  storefront: Storefront;
  eventId: string;
  eventType: string;
  orderId: string;
  payload: string;
}

/**
 * Writes a delivery for each endpoint of the storefront that wants the event, unless it is written, or the order is nobody's any more.
 * @returns those that are still to be made
 */
export async function writeDeliveries(
  db: Db,
  { storefront, eventType, ...event }: WebhookEvent,
): Promise<WebhookDelivery[]> {
  const { eventTypes } = webhookEndpoints;
  const endpoints = await db
    .select({ id: webhookEndpoints.id })
    .from(webhookEndpoints)
    .where(
      and(
        eq(webhookEndpoints.storefront, storefront),
        isNull(webhookEndpoints.disabledAt),
        or(isNull(eventTypes), sql`${eventTypes} @> ${JSON.stringify([eventType])}::jsonb`),
        // Whose person was erased while the event was on its way.
        not(isErased(db, event.orderId)),
      ),
    );
  const ids = endpoints.map(({ id }) => id);
  if (ids.length === 0) return [];
  await db
    .insert(webhookDeliveries)
    .values(ids.map((endpointId) => ({ ...event, eventType, endpointId, id: newId() })))
    .onConflictDoNothing();
  return await db
    .select(reference)
    .from(webhookDeliveries)
    .where(
      and(
        inArray(webhookDeliveries.endpointId, ids),
        eq(webhookDeliveries.eventId, event.eventId),
        eq(webhookDeliveries.state, 'pending'),
      ),
    );
}

const {
  payload: _payload,
  attempts: _attempts,
  state: _state,
  createdAt: _at,
  ...reference
} = getTableColumns(webhookDeliveries);

/** All that an attempt needs; undefined where the endpoint has gone, and its deliveries with it. */
export async function findSending(db: Db, id: string) {
  const { url, secret, previousSecret, previousSecretUntil, disabledAt } = webhookEndpoints;
  const [row] = await db
    .select({
      delivery: webhookDeliveries,
      endpoint: { url, secret, previousSecret, previousSecretUntil, disabledAt },
    })
    .from(webhookDeliveries)
    .innerJoin(webhookEndpoints, eq(webhookEndpoints.id, webhookDeliveries.endpointId))
    .where(eq(webhookDeliveries.id, id));
  return row;
}

export async function findDelivery(db: Db, endpointId: string, id: string): Promise<DeliveryRow | undefined> {
  const [row] = await db
    .select()
    .from(webhookDeliveries)
    .where(and(eq(webhookDeliveries.id, id), eq(webhookDeliveries.endpointId, endpointId)));
  return row;
}

/** Newest first. */
export async function listDeliveries(
  db: Db,
  endpointId: string,
  limit: number,
  after?: Position,
): Promise<DeliveryRow[]> {
  const { createdAt, id } = webhookDeliveries;
  return await db
    .select()
    .from(webhookDeliveries)
    .where(and(eq(webhookDeliveries.endpointId, endpointId), isBehind(webhookDeliveries, after)))
    .orderBy(desc(createdAt), desc(id))
    .limit(limit);
}

/** Deletes those from before `before`: of it up to `limit`, the oldest. @returns how many */
export async function forgetDeliveries(db: Db, before: Date, limit: number): Promise<number> {
  return await forgetOldest(db, webhookDeliveries, webhookDeliveries.createdAt, before, limit);
}
