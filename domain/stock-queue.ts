import type { StockQuantity } from './order.ts';
import { allocate, type StockLevel } from './stock.ts';
import { STOREFRONTS, type Storefront } from './storefronts.ts';

/** An order in wait for units of a SKU. */
export interface InWait {
  seq: number;
  orderId: string;
  storefront: Storefront;
  sku: string;
  waiting: number;
}

export interface Served {
  seq: number;
  orderId: string;
  reservations: StockQuantity[];
}

/**
 * Who gets what there is: first come, first served, unit by unit. A part is taken by who needs more.
 * @param queue of one SKU, the first first
 * @param levels of that SKU
 */
export function serveInTurn(queue: readonly InWait[], levels: readonly StockLevel[]): Served[] {
  const served: Served[] = [];
  let stock = [...levels];
  for (const { seq, orderId, storefront, sku, waiting } of queue) {
    const quantity = Math.min(
      waiting,
      stock.reduce((sum, { available }) => sum + available, 0),
    );
    if (quantity === 0) break;
    const allocation = allocate([{ sku, quantity }], stock, STOREFRONTS[storefront]);
    if (allocation.kind !== 'allocated') throw new RangeError(`${quantity} of ${sku} were there, and are not`);
    const { reservations } = allocation;
    served.push({ seq, orderId, reservations });
    stock = stock.map((level) => ({ ...level, available: level.available - unitsAt(reservations, level.location) }));
  }
  return served;
}

function unitsAt(reservations: readonly StockQuantity[], location: string): number {
  return reservations.reduce((sum, row) => (row.location === location ? sum + row.quantity : sum), 0);
}
