import { asc, eq, sql } from 'drizzle-orm';
import { OrderSagaError } from '../domain/errors.ts';
import type { Db } from './client.ts';
import { inventory } from './schema.ts';

export interface InventoryRow {
  location: string;
  onHand: number;
  reserved: number;
}

/** A SKU's stock by location; empty for an unknown one. */
export async function readInventory(db: Db, sku: string): Promise<InventoryRow[]> {
  return await db
    .select({ location: inventory.location, onHand: inventory.onHand, reserved: inventory.reserved })
    .from(inventory)
    .where(eq(inventory.sku, sku))
    .orderBy(asc(inventory.location));
}

/**
 * Sets what is on hand.
 * @throws OrderSagaError `invalid_request` when orders hold more than that
 */
export async function setOnHand(db: Db, sku: string, location: string, onHand: number): Promise<void> {
  const rows = await db
    .insert(inventory)
    .values({ sku, location, onHand })
    .onConflictDoUpdate({
      target: [inventory.sku, inventory.location],
      set: { onHand },
      setWhere: sql`${inventory.reserved} <= ${onHand}`,
    })
    .returning();
  if (rows.length === 0) {
    throw new OrderSagaError('invalid_request', `Orders hold more than ${onHand} of ${sku}`, {
      errors: [{ pointer: '/onHand', detail: 'must not be less than what orders hold' }],
    });
  }
}
