import { asc, eq } from 'drizzle-orm';
import { OrderSagaError } from '../domain/errors.ts';
import type { Db } from './client.ts';
import { newId } from './ids.ts';
import { inventory } from './schema.ts';
import { lockStock, recordMovement, timeAfterAll } from './stock-movements.ts';

export interface InventoryRow {
  location: string;
  onHand: number;
  reserved: number;
  /** Units that orders hold and the warehouse does not find. `onHand` has them in it. */
  short: number;
}

/** A SKU's stock by location; empty for an unknown one. */
export async function readInventory(db: Db, sku: string): Promise<InventoryRow[]> {
  return await db
    .select({
      location: inventory.location,
      onHand: inventory.onHand,
      reserved: inventory.reserved,
      short: inventory.short,
    })
    .from(inventory)
    .where(eq(inventory.sku, sku))
    .orderBy(asc(inventory.location));
}

/**
 * Sets what is on hand: somebody has counted, just now.
 * @throws OrderSagaError `invalid_request` when orders hold more than that
 */
export async function setOnHand(db: Db, sku: string, location: string, onHand: number): Promise<void> {
  await db.transaction(async (tx) => {
    const { reserved } = await lockStock(tx, sku, location);
    if (reserved > onHand) {
      throw new OrderSagaError('invalid_request', `Orders hold more than ${onHand} of ${sku}`, {
        errors: [{ pointer: '/onHand', detail: 'must not be less than what orders hold' }],
      });
    }
    // Its time is taken under the lock: no parcel has left since.
    const time = await timeAfterAll(tx, sku, location);
    await recordMovement(tx, { id: newId(), sku, location, kind: 'counted', quantity: onHand, time });
  });
}
