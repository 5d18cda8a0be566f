import type { Db } from './client.ts';
import { inventory } from './schema.ts';

/** The stock of the development world, by SKU. */
const SEED = { 'SKU-RED-S': 1000, 'SKU-RED-M': 1000, 'SKU-BLUE-S': 1000, 'SKU-BLUE-M': 1000, CD: 100_000 };

/** Puts the development stock in place; what exists already is left as it is. */
export async function seedInventory(db: Db): Promise<void> {
  const rows = Object.entries(SEED).map(([sku, onHand]) => ({ sku, location: 'main', onHand }));
  await db.insert(inventory).values(rows).onConflictDoNothing();
}
