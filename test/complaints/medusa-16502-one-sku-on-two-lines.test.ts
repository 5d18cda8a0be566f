import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { placed } from '../unit/an-order.ts';
import { place } from '../support/shop-orders.ts';
import { expectBooksToAgree, startStockWorld, type StockWorld } from '../support/stock-world.ts';

/** https://github.com/medusajs/medusa/issues/16502 */
let world: StockWorld;
beforeAll(async () => {
  world = await startStockWorld();
});
afterAll(async () => await world?.stop());

it.each([
  ['in one location', { main: 5 }, [['main', 5]]],
  [
    'in two locations',
    { main: 2, east: 3 },
    [
      ['east', 3],
      ['main', 2],
    ],
  ],
])('two lines of one SKU are never sold the same units (%s)', async (_where, stock, places) => {
  const sku = await world.stocked(stock);
  const cart = (...quantities: number[]) => ({ lines: placed(...quantities).lines.map((line) => ({ ...line, sku })) });
  // Either line alone could be had.
  const tooMany = await place(world.db, cart(3, 3));
  expect(tooMany.allocation).toEqual({ kind: 'out_of_stock', lines: [{ sku, requested: 6, available: 5 }] });
  expect(await world.held(tooMany.order)).toEqual([]);
  const { order } = await place(world.db, cart(3, 2));
  expect(await world.held(order)).toEqual(places.map(([location, quantity]) => ({ sku, location, quantity })));
  expect((await place(world.db, cart(1, 1))).allocation?.kind).toBe('out_of_stock');
  await expectBooksToAgree(world);
});

it('orders with two lines of one SKU, all at the same time, are sold no more than there is', async () => {
  const sku = await world.stocked({ main: 7, east: 4 });
  const lines = placed(1, 1).lines.map((line) => ({ ...line, sku }));
  const placements = await Promise.all(Array.from({ length: 12 }, async () => await place(world.db, { lines })));
  // Eleven units: five orders of two, and one unit left.
  expect(placements.filter(({ allocation }) => allocation?.kind === 'allocated')).toHaveLength(5);
  await expectBooksToAgree(world);
});
