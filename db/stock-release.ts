import { and, desc, eq, gt } from 'drizzle-orm';
import type { Order, StockQuantity } from '../domain/order.ts';
import { unitsToKeep } from '../domain/stock-needs.ts';
import { STOREFRONTS } from '../domain/storefronts.ts';
import { forgetServed, serveQueue } from './backorders.ts';
import type { Tx } from './client.ts';
import { backorders } from './schema.ts';
import { lockStock } from './stock-locks.ts';
import { claimedBy, giveBack, heldBy } from './stock-reservations.ts';

/** True while an order holds stock or waits for it. */
export async function holdsAnything(tx: Tx, orderId: string): Promise<boolean> {
  return (await claimedBy(tx, orderId)).length > 0;
}

/** Gives back all that the order still holds, and waits for nothing more. @returns what it held */
export async function release(tx: Tx, orderId: string): Promise<StockQuantity[]> {
  const skus = (await claimedBy(tx, orderId)).map(({ sku }) => sku);
  await lockStock(tx, skus);
  const held = await heldBy(tx, orderId);
  await tx.delete(backorders).where(eq(backorders.orderId, orderId));
  await giveBack(tx, orderId, held);
  await serveQueue(tx, skus);
  return held;
}

/**
 * The order holds and waits for no more than it may have to ship: what waits is given up first, as the order's own events
 * have it, then what has come and it has not been told of. Called again, it changes nothing.
 * @param order as it stands after what has just happened
 * @returns what is free again
 */
export async function fitReservations(
  tx: Tx,
  order: Pick<Order, 'id' | 'storefront' | 'lines' | 'edit'>,
): Promise<StockQuantity[]> {
  const keep = unitsToKeep(order);
  const claimed = await claimedBy(tx, order.id);
  const tooMany = claimed
    .map(({ sku, quantity }) => ({ sku, quantity: quantity - (keep.get(sku) ?? 0) }))
    .filter(({ quantity }) => quantity > 0);
  if (tooMany.length === 0) return [];
  // All of the order's at once: of two sets of locks in one transaction, one could be against their order.
  await lockStock(tx, [...keep.keys(), ...claimed.map(({ sku }) => sku)]);
  const held = await heldBy(tx, order.id);
  const free: StockQuantity[] = [];
  for (const { sku, quantity } of tooMany) {
    const units = quantity - (await waitForLess(tx, order.id, sku, quantity));
    const from = await forgetUntold(tx, order.id, sku, units);
    const own = held.filter((row) => row.sku === sku);
    free.push(...givenUp(own, units, [...from, ...lastFirst(own, order)]));
  }
  await forgetServed(tx, order.id);
  await giveBack(tx, order.id, free);
  await serveQueue(
    tx,
    free.map(({ sku }) => sku),
  );
  return free;
}

/** The last in the queue first. @returns how many units it waits for no more */
async function waitForLess(tx: Tx, orderId: string, sku: string, most: number): Promise<number> {
  const ofOrder = and(eq(backorders.orderId, orderId), eq(backorders.sku, sku), gt(backorders.waiting, 0));
  let left = most;
  for (const { seq, waiting } of await tx.select().from(backorders).where(ofOrder).orderBy(desc(backorders.seq))) {
    const less = Math.min(left, waiting);
    left -= less;
    if (less === 0) break;
    await tx
      .update(backorders)
      .set({ waiting: waiting - less })
      .where(and(ofOrder, eq(backorders.seq, seq)));
  }
  return most - left;
}

/** What came and was not told of is not news any more. @returns the locations that it came from */
async function forgetUntold(tx: Tx, orderId: string, sku: string, most: number): Promise<string[]> {
  const ofOrder = and(eq(backorders.orderId, orderId), eq(backorders.sku, sku));
  const locations: string[] = [];
  let left = most;
  for (const { seq, allocated } of await tx.select().from(backorders).where(ofOrder).orderBy(desc(backorders.seq))) {
    const kept = allocated.flatMap(({ location, quantity }) => {
      const less = Math.min(left, quantity);
      left -= less;
      if (less > 0) locations.push(location);
      return quantity > less ? [{ location, quantity: quantity - less }] : [];
    });
    if (locations.length === 0) continue;
    await tx
      .update(backorders)
      .set({ allocated: kept })
      .where(and(ofOrder, eq(backorders.seq, seq)));
  }
  return locations;
}

/** So many units of what an order holds of a SKU, from these locations in turn. */
function givenUp(held: readonly StockQuantity[], units: number, locations: readonly string[]): StockQuantity[] {
  let left = units;
  return [...new Set(locations)].flatMap((location) => {
    const row = held.find((one) => one.location === location);
    const quantity = Math.min(left, row?.quantity ?? 0);
    left -= quantity;
    return row && quantity > 0 ? [{ ...row, quantity }] : [];
  });
}

/** Where the storefront ships from last comes first. */
function lastFirst(held: readonly StockQuantity[], { storefront }: Pick<Order, 'storefront'>): string[] {
  const first: readonly string[] = STOREFRONTS[storefront].locations;
  const rank = ({ location }: StockQuantity) => (first.includes(location) ? first.indexOf(location) : first.length);
  return held
    .toSorted((a, b) => rank(b) - rank(a) || (a.location < b.location ? 1 : -1))
    .map(({ location }) => location);
}
