import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { allocate, demand } from '../../domain/stock.ts';

const SKUS = ['A', 'B', 'C', 'D', 'E'];
const lines = fc.array(fc.record({ sku: fc.constantFrom(...SKUS), quantity: fc.integer({ min: 1, max: 20 }) }), {
  minLength: 1,
  maxLength: 10,
});
const levels = fc
  .uniqueArray(fc.record({ sku: fc.constantFrom(...SKUS), available: fc.integer({ min: 0, max: 30 }) }), {
    selector: ({ sku }) => sku,
  })
  .map((rows) => rows.map((row) => ({ ...row, location: 'main' })));

const unitsOf = (sku: string, rows: readonly { sku: string; quantity: number }[]) =>
  rows.filter((row) => row.sku === sku).reduce((sum, { quantity }) => sum + quantity, 0);

describe('stock', () => {
  it('is asked for once a SKU, in one order, however the lines stand', () => {
    fc.assert(
      fc.property(lines, (wanted) => {
        const asked = demand(wanted);
        const skus = asked.map(({ sku }) => sku);
        expect(skus).toEqual([...new Set(wanted.map(({ sku }) => sku))].toSorted());
        for (const { sku, quantity } of asked) expect(quantity).toBe(unitsOf(sku, wanted));
        expect(demand(wanted.toReversed())).toEqual(asked);
      }),
    );
  });

  it('is given for all lines or for none, and never more than there is', () => {
    fc.assert(
      fc.property(lines, levels, (wanted, there) => {
        const available = new Map(there.map(({ sku, available: units }) => [sku, units]));
        const unknown = demand(wanted).filter(({ sku }) => !available.has(sku));
        const short = demand(wanted).filter(({ sku, quantity }) => (available.get(sku) ?? 0) < quantity);
        const result = allocate(demand(wanted), there);
        const expected =
          unknown.length > 0
            ? { kind: 'unknown_sku', lines: unknown.map(({ sku }) => ({ sku })) }
            : short.length > 0
              ? {
                  kind: 'out_of_stock',
                  lines: short.map(({ sku, quantity }) => ({
                    sku,
                    requested: quantity,
                    available: available.get(sku),
                  })),
                }
              : { kind: 'allocated', reservations: demand(wanted).map((row) => ({ ...row, location: 'main' })) };
        expect(result).toEqual(expected);
      }),
    );
  });

  it('of two lines of one SKU counts together', () => {
    const twice = demand([
      { sku: 'A', quantity: 3 },
      { sku: 'A', quantity: 3 },
    ]);
    const level = { sku: 'A', location: 'main' };
    const short = allocate(twice, [{ ...level, available: 5 }]);
    expect(short).toMatchObject({ lines: [{ sku: 'A', requested: 6, available: 5 }] });
    expect(allocate(twice, [{ ...level, available: 6 }])).toMatchObject({ reservations: [{ sku: 'A', quantity: 6 }] });
  });
});
