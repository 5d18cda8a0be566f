import type { Checkout } from '../domain/gateway.ts';
import type { Order } from '../domain/order.ts';
import type { Allocation } from '../domain/stock.ts';
import type { Db, Tx } from './client.ts';
import { holdKey } from './idempotency.ts';
import { append } from './order-events.ts';
import { lockOrder } from './orders.ts';
import { paymentIntent } from './payments.ts';
import { payments } from './schema.ts';
import { allocateStock, heldBy, reserve } from './stock.ts';
import { isUniqueViolation } from './errors.ts';

export interface Placement {
  order: Order;
  /** Written by this very call, and not found. */
  isNew: boolean;
  /** What came of the stock; undefined when that had been decided before. */
  allocation?: Allocation;
}

/**
 * Writes a new order as PENDING and reserves its stock, in one transaction; an order that is there already is taken
 * on from where it stands.
 */
export async function placeOrder(db: Db, checkout: Checkout): Promise<Placement> {
  try {
    return await db.transaction((tx) => placeNew(tx, checkout));
  } catch (error) {
    if (!isUniqueViolation(error, 'orders_pkey')) throw error;
  }
  return await reserveForKnown(db, checkout.order.id);
}

/** Reserves the stock of an order that has been written, unless it has its stock or is decided. */
export async function reserveForKnown(db: Db, orderId: string): Promise<Placement> {
  return await db.transaction(async (tx) => {
    const order = await lockOrder(tx, orderId);
    const isNew = false;
    if (order.status !== 'PENDING' || (await heldBy(tx, orderId)).length > 0) return { order, isNew };
    const allocation = await allocateStock(tx, order);
    if (allocation.kind !== 'allocated') return { order, isNew, allocation };
    const { reservations } = allocation;
    const [reserved] = await Promise.all([
      append(tx, order, [{ type: 'stock.reserved', data: { reservations } }]),
      ...reserve(tx, orderId, reservations),
    ]);
    return { order: reserved, isNew, allocation };
  });
}

/** Writes the order as PENDING and nothing more, unless it is there: from here on it can be looked up. */
export async function ensureWritten(db: Db, checkout: Checkout): Promise<void> {
  try {
    await db.transaction((tx) => write(tx, checkout));
  } catch (error) {
    if (!isUniqueViolation(error, 'orders_pkey')) throw error;
  }
}

async function placeNew(tx: Tx, checkout: Checkout): Promise<Placement> {
  const allocation = await allocateStock(tx, checkout.order);
  const isNew = true;
  if (allocation.kind !== 'allocated') return { order: await write(tx, checkout), isNew, allocation };
  const { reservations } = allocation;
  const order = await write(tx, checkout, { type: 'stock.reserved', data: { reservations } });
  await Promise.all(reserve(tx, order.id, reservations));
  return { order, isNew, allocation };
}

/** The payment's intent is stored with the order, before anybody is asked for money. */
async function write(tx: Tx, checkout: Checkout, ...more: Parameters<typeof append>[2]): Promise<Order> {
  const order = await append(tx, null, [{ type: 'order.placed', data: { order: checkout.order } }, ...more]);
  const intent = paymentIntent(checkout, new Date(order.createdAt));
  await Promise.all([intent && tx.insert(payments).values(intent), checkout.claim && holdKey(tx, checkout.claim)]);
  return order;
}
