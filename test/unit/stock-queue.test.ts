import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { unitsToKeep, unitsToShip } from '../../domain/stock-needs.ts';
import { serveInTurn } from '../../domain/stock-queue.ts';
import { placed } from './an-order.ts';

const LOCATIONS = ['east', 'main', 'west'];
const queue = fc.array(fc.integer({ min: 1, max: 5 }), { maxLength: 6 }).map((units) =>
  units.map((waiting, index) => ({
    seq: index + 1,
    orderId: `order-${index}`,
    storefront: 'us' as const,
    sku: 'A',
    waiting,
  })),
);
const levels = fc
  .uniqueArray(fc.constantFrom(...LOCATIONS))
  .chain((some) =>
    fc.tuple(...some.map((location) => fc.integer({ min: 0, max: 6 }).map((n) => [location, n] as const))),
  )
  .map((rows) => rows.map(([location, available]) => ({ sku: 'A', location, available })));

describe('orders in wait for stock', () => {
  it('are served first come, first served, unit by unit, with all that there is', () => {
    fc.assert(
      fc.property(queue, levels, (waiting, there) => {
        const served = serveInTurn(waiting, there);
        let left = there.reduce((sum, { available }) => sum + available, 0);
        for (const one of waiting) {
          const units = served
            .filter(({ seq, orderId }) => seq === one.seq && orderId === one.orderId)
            .flatMap(({ reservations }) => reservations)
            .reduce((sum, { quantity }) => sum + quantity, 0);
          expect(units).toBe(Math.min(left, one.waiting));
          left -= units;
        }
        for (const { location, available } of there) {
          const taken = served
            .flatMap(({ reservations }) => reservations)
            .reduce((sum, row) => (row.location === location ? sum + row.quantity : sum), 0);
          expect(taken).toBeLessThanOrEqual(available);
        }
      }),
    );
  });
});

describe('what an order may hold', () => {
  const { lines } = placed(5, 3);
  const [first, second] = lines;
  if (!first || !second) throw new Error('an order of two lines was asked for');
  const half = { lines: [{ ...first, shipped: 2, canceled: 1 }, second], edit: null };

  it('is what is left of it to ship', () => {
    expect(unitsToShip(half)).toEqual([
      { sku: 'SKU-0', quantity: 2 },
      { sku: 'SKU-1', quantity: 3 },
    ]);
    expect([...unitsToKeep(half)]).toEqual([
      ['SKU-0', 2],
      ['SKU-1', 3],
    ]);
  });

  it('is also what it may come to while it is edited, and is not less before that is over', () => {
    const edited = [
      { ...first, quantity: 7 },
      { id: 'new', sku: 'SKU-2', quantity: 4, unitPrice: 100, total: 400 },
    ];
    expect([...unitsToKeep({ ...half, edit: { id: 'edit', lines: edited } })]).toEqual([
      ['SKU-0', 4],
      ['SKU-1', 3],
      ['SKU-2', 4],
    ]);
  });
});
