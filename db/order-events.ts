import { and, asc, eq, gt, sql } from 'drizzle-orm';
import { ulid } from 'ulid';
import type { OrderEvent, RecordedEvent } from '../domain/events.ts';
import type { Order } from '../domain/order.ts';
import { cloudEvent } from '../domain/public-events.ts';
import { apply, fold } from '../domain/reducer.ts';
import { isDecided } from '../domain/states.ts';
import type { Db, Tx } from './client.ts';
import { toLineRow, toOrderRow, toShipmentRow } from './order-rows.ts';
import { outboxRow } from './outbox.ts';
import { orderEvents, orderLines, orders, outbox, shipments } from './schema.ts';

/**
 * Appends events to an order: order_events, the order's rows as their fold, and the outbox, in the caller's
 * transaction. `before` must be locked (or null for a new order).
 * @param sourceEventId the sender's id of the message that caused the first of them
 * @throws OrderSagaError `invalid_transition`
 */
export async function append(
  tx: Tx,
  before: Order | null,
  events: readonly OrderEvent[],
  sourceEventId: string | null = null,
): Promise<Order> {
  const time = new Date();
  let order = before;
  const eventRows = [];
  const outboxRows = [];
  for (const event of events) {
    const recorded: RecordedEvent = {
      ...event,
      id: ulid(),
      version: (order?.version ?? 0) + 1,
      time: time.toISOString(),
    };
    const sequenceBefore = order?.publicSequence ?? 0;
    order = apply(order, recorded);
    eventRows.push({
      ...recorded,
      time,
      orderId: order.id,
      sourceEventId: eventRows.length === 0 ? sourceEventId : null,
    });
    if (order.publicSequence > sequenceBefore) outboxRows.push(outboxRow(cloudEvent(recorded, order)));
  }
  if (!order) throw new RangeError('nothing to append');

  if (!before) await tx.insert(orders).values(toOrderRow(order));
  await Promise.all([
    ...project(tx, before, order),
    tx.insert(orderEvents).values(eventRows),
    ...(outboxRows.length > 0 ? [tx.insert(outbox).values(outboxRows)] : []),
  ]);
  return order;
}

/** Writes what changed between two folds. Lines and shipments that did not change are the same objects. */
function project(tx: Tx, before: Order | null, after: Order): Promise<unknown>[] {
  if (!before) {
    return [run(tx.insert(orderLines).values(after.lines.flatMap((_, position) => toLineRow(after, position) ?? [])))];
  }
  const changedLines = after.lines.flatMap((line, position) =>
    line === before.lines[position] ? [] : (toLineRow(after, position) ?? []),
  );
  const changedShipments = after.shipments.flatMap((shipment, position) =>
    shipment === before.shipments[position] ? [] : (toShipmentRow(after, position) ?? []),
  );
  return [
    tx.update(orders).set(toOrderRow(after)).where(eq(orders.id, after.id)),
    ...changedLines.map((line) =>
      tx
        .update(orderLines)
        .set(line)
        .where(and(eq(orderLines.orderId, after.id), eq(orderLines.id, line.id))),
    ),
    ...changedShipments.map((shipment) =>
      tx
        .insert(shipments)
        .values(shipment)
        .onConflictDoUpdate({ target: [shipments.orderId, shipments.id], set: shipment }),
    ),
  ].map(run);
}

/** Drizzle's queries are sent when awaited; this sends one now. */
async function run(query: PromiseLike<unknown>): Promise<unknown> {
  return await query;
}

/** An order's events after `afterVersion`, oldest first. */
export async function readEvents(
  db: Db | Tx,
  orderId: string,
  afterVersion = 0,
  limit?: number,
): Promise<RecordedEvent[]> {
  const query = db
    .select()
    .from(orderEvents)
    .where(and(eq(orderEvents.orderId, orderId), gt(orderEvents.version, afterVersion)))
    .orderBy(asc(orderEvents.version));
  const rows = await (limit === undefined ? query : query.limit(limit));
  return rows.map(recordedEvent);
}

/** The order as it was when it was decided: what its Idempotency-Key answers, however often. Null before that. */
export async function readDecision(db: Db, orderId: string): Promise<Order | null> {
  const events = await readEvents(db, orderId);
  let order: Order | null = null;
  for (const event of events) {
    order = apply(order, event);
    if (isDecided(order.status)) return order;
  }
  return null;
}

/** The order built again from its events alone. */
export async function rebuild(db: Db, orderId: string): Promise<Order | null> {
  return fold(await readEvents(db, orderId));
}

export async function isKnown(tx: Tx, orderId: string, sourceEventId: string): Promise<boolean> {
  const rows = await tx
    .select({ one: sql<number>`1` })
    .from(orderEvents)
    .where(and(eq(orderEvents.orderId, orderId), eq(orderEvents.sourceEventId, sourceEventId)));
  return rows.length > 0;
}

type EventRow = typeof orderEvents.$inferSelect;

function recordedEvent(row: EventRow): RecordedEvent {
  const { id, version, type, data } = row;
  // Only `append` writes order_events: that type and data belong together was checked there.
  return { id, version, type, data, time: row.time.toISOString() } as RecordedEvent;
}
