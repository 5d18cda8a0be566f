import { and, eq, gt, gte, inArray, max, or, sql } from 'drizzle-orm';
import type { StockQuantity } from '../domain/order.ts';
import {
  bookAfter,
  SIGN,
  type Since,
  STOCK_MOVEMENT_KINDS,
  type StockMovement,
  stockRow,
} from '../domain/stock-book.ts';
import { serveQueue } from './backorders.ts';
import type { Tx } from './client.ts';
import { newId } from './ids.ts';
import { inventory, stockMovements } from './schema.ts';
import { type InventoryRow, isAt, lockStockAt } from './stock-locks.ts';

/**
 * Puts a movement into the trail and brings the stock to what it says, whichever movements have been recorded before it.
 *
 * A count is of its time: later movements are added to it, earlier ones are in it already, and so is one of the very same
 * time. A parcel that had left when they counted and is known to us only since then goes off twice, until the next count:
 * that way round, nothing is sold that is not there.
 *
 * What it makes available goes to whoever waits for it: see `ordersToTell`.
 * @returns the stock after it
 */
export async function recordMovement(tx: Tx, movement: StockMovement): Promise<InventoryRow> {
  const { sku, location } = movement;
  const row = await lockStockAt(tx, sku, location);
  const book = bookAfter(row.onHand - row.short, movement, await since(tx, movement));
  const after = { ...row, ...stockRow(book, row.reserved), version: row.version + 1 };
  await tx.insert(stockMovements).values(movement);
  const { onHand, short, version } = after;
  await tx.update(inventory).set({ onHand, short, version }).where(isAt(sku, location));
  await serveQueue(tx, [sku]);
  return after;
}

/**
 * The time of what an operator says now, under the stock's lock: after all that is in the trail, also what a warehouse
 * whose clock is ahead has told of.
 */
export async function timeAfterAll(tx: Tx, sku: string, location: string): Promise<Date> {
  const [found] = await tx
    .select({ newest: max(stockMovements.time) })
    .from(stockMovements)
    .where(and(eq(stockMovements.sku, sku), eq(stockMovements.location, location)));
  return new Date(Math.max(Date.now(), (found?.newest?.getTime() ?? 0) + 1));
}

/** Parcels have left, and their units are off the stock: the trail has to know it for a count that comes late. */
export async function noteShipped(tx: Tx, taken: readonly StockQuantity[]): Promise<void> {
  if (taken.length === 0) return;
  const time = new Date();
  const rows = taken.map(({ sku, location, quantity }) => ({ id: newId(), sku, location, quantity }));
  await tx.insert(stockMovements).values(rows.map((row) => ({ ...row, kind: 'shipped' as const, time })));
}

const COME = STOCK_MOVEMENT_KINDS.filter((kind) => kind !== 'counted' && SIGN[kind] > 0);

async function since(tx: Tx, { id, sku, location, kind, time }: StockMovement): Promise<Since> {
  const isCount = eq(stockMovements.kind, 'counted');
  const later = gt(stockMovements.time, time);
  // Of two counts of the same time, one has to be the last, whichever comes first.
  const laterCount = kind === 'counted' ? and(isCount, or(later, gt(stockMovements.id, id))) : isCount;
  const units = sql`case when ${inArray(stockMovements.kind, COME)} then ${stockMovements.quantity} else -${stockMovements.quantity} end`;
  const [found] = await tx
    .select({
      counted: sql<boolean>`coalesce(bool_or(${laterCount}), false)`,
      moved: sql<number>`coalesce(sum(${units}) filter (where not ${isCount} and ${later}), 0)`.mapWith(Number),
    })
    .from(stockMovements)
    .where(and(eq(stockMovements.sku, sku), eq(stockMovements.location, location), gte(stockMovements.time, time)));
  return found ?? { counted: false, moved: 0 };
}
