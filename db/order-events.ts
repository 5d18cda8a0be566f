import { and, asc, eq, gt, sql } from 'drizzle-orm';
import { newId } from './ids.ts';
import type { OrderEvent, RecordedEvent } from '../domain/events.ts';
import type { Order } from '../domain/order.ts';
import { cloudEvent, publicType } from '../domain/public-events.ts';
import { apply, fold } from '../domain/reducer.ts';
import { hasAnswer, isDecided } from '../domain/states.ts';
import type { Db, Tx } from './client.ts';
import {
  insertRows,
  jsonRow,
  rowOf,
  rowsOf,
  send,
  setFromExcluded,
  setFromRow,
  statement,
  text,
} from './one-statement.ts';
import { lineRows, shipmentRows, toOrderRow } from './order-rows.ts';
import { outboxRow } from './outbox.ts';
import type { AuthorizedPayment } from './payments.ts';
import { orderEvents, orderLines, orders, outbox, payments, shipments } from './schema.ts';

/** An order and the rows that its newest events put down beside it. */
export interface Told {
  order: Order;
  events: Record<string, unknown>[];
  outbox: Record<string, unknown>[];
}

/**
 * The order after more events.
 * @param before null for a new order
 * @param sourceEventId the sender's id of the message that caused the first of them
 * @throws OrderSagaError `invalid_transition`
 */
export function tell(before: Order | null, events: readonly OrderEvent[], sourceEventId: string | null = null): Told {
  const time = new Date();
  let order = before;
  const told: Pick<Told, 'events' | 'outbox'> = { events: [], outbox: [] };
  for (const event of events) {
    const recorded: RecordedEvent = {
      ...event,
      id: newId(),
      version: (order?.version ?? 0) + 1,
      time: time.toISOString(),
    };
    const sequenceBefore = order?.publicSequence ?? 0;
    order = apply(order, recorded);
    const source = told.events.length === 0 ? sourceEventId : null;
    told.events.push(jsonRow(orderEvents, { ...recorded, time, orderId: order.id, sourceEventId: source }));
    if (order.publicSequence > sequenceBefore) {
      told.outbox.push(jsonRow(outbox, outboxRow(cloudEvent(recorded, order))));
    }
  }
  if (!order) throw new RangeError('nothing to append');
  return { order, ...told };
}

/** Nothing is written where the order's version has moved on. */
const APPEND = statement(sql`
changed as (
  update ${orders} o set ${setFromRow(orders, ['id'])} from ${rowOf(orders, 'order')}
  where o.id = ${text('id')} and o.version = ${text('before')}::integer
  returning o.id),
_lines as (
  ${insertRows(orderLines, 'lines')} where exists (select from changed)
  on conflict (order_id, id) do update set ${setFromExcluded(orderLines, ['order_id', 'id'])}),
_gone as (
  delete from ${orderLines} l using ${rowsOf(orderLines, 'gone')}
  where l.order_id = ${text('id')} and l.id = r.id and exists (select from changed)),
_shipments as (
  ${insertRows(shipments, 'shipments')} where exists (select from changed)
  on conflict (order_id, id) do update set status = excluded.status),
_payment as (
  update ${payments} set status = 'authorized', intent_id = ${text('intent')}
  where key = ${text('payment')} and exists (select from changed)),
_events as (${insertRows(orderEvents, 'events')} where exists (select from changed)),
_outbox as (${insertRows(outbox, 'outbox')} where exists (select from changed))
select exists (select from changed) as written`);

interface AppendOptions {
  /** The sender's id of the message that caused the first of the events. */
  sourceEventId?: string | null;
  /** Its row is marked as authorized. */
  payment?: AuthorizedPayment | null;
}

/**
 * Appends events to an order: order_events, the order's rows as their fold, the outbox, and its payment's row.
 * @returns null where another change came first: `before` is not how the order stands any more
 * @throws OrderSagaError `invalid_transition`
 */
export async function append(
  db: Db | Tx,
  before: Order,
  events: readonly OrderEvent[],
  { sourceEventId = null, payment = null }: AppendOptions = {},
): Promise<Order | null> {
  const { order, ...told } = tell(before, events, sourceEventId);
  const written = await send(db, APPEND, {
    id: order.id,
    before: before.version,
    order: jsonRow(orders, toOrderRow(order)),
    // Lines and shipments that did not change are the same objects.
    lines: lineRows(order).filter((_, position) => order.lines[position] !== before.lines[position]),
    gone: lineRows(before).filter((_, position) => !order.lines.some(({ id }) => id === before.lines[position]?.id)),
    shipments: shipmentRows(order).filter((_, position) => order.shipments[position] !== before.shipments[position]),
    payment: payment?.key,
    intent: payment?.intentId,
    ...told,
  });
  return written ? order : null;
}

/** The same for an order whose row is locked: nobody comes first. */
export async function appendLocked(
  tx: Tx,
  before: Order,
  events: readonly OrderEvent[],
  options?: AppendOptions,
): Promise<Order> {
  const order = await append(tx, before, events, options);
  if (!order) throw new RangeError(`order ${before.id} changed under its lock`);
  return order;
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

/**
 * The newer events of many orders, by order and oldest first.
 * @param after the version of each order that is known
 * @param limit of each order
 */
export async function readNewer(
  db: Db,
  after: ReadonlyMap<string, number>,
  limit: number,
): Promise<Map<string, RecordedEvent[]>> {
  // A limit for each: Postgres cannot but go through the index, order by order, however large the table is.
  const newer = db
    .select()
    .from(orderEvents)
    .where(sql`${orderEvents.orderId} = known.id and ${orderEvents.version} > known.version::integer`)
    .orderBy(asc(orderEvents.version))
    .limit(limit)
    .as('newer');
  const known = sql`json_each_text(${JSON.stringify(Object.fromEntries(after))}::json) as known(id, version)`;
  const { orderId, version, id, type, time, data, sourceEventId } = newer;
  const rows = await db
    .select({ orderId, version, id, type, time, data, sourceEventId })
    .from(known)
    .crossJoinLateral(newer);
  return new Map(
    [...Map.groupBy(rows, (row) => row.orderId)].map(([order, events]) => [order, events.map(recordedEvent)]),
  );
}

/**
 * The order as it was when it was decided: what its Idempotency-Key answers, however often. Before that, where it waits for
 * a person, as it stands; null where it is being decided.
 */
export async function readDecision(db: Db, orderId: string): Promise<Order | null> {
  const events = await readEvents(db, orderId);
  let order: Order | null = null;
  for (const event of events) {
    order = apply(order, event);
    if (isDecided(order.status)) return order;
  }
  return order && hasAnswer(order.status) ? order : null;
}

/** The order built again from its events alone. */
export async function rebuild(db: Db, orderId: string): Promise<Order | null> {
  return fold(await readEvents(db, orderId));
}

/** Which of an order's events others have heard of. */
export async function publishedEvents(db: Db, orderId: string): Promise<Pick<RecordedEvent, 'id' | 'time'>[]> {
  const events = await readEvents(db, orderId);
  return events.filter(({ type }) => publicType(type) !== undefined);
}

export async function isKnown(tx: Db | Tx, orderId: string, sourceEventId: string): Promise<boolean> {
  const rows = await tx
    .select({ one: sql<number>`1` })
    .from(orderEvents)
    .where(and(eq(orderEvents.orderId, orderId), eq(orderEvents.sourceEventId, sourceEventId)));
  return rows.length > 0;
}

type EventRow = typeof orderEvents.$inferSelect;

export function recordedEvent(row: EventRow): RecordedEvent {
  const { id, version, type, data } = row;
  // Only `append` writes order_events: that type and data belong together was checked there.
  return { id, version, type, data, time: row.time.toISOString() } as RecordedEvent;
}
