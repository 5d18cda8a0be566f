import { eq } from 'drizzle-orm';
import { OrderSagaError } from '../domain/errors.ts';
import type { OrderEvent } from '../domain/events.ts';
import type { Order } from '../domain/order.ts';
import type { Db, Tx } from './client.ts';
import { append, isKnown } from './order-events.ts';
import { fromRows, type LineRow, type OrderRow, type ShipmentRow } from './order-rows.ts';
import { orderLines, orders, shipments } from './schema.ts';

export async function findOrder(db: Db | Tx, orderId: string): Promise<Order | null> {
  const [rows, lineRows, shipmentRows] = await readRows(db, orderId);
  return rows[0] ? fromRows(rows[0], lineRows, shipmentRows) : null;
}

/**
 * The order, its row locked until the transaction ends: whoever changes an order goes through here.
 * @throws OrderSagaError `not_found`
 */
export async function lockOrder(tx: Tx, orderId: string): Promise<Order> {
  await tx.select({ id: orders.id }).from(orders).where(eq(orders.id, orderId)).for('update');
  const order = await findOrder(tx, orderId);
  if (!order) throw new OrderSagaError('not_found', `There is no order ${orderId}`);
  return order;
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
  sourceEventId?: string,
): Promise<Change> {
  return await db.transaction(async (tx) => {
    const order = await lockOrder(tx, orderId);
    if (sourceEventId !== undefined && (await isKnown(tx, orderId, sourceEventId))) return { order, changed: false };
    const events = await decide(order, tx);
    if (events.length === 0) return { order, changed: false };
    return { order: await append(tx, order, events, sourceEventId), changed: true };
  });
}

async function readRows(db: Db | Tx, orderId: string): Promise<[OrderRow[], LineRow[], ShipmentRow[]]> {
  return await Promise.all([
    db.select().from(orders).where(eq(orders.id, orderId)),
    db.select().from(orderLines).where(eq(orderLines.orderId, orderId)),
    db.select().from(shipments).where(eq(shipments.orderId, orderId)),
  ]);
}
