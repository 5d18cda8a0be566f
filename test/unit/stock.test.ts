import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import type { StockQuantity } from '../../domain/order.ts';
import { EXACT_UP_TO } from '../../domain/stock-locations.ts';
import { allocate, demand, type StockLevel } from '../../domain/stock.ts';

const SKUS = ['A', 'B', 'C'];
/** In the order of their names, so that the storefront's own order is another. */
const LOCATIONS = ['east', 'main', 'north', 'south', 'west'];
const ORDER = ['main', 'west'];
/** As the storefront has it: its own, and the others by name. */
const IN_ORDER = ['main', 'west', 'east', 'north', 'south'];

const lines = fc.array(fc.record({ sku: fc.constantFrom(...SKUS), quantity: fc.integer({ min: 1, max: 6 }) }), {
  minLength: 1,
  maxLength: 5,
});
const levelsOver = (locations: readonly string[]) =>
  fc.uniqueArray(
    fc.record({
      sku: fc.constantFrom(...SKUS),
      location: fc.constantFrom(...locations),
      available: fc.integer({ min: 0, max: 5 }),
    }),
    { selector: ({ sku, location }) => `${sku} ${location}`, minLength: 6, maxLength: SKUS.length * locations.length },
  );
const levels = levelsOver(LOCATIONS);

function sum(rows: readonly { quantity: number }[]): number {
  return rows.reduce((units, { quantity }) => units + quantity, 0);
}

function total(there: readonly StockLevel[], sku: string, locations: readonly string[] = LOCATIONS): number {
  return there
    .filter((level) => level.sku === sku && locations.includes(level.location))
    .reduce((units, { available }) => units + available, 0);
}

function unitsBySku(rows: readonly { sku: string; quantity: number }[]): Record<string, number> {
  return Object.fromEntries(demand(rows).map(({ sku, quantity }) => [sku, quantity]));
}

/** Every set of them. */
function sets<T>(all: readonly T[]): T[][] {
  return all.reduce<T[][]>((known, one) => [...known, ...known.map((some) => [...some, one])], [[]]);
}

const canServe = (wanted: ReturnType<typeof demand>, there: readonly StockLevel[], locations: readonly string[]) =>
  wanted.every(({ sku, quantity }) => total(there, sku, locations) >= quantity);

const usedBy = (reservations: readonly StockQuantity[]) => new Set(reservations.map(({ location }) => location));

describe('stock', () => {
  it('is asked for once a SKU, in one order, however the lines stand', () => {
    fc.assert(
      fc.property(lines, (wanted) => {
        const asked = demand(wanted);
        const skus = asked.map(({ sku }) => sku);
        expect(skus).toEqual([...new Set(wanted.map(({ sku }) => sku))].toSorted());
        for (const { sku, quantity } of asked) expect(quantity).toBe(sum(wanted.filter((line) => line.sku === sku)));
        expect(demand(wanted.toReversed())).toEqual(asked);
      }),
    );
  });

  it('is given for all lines or for none, and what is short is named with what could be had', () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(lines, levels, (cart, there) => {
        const wanted = demand(cart);
        const unknown = wanted.filter(({ sku }) => there.every((level) => level.sku !== sku));
        const short = wanted.filter(({ sku, quantity }) => total(there, sku) < quantity);
        const result = allocate(wanted, there, { locations: ORDER });
        seen.add(result.kind);
        const named = short.map(({ sku, quantity }) => ({ sku, requested: quantity, available: total(there, sku) }));
        const refused =
          unknown.length > 0
            ? { kind: 'unknown_sku', lines: unknown.map(({ sku }) => ({ sku })) }
            : { kind: 'out_of_stock', lines: named };
        const isRefused = unknown.length + short.length > 0;
        expect(result.kind === 'allocated' ? unitsBySku(result.reservations) : result).toEqual(
          isRefused ? refused : unitsBySku(wanted),
        );
        // What is said to be available can be had.
        const had = named.filter(({ sku, available }) => available > 0 && unknown.every((row) => row.sku !== sku));
        const asked = had.map(({ sku, available }) => ({ sku, quantity: available }));
        expect(allocate(asked, there, { locations: ORDER })).toMatchObject({ kind: 'allocated', backorders: [] });
      }),
      // Enough for each kind of answer to come up.
      { numRuns: 1000 },
    );
    expect(seen).toEqual(new Set(['allocated', 'out_of_stock', 'unknown_sku']));
  });

  it('is never given twice, nor where it is not', () => {
    fc.assert(
      fc.property(lines, levels, fc.subarray(SKUS), (cart, there, backorder) => {
        const result = allocate(demand(cart), there, { locations: ORDER, backorder: new Set(backorder) });
        for (const { sku, location, quantity } of result.kind === 'allocated' ? result.reservations : []) {
          expect(quantity).toBeGreaterThan(0);
          expect(quantity).toBeLessThanOrEqual(total(there, sku, [location]));
        }
        const places =
          result.kind === 'allocated' ? result.reservations.map((row) => `${row.sku} ${row.location}`) : [];
        expect(new Set(places).size).toBe(places.length);
      }),
    );
  });

  it('comes in the fewest parcels that can be, and of these from where the storefront ships first', () => {
    let severals = 0;
    fc.assert(
      fc.property(lines, levels, (cart, there) => {
        const wanted = demand(cart);
        const result = allocate(wanted, there, { locations: ORDER });
        if (result.kind !== 'allocated') return;
        const ranks = (some: readonly string[]) => some.map((location) => IN_ORDER.indexOf(location));
        const best = sets(IN_ORDER)
          .filter((some) => canServe(wanted, there, some))
          .map(ranks)
          .toSorted((a, b) => a.length - b.length || (a.join() < b.join() ? -1 : 1))[0];
        expect(ranks(IN_ORDER.filter((location) => usedBy(result.reservations).has(location)))).toEqual(best);
        if ((best?.length ?? 0) > 1) severals += 1;
      }),
      { numRuns: 500 },
    );
    expect(severals).toBeGreaterThan(20);
  });

  it('of a SKU is split only where no parcel has all of it, and then over as few as can be', () => {
    fc.assert(
      fc.property(lines, levels, (cart, there) => {
        const result = allocate(demand(cart), there, { locations: ORDER });
        if (result.kind !== 'allocated') return;
        const parcels = [...usedBy(result.reservations)];
        for (const units of demand(cart)) {
          const fewest = Math.min(
            ...sets(parcels)
              .filter((some) => canServe([units], there, some))
              .map(({ length }) => length),
          );
          expect(usedBy(result.reservations.filter(({ sku }) => sku === units.sku)).size).toBe(fewest);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('joins a parcel that leaves anyway', () => {
    const there = [
      { sku: 'A', location: 'main', available: 5 },
      { sku: 'A', location: 'west', available: 5 },
    ];
    const wanted = [{ sku: 'A', quantity: 2 }];
    const rules = { locations: ORDER };
    expect(allocate(wanted, there, rules)).toMatchObject({ reservations: [{ location: 'main' }] });
    const parcelsFrom = new Set(['west']);
    expect(allocate(wanted, there, { ...rules, parcelsFrom })).toMatchObject({ reservations: [{ location: 'west' }] });
  });

  it('that is not there is waited for where the SKU is sold so, and what is there is taken', () => {
    fc.assert(
      fc.property(lines, levels, (cart, there) => {
        const result = allocate(demand(cart), there, { locations: ORDER, backorder: new Set(SKUS) });
        if (result.kind === 'unknown_sku') return;
        if (result.kind !== 'allocated') throw new Error('nobody was to be refused');
        for (const { sku, quantity } of demand(cart)) {
          const had = Math.min(quantity, total(there, sku));
          expect(sum(result.reservations.filter((row) => row.sku === sku))).toBe(had);
          expect(sum(result.backorders.filter((row) => row.sku === sku))).toBe(quantity - had);
        }
      }),
    );
  });

  it('of one SKU alone may wait: what is not sold so is refused, and nothing is taken', () => {
    const there = ['A', 'B'].map((sku) => ({ sku, location: 'main', available: 1 }));
    const wanted = ['A', 'B'].map((sku) => ({ sku, quantity: 2 }));
    expect(allocate(wanted, there, { locations: ORDER, backorder: new Set(['A']) })).toEqual({
      kind: 'out_of_stock',
      lines: [{ sku: 'B', requested: 2, available: 1 }],
    });
  });

  it('in more locations than every set of them can be looked at comes from a set that lacks none', () => {
    const many = Array.from({ length: EXACT_UP_TO + 8 }, (_, n) => `location-${n + 10}`);
    const lacking = fc.property(lines, levelsOver(many), (cart, there) => {
      // Something everywhere, so that there are that many to choose from.
      const more = many.map((location) => ({ sku: 'A', location, available: 1 }));
      const all = [...more, ...there.filter(({ sku }) => sku !== 'A')];
      const wanted = demand([...cart, { sku: 'A', quantity: 1 }]);
      const result = allocate(wanted, all, { locations: ORDER });
      if (result.kind !== 'allocated') return;
      for (const { sku, quantity } of wanted) {
        expect(sum(result.reservations.filter((row) => row.sku === sku))).toBe(quantity);
      }
      for (const one of usedBy(result.reservations)) {
        const others = [...usedBy(result.reservations)].filter((location) => location !== one);
        const enough = wanted.every(
          ({ sku, quantity }) =>
            all.reduce((n, row) => (row.sku === sku && others.includes(row.location) ? n + row.available : n), 0) >=
            quantity,
        );
        expect(enough).toBe(false);
      }
    });
    fc.assert(lacking);
  });
});
