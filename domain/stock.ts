import type { OrderLine, SkuQuantity, StockQuantity } from './order.ts';
import { fewestLocations } from './stock-locations.ts';

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
  /** `backorders` wait for stock. */
  | { kind: 'allocated'; reservations: StockQuantity[]; backorders: SkuQuantity[] }
  | { kind: 'out_of_stock'; lines: Shortage[] }
  | { kind: 'unknown_sku'; lines: { sku: string }[] };

export interface AllocationRules {
  /** Where the storefront ships from first. All other locations come after these, by name. */
  locations: readonly string[];
  /** SKUs that are sold also when they are not there. */
  backorder?: ReadonlySet<string>;
  /** Where a parcel of the order leaves in any case. */
  parcelsFrom?: ReadonlySet<string>;
}

/** Units wanted per SKU, sorted by SKU: two lines of one SKU count together. */
export function demand(lines: readonly Pick<OrderLine, 'sku' | 'quantity'>[]): SkuQuantity[] {
  const units = new Map<string, number>();
  for (const line of lines) units.set(line.sku, (units.get(line.sku) ?? 0) + line.quantity);
  return [...units].map(([sku, quantity]) => ({ sku, quantity })).toSorted((a, b) => (a.sku < b.sku ? -1 : 1));
}

/**
 * All lines or none, from the levels as they stand under lock: from as few locations as can be, of these the storefront's
 * first ones, and a SKU from several only where none of them has all of it.
 * @param wanted units by SKU, each once
 */
export function allocate(
  wanted: readonly SkuQuantity[],
  levels: readonly StockLevel[],
  { locations, backorder = new Set(), parcelsFrom = new Set() }: AllocationRules,
): Allocation {
  const known = new Set(levels.map(({ sku }) => sku));
  const unknown = wanted.filter(({ sku }) => !known.has(sku)).map(({ sku }) => ({ sku }));
  if (unknown.length > 0) return { kind: 'unknown_sku', lines: unknown };

  const stock = wanted.map(({ sku, quantity }) => {
    const from = levels.filter((level) => level.sku === sku && level.available > 0);
    const available = from.reduce((sum, level) => sum + level.available, 0);
    return { sku, quantity, available, from: new Map(from.map((level) => [level.location, level.available])) };
  });
  const short = stock.filter(({ sku, quantity, available }) => available < quantity && !backorder.has(sku));
  if (short.length > 0) {
    const lines = short.map(({ sku, quantity, available }) => ({ sku, requested: quantity, available }));
    return { kind: 'out_of_stock', lines };
  }

  const needs = stock.map((row) => ({ ...row, quantity: Math.min(row.quantity, row.available) }));
  const inOrder = locationOrder(levels, locations);
  const chosen = fewestLocations(needs, inOrder, parcelsFrom);
  return {
    kind: 'allocated',
    reservations: needs.flatMap((need) => taken(need, fewestLocations([need], chosen))),
    backorders: stock
      .filter(({ quantity, available }) => available < quantity)
      .map(({ sku, quantity, available }) => ({ sku, quantity: quantity - available })),
  };
}

function taken(
  { sku, quantity, from }: SkuQuantity & { from: ReadonlyMap<string, number> },
  locations: readonly string[],
): StockQuantity[] {
  let left = quantity;
  return locations.flatMap((location) => {
    const units = Math.min(left, from.get(location) ?? 0);
    left -= units;
    return units > 0 ? [{ sku, location, quantity: units }] : [];
  });
}

function locationOrder(levels: readonly StockLevel[], first: readonly string[]): string[] {
  const there = new Set(levels.filter(({ available }) => available > 0).map(({ location }) => location));
  const others = [...there].filter((location) => !first.includes(location)).toSorted((a, b) => (a < b ? -1 : 1));
  return [...first.filter((location) => there.has(location)), ...others];
}
