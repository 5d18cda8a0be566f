import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { readInventory } from '../../db/inventory.ts';
import { place } from '../support/shop-orders.ts';
import { expectBooksToAgree, startStockWorld, type StockWorld } from '../support/stock-world.ts';

/** https://github.com/medusajs/medusa/issues/16825 */
let world: StockWorld;
beforeAll(async () => {
  world = await startStockWorld();
});
afterAll(async () => await world?.stop());

it.each([
  ['where orders look first', { main: 1 }],
  ['where they look last', { main: 0, east: 1 }],
])('the last unit is sold once, however many want it at the same time (%s)', async (_where, stock) => {
  for (let round = 0; round < 10; round += 1) {
    const sku = await world.stocked(stock);
    const placements = await Promise.all(
      Array.from({ length: 12 }, async () => await place(world.db, { units: { [sku]: 1 } })),
    );
    const kinds = placements.map(({ allocation }) => allocation?.kind);
    expect(kinds.filter((kind) => kind === 'allocated')).toHaveLength(1);
    expect(kinds.filter((kind) => kind === 'out_of_stock')).toHaveLength(11);
    const rows = await readInventory(world.db, sku);
    expect(rows.reduce((sum, { reserved }) => sum + reserved, 0)).toBe(1);
  }
  await expectBooksToAgree(world);
});
