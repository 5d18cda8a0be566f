import { eq } from 'drizzle-orm';
import { OrderSagaError } from '../domain/errors.ts';
import type { OrderEvent } from '../domain/events.ts';
import type { Order } from '../domain/order.ts';
import type { Db, Tx } from './client.ts';
import { appendLocked, isKnown } from './order-events.ts';
import { fromRows, PARTS } from './order-rows.ts';
import { orders } from './schema.ts';

/** The order as one statement sees it: never half of a change. */
export async function findOrder(db: Db | Tx, orderId: string): Promise<Order | null> {
  const row = await db.query.orders.findFirst({ where: eq(orders.id, orderId), with: PARTS });
  return row ? fromRows(row) : null;
}

/** @throws OrderSagaError `not_found` */
export async function theOrder(db: Db | Tx, orderId: string): Promise<Order> {
  const order = await findOrder(db, orderId);
  if (!order) throw new OrderSagaError('not_found', `There is no order ${orderId}`);
  return order;
}

/**
 * The order, its row locked until the transaction ends: whoever changes an order goes through here. It is read by a
 * second statement, as only that sees what the holder of the lock before us has written. Its key stays free: stock that
 * comes is reserved for orders in wait (a foreign key) by whoever holds that stock's lock, which is taken after an order's.
 * @throws OrderSagaError `not_found`
 */
export async function lockOrder(tx: Tx, orderId: string): Promise<Order> {
  await tx.select({ id: orders.id }).from(orders).where(eq(orders.id, orderId)).for('no key update');
  return await theOrder(tx, orderId);
}

export interface Change {
  order: Order;
  /** False when nothing was to be done, or the message had been handled before. */
  changed: boolean;
}

/**
 * One change of an order in one transaction: `decide` sees the order under lock and says what happens.
 * @param sourceEventId the sender's id of the message: a repeat changes nothing
 */
export async function changeOrder(
  db: Db,
  orderId: string,
  decide: (order: Order, tx: Tx) => OrderEvent[] | Promise<OrderEvent[]>,
  sourceEventId: string | null = null,
): Promise<Change> {
  return await db.transaction(async (tx) => {
    const order = await lockOrder(tx, orderId);
    if (sourceEventId !== null && (await isKnown(tx, orderId, sourceEventId))) return { order, changed: false };
    const events = await decide(order, tx);
    if (events.length === 0) return { order, changed: false };
    return { order: await appendLocked(tx, order, events, { sourceEventId }), changed: true };
  });
}
