import { and, asc, eq, gt, inArray, sql } from 'drizzle-orm';
import type { SkuQuantity, StockQuantity } from '../domain/order.ts';
import type { StockLevel } from '../domain/stock.ts';
import type { Db, Tx } from './client.ts';
import { backorders, inventory, reservations } from './schema.ts';
import { isAt } from './stock-locks.ts';

/** What an order holds, row by row. All that changes it is called under the locks of the stock. */
export type Held = StockQuantity & { orderId: string };

export async function heldBy(tx: Db | Tx, orderId: string): Promise<StockQuantity[]> {
  return await tx
    .select({ sku: reservations.sku, location: reservations.location, quantity: reservations.quantity })
    .from(reservations)
    .where(eq(reservations.orderId, orderId))
    .orderBy(asc(reservations.sku), asc(reservations.location));
}

/**
 * Units that an order holds or waits for, by SKU. Under the order's lock nobody else changes that: what comes for it only
 * goes from the one to the other, which this sees whole.
 */
export async function claimedBy(tx: Db | Tx, orderId: string): Promise<SkuQuantity[]> {
  const held = tx
    .select({ sku: reservations.sku, quantity: reservations.quantity })
    .from(reservations)
    .where(eq(reservations.orderId, orderId));
  const waiting = tx
    .select({ sku: backorders.sku, quantity: backorders.waiting })
    .from(backorders)
    .where(and(eq(backorders.orderId, orderId), gt(backorders.waiting, 0)));
  const units = new Map<string, number>();
  for (const { sku, quantity } of await held.unionAll(waiting)) units.set(sku, quantity + (units.get(sku) ?? 0));
  return [...units].map(([sku, quantity]) => ({ sku, quantity }));
}

export async function availableOf(tx: Tx, skus: readonly string[]): Promise<StockLevel[]> {
  return await tx
    .select({
      sku: inventory.sku,
      location: inventory.location,
      available: sql<number>`${inventory.onHand} - ${inventory.reserved}`,
    })
    .from(inventory)
    .where(and(inArray(inventory.sku, [...skus]), gt(sql`${inventory.onHand} - ${inventory.reserved}`, 0)));
}

/** What is there becomes theirs. */
export async function takeFromStock(tx: Tx, rows: readonly Held[]): Promise<void> {
  if (rows.length === 0) return;
  await Promise.all([
    ...perStock(rows).map((row) => addReserved(tx, row, row.quantity)),
    tx
      .insert(reservations)
      .values(perOrder(rows))
      .onConflictDoUpdate({
        target: [reservations.orderId, reservations.sku, reservations.location],
        set: { quantity: sql`${reservations.quantity} + excluded.quantity` },
      }),
  ]);
}

/** What an order holds is free again. */
export async function giveBack(tx: Tx, orderId: string, rows: readonly StockQuantity[]): Promise<void> {
  for (const { sku, location, quantity } of rows) {
    await tx
      .update(inventory)
      .set({
        reserved: sql`${inventory.reserved} - ${quantity}`,
        // Units that are not there are not given back: those for which there are none go first.
        onHand: sql`${inventory.onHand} - least(${inventory.short}, ${quantity})`,
        short: sql`${inventory.short} - least(${inventory.short}, ${quantity})`,
      })
      .where(isAt(sku, location));
  }
  await holdLess(tx, orderId, rows);
}

/** What an order holds leaves. */
export async function sendOff(tx: Tx, orderId: string, rows: readonly StockQuantity[]): Promise<void> {
  for (const { sku, location, quantity } of rows) {
    await tx
      .update(inventory)
      .set({
        onHand: sql`${inventory.onHand} - ${quantity}`,
        reserved: sql`${inventory.reserved} - ${quantity}`,
        version: sql`${inventory.version} + 1`,
      })
      .where(isAt(sku, location));
  }
  await holdLess(tx, orderId, rows);
}

async function holdLess(tx: Tx, orderId: string, rows: readonly StockQuantity[]): Promise<void> {
  for (const { sku, location, quantity } of rows) {
    const reservation = and(
      eq(reservations.orderId, orderId),
      eq(reservations.sku, sku),
      eq(reservations.location, location),
    );
    const all = await tx
      .delete(reservations)
      .where(and(reservation, eq(reservations.quantity, quantity)))
      .returning();
    if (all.length > 0) continue;
    await tx
      .update(reservations)
      .set({ quantity: sql`${reservations.quantity} - ${quantity}` })
      .where(reservation);
  }
}

async function addReserved(tx: Tx, { sku, location }: StockQuantity, units: number): Promise<void> {
  await tx
    .update(inventory)
    .set({ reserved: sql`${inventory.reserved} + ${units}` })
    .where(isAt(sku, location));
}

function perStock(rows: readonly Held[]): StockQuantity[] {
  return merged(rows.map(({ sku, location, quantity }) => ({ sku, location, quantity })));
}

/** An order may be served for two rows of the queue at once. */
function perOrder(rows: readonly Held[]): Held[] {
  return merged(rows.map(({ orderId, sku, location, quantity }) => ({ orderId, sku, location, quantity })));
}

function merged<Row extends StockQuantity>(rows: readonly Row[]): Row[] {
  const sums = new Map<string, Row>();
  for (const row of rows) {
    const { quantity, ...rest } = row;
    const key = JSON.stringify(rest);
    sums.set(key, { ...row, quantity: quantity + (sums.get(key)?.quantity ?? 0) });
  }
  return [...sums.values()];
}
