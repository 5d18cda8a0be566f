import { and, eq, inArray, type SQL, sql } from 'drizzle-orm';
import type { Tx } from './client.ts';
import { inventory } from './schema.ts';

export type InventoryRow = typeof inventory.$inferSelect;

/*
 * The locks of the house, in the order in which they are taken: an order's row; the stock, by SKU and location, each a byte
 * string as in PLACE (placing.ts); stock_levels. Whoever keeps it waits for nobody who waits for him.
 */

const IN_ORDER: SQL[] = [sql`${inventory.sku} collate "C"`, sql`${inventory.location} collate "C"`];

/**
 * All stock of these SKUs, locked until the transaction ends: at every location, as units that wait are served from any. Who
 * only takes from what there is may lock less.
 */
export async function lockStock(tx: Tx, skus: readonly string[]): Promise<InventoryRow[]> {
  if (skus.length === 0) return [];
  return await tx
    .select()
    .from(inventory)
    .where(inArray(inventory.sku, [...new Set(skus)]))
    .orderBy(...IN_ORDER)
    .for('update');
}

/** The same of one SKU. @returns its row at the location; a new one, of nothing, where there is none */
export async function lockStockAt(tx: Tx, sku: string, location: string): Promise<InventoryRow> {
  const known = rowAt(await lockStock(tx, [sku]), location);
  if (known) return known;
  await tx.insert(inventory).values({ sku, location, onHand: 0 }).onConflictDoNothing();
  const row = rowAt(await lockStock(tx, [sku]), location);
  if (!row) throw new RangeError(`${sku} at ${location} went away under its lock`);
  return row;
}

export function isAt(sku: string, location: string) {
  return and(eq(inventory.sku, sku), eq(inventory.location, location));
}

function rowAt(rows: readonly InventoryRow[], location: string): InventoryRow | undefined {
  return rows.find((row) => row.location === location);
}
