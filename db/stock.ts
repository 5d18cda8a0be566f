import type { EditedLine, Order, ReceivedLine, SkuQuantity, StockQuantity } from '../domain/order.ts';
import { unitsToShip } from '../domain/stock-needs.ts';
import { allocate, type Allocation, demand } from '../domain/stock.ts';
import { STOREFRONTS } from '../domain/storefronts.ts';
import { addToQueue, backorderable } from './backorders.ts';
import type { Tx } from './client.ts';
import { newId } from './ids.ts';
import { lockStock } from './stock-locks.ts';
import { noteShipped, recordMovement, timeAfterAll } from './stock-movements.ts';
import { claimedBy, heldBy, sendOff, takeFromStock } from './stock-reservations.ts';

/** Locks the stock of what an order asks for, and says what it can have: all lines or none. */
export async function allocateStock(tx: Tx, { lines, storefront }: Order): Promise<Allocation> {
  return await allocateUnits(tx, demand(lines), STOREFRONTS[storefront]);
}

/** Takes what `allocateStock` found, in the same transaction. */
export async function reserve(
  tx: Tx,
  orderId: string,
  { reservations, backorders }: Extract<Allocation, { kind: 'allocated' }>,
): Promise<void> {
  await Promise.all([
    takeFromStock(
      tx,
      reservations.map((row) => ({ ...row, orderId })),
    ),
    addToQueue(tx, orderId, backorders),
  ]);
}

/**
 * Takes what an order would have to ship with these lines and neither holds nor waits for. Taken again, it is nothing.
 * @returns nothing is taken unless all can be had
 */
export async function reserveDifference(tx: Tx, order: Order, lines: readonly EditedLine[]): Promise<Allocation> {
  // All that the order may touch in this transaction, at once: of two sets of locks, one could be against their order.
  await lockStock(
    tx,
    [...order.lines, ...lines].map(({ sku }) => sku),
  );
  const claimed = new Map((await claimedBy(tx, order.id)).map(({ sku, quantity }) => [sku, quantity]));
  const wanted = unitsToShip(order, lines)
    .map(({ sku, quantity }) => ({ sku, quantity: quantity - (claimed.get(sku) ?? 0) }))
    .filter(({ quantity }) => quantity > 0);
  if (wanted.length === 0) return { kind: 'allocated', reservations: [], backorders: [] };
  const parcelsFrom = new Set((await heldBy(tx, order.id)).map(({ location }) => location));
  const allocation = await allocateUnits(tx, wanted, { ...STOREFRONTS[order.storefront], parcelsFrom });
  if (allocation.kind === 'allocated') await reserve(tx, order.id, allocation);
  return allocation;
}

/** A parcel leaves: its units go from on hand and from what the order holds, from as few locations as can be. */
export async function takeShipped(tx: Tx, order: Order, lines: readonly { lineId: string; quantity: number }[]) {
  const skus = new Map(order.lines.map((line) => [line.id, line.sku]));
  const parcel = demand(lines.map(({ lineId, quantity }) => ({ sku: skus.get(lineId) ?? '', quantity })));
  await lockStock(
    tx,
    parcel.map(({ sku }) => sku),
  );
  const held = await heldBy(tx, order.id);
  const levels = held.map(({ sku, location, quantity }) => ({ sku, location, available: quantity }));
  const taken = allocate(parcel, levels, STOREFRONTS[order.storefront]);
  if (taken.kind !== 'allocated') {
    throw new RangeError(
      `order ${order.id} ships more than it holds of ${taken.lines.map(({ sku }) => sku).join(', ')}`,
    );
  }
  await sendOff(tx, order.id, taken.reservations);
  await noteShipped(tx, taken.reservations);
}

/** Units that came back and are for sale again, where the storefront ships from first; whoever waits for them gets them. */
export async function restock(tx: Tx, order: Order, received: readonly ReceivedLine[]): Promise<StockQuantity[]> {
  const skus = new Map(order.lines.map((line) => [line.id, line.sku]));
  const units = demand(
    received.filter((line) => line.restock).map(({ lineId, quantity }) => ({ sku: skus.get(lineId) ?? '', quantity })),
  ).filter(({ quantity }) => quantity > 0);
  const [location] = STOREFRONTS[order.storefront].locations;
  await lockStock(
    tx,
    units.map(({ sku }) => sku),
  );
  for (const { sku, quantity } of units) {
    const time = await timeAfterAll(tx, sku, location);
    await recordMovement(tx, { id: newId(), sku, location, kind: 'returned', quantity, time });
  }
  return units.map((row) => ({ ...row, location }));
}

async function allocateUnits(
  tx: Tx,
  wanted: readonly SkuQuantity[],
  rules: Parameters<typeof allocate>[2],
): Promise<Allocation> {
  const skus = wanted.map(({ sku }) => sku);
  // Sent together, done one after the other: the second sees what is true under the locks of the first.
  const [rows, backorder] = await Promise.all([lockStock(tx, skus), backorderable(tx, skus)]);
  const levels = rows.map(({ sku, location, onHand, reserved }) => ({ sku, location, available: onHand - reserved }));
  return allocate(wanted, levels, { ...rules, backorder });
}
