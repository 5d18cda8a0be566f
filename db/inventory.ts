import { asc, eq, sql } from 'drizzle-orm';
import { OrderSagaError } from '../domain/errors.ts';
import type { Db, Tx } from './client.ts';
import { newId } from './ids.ts';
import { backorders, inventory, stockLevels } from './schema.ts';
import { isAt, lockStock, lockStockAt } from './stock-locks.ts';
import { recordMovement, timeAfterAll } from './stock-movements.ts';

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
 * How often what an operator can set of a SKU has changed, over all locations: what is there, by a count, a parcel or whatever
 * a warehouse tells, and whether orders wait for it. What orders hold is not in it: that moves all the time, and is nobody's to set.
 * @returns undefined for an unknown one
 */
export async function readStockVersion(db: Db | Tx, sku: string): Promise<number | undefined> {
  const [row] = await db
    .select({ version: sql<number | null>`sum(${inventory.version})::integer` })
    .from(inventory)
    .where(eq(inventory.sku, sku));
  return row?.version ?? undefined;
}

/** How a SKU is sold when it is not there. */
export interface BackorderRow {
  /** Orders of it wait. */
  backorder: boolean;
  /** Units that orders wait for. */
  waiting: number;
}

export async function readBackorder(db: Db, sku: string): Promise<BackorderRow> {
  const [[level], [queue]] = await Promise.all([
    db.select({ backorder: stockLevels.backorder }).from(stockLevels).where(eq(stockLevels.sku, sku)),
    db
      .select({ waiting: sql<number>`coalesce(sum(${backorders.waiting}), 0)`.mapWith(Number) })
      .from(backorders)
      .where(eq(backorders.sku, sku)),
  ]);
  return { backorder: level?.backorder ?? false, waiting: queue?.waiting ?? 0 };
}

/** What an operator says of a SKU; what is left out stays as it is. */
export interface StockSetting {
  /** Somebody has counted, just now. */
  onHand?: number | undefined;
  /** Whether orders wait for it when it is not there. Those that wait already go on waiting. */
  backorder?: boolean | undefined;
}

/**
 * Sets how a SKU is sold, and what is on hand at a location. What that makes available goes to whoever waits for it: see
 * `ordersToTell`.
 * @param check is given the version that it changes, under the lock; null: the SKU is new. What it throws, changes nothing
 * @throws OrderSagaError `invalid_request` when orders hold more than that
 */
export async function setStock(
  db: Db,
  sku: string,
  location: string,
  { onHand, backorder }: StockSetting,
  check?: (version: number | null) => void,
): Promise<void> {
  await db.transaction(async (tx) => {
    if (check) {
      await lockStock(tx, [sku]);
      // Asked after the lock: the statement that waited for it has not seen a location that is new meanwhile.
      check((await readStockVersion(tx, sku)) ?? null);
    }
    // Also for `backorder` alone: from now on the SKU is known, and has a row whose lock keeps its queue in order.
    const { reserved } = await lockStockAt(tx, sku, location);
    if (backorder !== undefined) await setBackorder(tx, sku, location, backorder);
    if (onHand === undefined) return;
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

export async function setOnHand(db: Db, sku: string, location: string, onHand: number): Promise<void> {
  await setStock(db, sku, location, { onHand });
}

async function setBackorder(tx: Tx, sku: string, location: string, backorder: boolean): Promise<void> {
  await tx
    .insert(stockLevels)
    .values({ sku, backorder })
    .onConflictDoUpdate({ target: stockLevels.sku, set: { backorder } });
  await tx
    .update(inventory)
    .set({ version: sql`${inventory.version} + 1` })
    .where(isAt(sku, location));
}
