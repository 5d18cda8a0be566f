import { and, eq, gt, inArray, isNotNull, lt, not, or, sql } from 'drizzle-orm';
import { ERASED, stillNeeded, withoutPerson } from '../domain/erasure.ts';
import { OrderSagaError } from '../domain/errors.ts';
import type { Order } from '../domain/order.ts';
import { fold } from '../domain/reducer.ts';
import type { Db, Tx } from './client.ts';
import { jsonRow, rowsOf } from './one-statement.ts';
import { readEvents } from './order-events.ts';
import { destroyOrderKey, isErased } from './order-keys.ts';
import { toOrderRow } from './order-rows.ts';
import { lockOrder } from './orders.ts';
import {
  auditEntries,
  changeLeases,
  idempotencyKeys,
  notifications,
  orderEvents,
  orders,
  outbox,
  payments,
  shipments,
  webhookDeliveries,
} from './schema.ts';

/** Who is to be erased: a customer, or whoever ordered with an e-mail address, in whichever case it is written. */
export type Person = { customerId: string } | { email: string };

/** Orders of a person who is still in them. */
export async function ordersOf(db: Db, person: Person): Promise<Pick<Order, 'id' | 'email' | 'customerId'>[]> {
  const { id, email, customerId } = orders;
  const isTheirs =
    'customerId' in person ? eq(customerId, person.customerId) : sql`lower(${email}) = ${person.email.toLowerCase()}`;
  return await db.select({ id, email, customerId }).from(orders).where(isTheirs).orderBy(id);
}

/** Orders, of some, that have something to publish. */
export async function unpublished(db: Db | Tx, orderIds: readonly string[]): Promise<string[]> {
  const rows = await db
    .selectDistinct({ id: outbox.orderId })
    .from(outbox)
    .where(inArray(outbox.orderId, [...orderIds]));
  return rows.map(({ id }) => id);
}

/** What went with a person, by kind. */
export type ErasureCounts = Record<
  'orders' | 'events' | 'keys' | 'payments' | 'notifications' | 'webhookDeliveries' | 'idempotencyKeys',
  number
>;

/**
 * Takes the person out of an order that is over, in one transaction: out of each of its events, and so of the rows that are their
 * fold, and of all that refers to it. What Temporal has of it cannot be read any more, as its key is gone. Done again, it changes nothing.
 * @throws OrderSagaError `invalid_transition` for an order that is under way
 */
export async function eraseOrder(db: Db, orderId: string): Promise<ErasureCounts> {
  return await db.transaction(async (tx) => {
    const before = await lockOrder(tx, orderId);
    const [waiting] = await unpublished(tx, [orderId]);
    const why = stillNeeded(before) ?? (waiting === undefined ? null : 'it has events to publish');
    if (why !== null) throw new OrderSagaError('invalid_transition', `Order ${orderId} is under way: ${why}`);
    const events = (await readEvents(tx, orderId)).map(withoutPerson);
    const order = fold(events);
    if (!order) throw new RangeError(`order ${orderId} has no events`);

    await tx.update(orders).set(toOrderRow(order)).where(eq(orders.id, orderId));
    await tx
      .update(shipments)
      .set({ trackingNumber: null })
      .where(and(eq(shipments.orderId, orderId), isNotNull(shipments.trackingNumber)));
    const payment = await tx
      .update(payments)
      .set({ customerId: null, method: ERASED })
      .where(eq(payments.orderId, orderId));
    const told = await tx.update(notifications).set({ reason: null }).where(eq(notifications.orderId, orderId));
    // Who did what stays; why is free text.
    await tx.update(auditEntries).set({ reason: null }).where(eq(auditEntries.orderId, orderId));
    const deliveries = await tx.delete(webhookDeliveries).where(eq(webhookDeliveries.orderId, orderId));
    await tx.delete(changeLeases).where(eq(changeLeases.orderId, orderId));
    // A change's key is of the order's path (api/idempotency.ts).
    const ofChanges = sql`${idempotencyKeys.scope} like ${`% POST /v1/orders/${orderId}/%`}`;
    const keys = await tx.delete(idempotencyKeys).where(or(eq(idempotencyKeys.orderId, orderId), ofChanges));
    const rewritten = await rewriteEvents(tx, orderId, events);
    return {
      // Each has an address; none where it was done before.
      orders: Math.min(rewritten, 1),
      events: rewritten,
      keys: await destroyOrderKey(tx, orderId),
      payments: payment.count,
      notifications: told.count,
      webhookDeliveries: deliveries.count,
      idempotencyKeys: keys.count,
    };
  });
}

const PAGE = 100;

/**
 * Takes the persons out of orders to which nothing has happened since `before`, but for those that are under way still.
 * @returns of each whether it was done
 */
export async function* forgetPersons(
  db: Db,
  before: Date,
  isOpen: (orderId: string) => Promise<boolean>,
): AsyncGenerator<boolean> {
  const { id, status, needsAttention, updatedAt } = orders;
  let last = '';
  for (;;) {
    const page = await db
      .select({ id, status, needsAttention })
      .from(orders)
      .where(and(gt(id, last), lt(updatedAt, before), not(isErased(db, id))))
      .orderBy(id)
      .limit(PAGE);
    const ids = page.map((order) => order.id);
    const waiting = new Set(ids.length > 0 ? await unpublished(db, ids) : []);
    for (const order of page) {
      const isOver = stillNeeded(order) === null && !waiting.has(order.id) && !(await isOpen(order.id));
      if (isOver) await eraseOrder(db, order.id);
      yield isOver;
    }
    const end = page.at(-1);
    if (!end) return;
    last = end.id;
  }
}

/** The one place that changes what has happened. @returns how many were not like that */
async function rewriteEvents(tx: Tx, orderId: string, events: Awaited<ReturnType<typeof readEvents>>): Promise<number> {
  const rows = events.map((event) =>
    jsonRow(orderEvents, { ...event, time: new Date(event.time), orderId, sourceEventId: null }),
  );
  const { count } = await tx.execute(sql`
    with input as materialized (select ${JSON.stringify({ rows })}::json as document)
    update ${orderEvents} e set data = r.data from ${rowsOf(orderEvents, 'rows')}
    where e.order_id = ${orderId} and e.version = r.version and e.data <> r.data`);
  return count;
}
