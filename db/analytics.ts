import { isDeepStrictEqual } from 'node:util';
import { eq, notExists } from 'drizzle-orm';
import { bySku, foldFacts, mergeFacts, type OrderFacts } from '../domain/order-facts.ts';
import type { Db, Tx } from './client.ts';
import { readEvents } from './order-events.ts';
import { analyticsLines, analyticsOrders, orders } from './schema.ts';

/** Adds what an event says of its order to what is known. In any order, and any number of times: it ends the same. */
export async function addFacts(tx: Tx, facts: OrderFacts): Promise<void> {
  const { skus: _skus, ...row } = facts;
  const inserted = await tx.insert(analyticsOrders).values(row).onConflictDoNothing().returning();
  if (inserted.length > 0) return await insertSkus(tx, facts);
  const known = await lockFacts(tx, facts.orderId);
  if (!known) throw new RangeError(`the facts of order ${facts.orderId} went as they were to be changed`);
  await replace(tx, known, mergeFacts(known, facts));
}

/**
 * Builds one order's facts again from its events, whatever was there. Beside a consumer: what that adds is of an event
 * that is in order_events already, so it is either read here or added once this has let go of the row.
 * @param hears the public events that the consumer hears
 * @returns whether they were others before
 */
export async function rebuildFacts(db: Db, orderId: string, hears: readonly string[]): Promise<boolean> {
  return await db.transaction(async (tx) => {
    const known = await lockFacts(tx, orderId);
    const built = foldFacts(await readEvents(tx, orderId), hears);
    if (known && built) return await replace(tx, known, built);
    if (built) await addFacts(tx, built);
    if (known) await tx.delete(analyticsOrders).where(eq(analyticsOrders.orderId, orderId));
    return (known ?? built) !== null;
  });
}

/** The facts as they are, or null. */
export async function readFacts(db: Db | Tx, orderId: string): Promise<OrderFacts | null> {
  const [row] = await db.select().from(analyticsOrders).where(eq(analyticsOrders.orderId, orderId));
  return row ? { ...row, skus: await readSkus(db, orderId) } : null;
}

/** The facts by order_events alone, which `readFacts` should agree with. */
export async function foldedFacts(db: Db, orderId: string, hears: readonly string[]): Promise<OrderFacts | null> {
  return foldFacts(await readEvents(db, orderId), hears);
}

/** Orders that analytics knows and nobody else does. Orders are never deleted, so none of them is one that just came. */
export async function strayFacts(db: Db): Promise<string[]> {
  const rows = await db.select({ id: analyticsOrders.orderId }).from(analyticsOrders).where(isStray(db));
  return rows.map(({ id }) => id);
}

export async function removeStrayFacts(db: Db): Promise<number> {
  const rows = await db.delete(analyticsOrders).where(isStray(db)).returning({ id: analyticsOrders.orderId });
  return rows.length;
}

function isStray(db: Db) {
  return notExists(db.select({ id: orders.id }).from(orders).where(eq(orders.id, analyticsOrders.orderId)));
}

async function lockFacts(tx: Tx, orderId: string): Promise<OrderFacts | null> {
  const [row] = await tx.select().from(analyticsOrders).where(eq(analyticsOrders.orderId, orderId)).for('update');
  return row ? { ...row, skus: await readSkus(tx, orderId) } : null;
}

async function replace(tx: Tx, known: OrderFacts, wanted: OrderFacts): Promise<boolean> {
  if (isDeepStrictEqual(known, wanted)) return false;
  const { skus, orderId, ...row } = wanted;
  await tx.update(analyticsOrders).set(row).where(eq(analyticsOrders.orderId, orderId));
  if (!isDeepStrictEqual(known.skus, skus)) {
    await tx.delete(analyticsLines).where(eq(analyticsLines.orderId, orderId));
    await insertSkus(tx, wanted);
  }
  return true;
}

async function insertSkus(tx: Tx, { orderId, skus }: OrderFacts): Promise<void> {
  if (skus.length > 0) await tx.insert(analyticsLines).values(skus.map((one) => ({ orderId, ...one })));
}

async function readSkus(db: Db | Tx, orderId: string): Promise<OrderFacts['skus']> {
  const { sku, units, revenue } = analyticsLines;
  const rows = await db.select({ sku, units, revenue }).from(analyticsLines).where(eq(analyticsLines.orderId, orderId));
  return rows.toSorted(bySku);
}
