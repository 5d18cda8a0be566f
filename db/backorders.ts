import { and, asc, eq, inArray, sql } from 'drizzle-orm';
import type { SkuQuantity, StockQuantity } from '../domain/order.ts';
import { type InWait, type Served, serveInTurn } from '../domain/stock-queue.ts';
import type { Db, Tx } from './client.ts';
import { availableOf, takeFromStock } from './stock-reservations.ts';
import { backorders, orders, stockLevels } from './schema.ts';

/** At a time: what a statement has for parameters. */
const CHUNK = 1000;

/** By SKU and then by `seq`: so their locks are taken too. */
const IN_ORDER = sql`${backorders.sku} collate "C"`;

/** Spelled out, as the partial indexes have it: a parameter would not be known to be 0 when a statement is planned for all. */
const IS_WAITING = sql`${backorders.waiting} > 0`;
const IS_UNTOLD = sql`${backorders.allocated} <> '[]'`;

/** Which of these SKUs are sold also when they are not there. Ask under the locks of their stock. */
export async function backorderable(tx: Tx, skus: readonly string[]): Promise<Set<string>> {
  const rows = await tx
    .select({ sku: stockLevels.sku })
    .from(stockLevels)
    .where(and(inArray(stockLevels.sku, [...skus]), stockLevels.backorder));
  return new Set(rows.map(({ sku }) => sku));
}

/** Gets into the queue, under the locks of the stock: nobody who comes later is before it. */
export async function addToQueue(tx: Tx, orderId: string, units: readonly SkuQuantity[]): Promise<void> {
  if (units.length === 0) return;
  await tx.insert(backorders).values(units.map(({ sku, quantity }) => ({ orderId, sku, waiting: quantity })));
}

/**
 * Gives what there is to those who wait for it. Call it, under the locks of these SKUs' stock, after whatever makes units
 * available: then nothing is available while somebody waits, and no later order finds any.
 */
export async function serveQueue(tx: Tx, skus: readonly string[]): Promise<void> {
  const waiting = await tx
    .select({ sku: backorders.sku })
    .from(backorders)
    .where(and(inArray(backorders.sku, [...skus]), IS_WAITING))
    .groupBy(backorders.sku)
    .orderBy(IN_ORDER);
  for (const { sku } of waiting) while (await serveSome(tx, sku));
}

/** @returns whether there may be more to give, and more who wait */
async function serveSome(tx: Tx, sku: string): Promise<boolean> {
  const levels = await availableOf(tx, [sku]);
  const units = levels.reduce((sum, { available }) => sum + available, 0);
  const limit = Math.min(units, CHUNK);
  if (limit === 0) return false;
  const queue: InWait[] = await tx
    .select({
      seq: backorders.seq,
      orderId: backorders.orderId,
      storefront: orders.storefront,
      sku: backorders.sku,
      waiting: backorders.waiting,
    })
    .from(backorders)
    .innerJoin(orders, eq(orders.id, backorders.orderId))
    .where(and(eq(backorders.sku, sku), IS_WAITING))
    .orderBy(asc(backorders.seq))
    .limit(limit)
    .for('update', { of: backorders });
  const served = serveInTurn(queue, levels);
  await takeFromStock(
    tx,
    served.flatMap(({ orderId, reservations }) => reservations.map((row) => ({ ...row, orderId }))),
  );
  await noteServed(tx, sku, served);
  return queue.length === limit;
}

async function noteServed(tx: Tx, sku: string, served: readonly Served[]): Promise<void> {
  if (served.length === 0) return;
  const rows = served.map(({ seq, orderId, reservations }) => ({
    seq,
    order_id: orderId,
    units: reservations.reduce((sum, { quantity }) => sum + quantity, 0),
    allocated: reservations.map(({ location, quantity }) => ({ location, quantity })),
  }));
  await tx.execute(sql`
    update ${backorders} b set waiting = b.waiting - s.units, allocated = b.allocated || s.allocated
    from json_to_recordset(${JSON.stringify(rows)}::json)
      as s (seq bigint, order_id text, units integer, allocated jsonb)
    where b.order_id = s.order_id and b.sku = ${sku} and b.seq = s.seq`);
}

/** What an order waits for as far as it knows: also what has come and it has not been told of. */
export async function waitingOf(tx: Db | Tx, orderId: string): Promise<SkuQuantity[]> {
  const rows = await tx.select().from(backorders).where(eq(backorders.orderId, orderId)).orderBy(asc(backorders.sku));
  const units = new Map<string, number>();
  for (const { sku, waiting, allocated } of rows) {
    units.set(
      sku,
      allocated.reduce((sum, { quantity }) => sum + quantity, waiting + (units.get(sku) ?? 0)),
    );
  }
  return [...units].map(([sku, quantity]) => ({ sku, quantity }));
}

/** Orders for which stock has come that they have not been told of; of these SKUs, or of any. */
export async function ordersToTell(db: Db | Tx, skus?: readonly string[]): Promise<string[]> {
  const rows = await db
    .selectDistinct({ orderId: backorders.orderId })
    .from(backorders)
    .where(and(IS_UNTOLD, skus && inArray(backorders.sku, [...skus])));
  return rows.map(({ orderId }) => orderId);
}

/**
 * What has come for an order since it was last told, by SKU and location: from now on it knows. Call it under the order's
 * lock, last, for what goes into its `stock.allocated`.
 */
export async function noteAllocated(tx: Tx, orderId: string): Promise<StockQuantity[]> {
  const rows = await tx
    .select()
    .from(backorders)
    .where(and(eq(backorders.orderId, orderId), IS_UNTOLD))
    .orderBy(IN_ORDER, asc(backorders.seq))
    .for('update');
  if (rows.length === 0) return [];
  const told = and(
    eq(backorders.orderId, orderId),
    inArray(
      backorders.seq,
      rows.map(({ seq }) => seq),
    ),
  );
  await tx.update(backorders).set({ allocated: [] }).where(told);
  await forgetServed(tx, orderId);
  const units = new Map<string, StockQuantity>();
  for (const { sku, allocated } of rows) {
    for (const { location, quantity } of allocated) {
      const key = JSON.stringify([sku, location]);
      units.set(key, { sku, location, quantity: quantity + (units.get(key)?.quantity ?? 0) });
    }
  }
  return [...units.values()];
}

/** A row that waits for nothing, and has nothing to tell. */
export async function forgetServed(tx: Tx, orderId: string): Promise<void> {
  await tx
    .delete(backorders)
    .where(and(eq(backorders.orderId, orderId), eq(backorders.waiting, 0), eq(backorders.allocated, [])));
}
