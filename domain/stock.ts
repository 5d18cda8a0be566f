import type { OrderLine, StockQuantity } from './order.ts';

/** A row of the inventory: `available` is on hand less reserved. */
export interface StockLevel {
  sku: string;
  location: string;
  available: number;
}

export interface Shortage {
  sku: string;
  requested: number;
  available: number;
}

export type Allocation =
  | { kind: 'allocated'; reservations: StockQuantity[] }
  | { kind: 'out_of_stock'; lines: Shortage[] }
  | { kind: 'unknown_sku'; lines: { sku: string }[] };

/** Units wanted per SKU, sorted by SKU: two lines of one SKU count together, and locks are taken in one order. */
export function demand(lines: readonly Pick<OrderLine, 'sku' | 'quantity'>[]): { sku: string; quantity: number }[] {
  const units = new Map<string, number>();
  for (const line of lines) units.set(line.sku, (units.get(line.sku) ?? 0) + line.quantity);
  return [...units].map(([sku, quantity]) => ({ sku, quantity })).toSorted((a, b) => (a.sku < b.sku ? -1 : 1));
}

/** All lines or none, from the levels as they stand under lock. */
export function allocate(
  wanted: readonly { sku: string; quantity: number }[],
  levels: readonly StockLevel[],
): Allocation {
  const bySku = new Map(levels.map((level) => [level.sku, level]));
  const unknown = wanted.filter(({ sku }) => !bySku.has(sku)).map(({ sku }) => ({ sku }));
  if (unknown.length > 0) return { kind: 'unknown_sku', lines: unknown };

  const lines: Shortage[] = [];
  const reservations: StockQuantity[] = [];
  for (const { sku, quantity } of wanted) {
    const level = bySku.get(sku);
    if (!level) continue;
    if (level.available < quantity) lines.push({ sku, requested: quantity, available: level.available });
    else reservations.push({ sku, location: level.location, quantity });
  }
  return lines.length > 0 ? { kind: 'out_of_stock', lines } : { kind: 'allocated', reservations };
}
