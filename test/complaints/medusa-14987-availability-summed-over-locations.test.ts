import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { readInventory } from '../../db/inventory.ts';
import { place } from '../support/shop-orders.ts';
import { expectBooksToAgree, startStockWorld, type StockWorld } from '../support/stock-world.ts';

/** https://github.com/medusajs/medusa/issues/14987 */
let world: StockWorld;
beforeAll(async () => {
  world = await startStockWorld();
});
afterAll(async () => await world?.stop());

it('what locations have between them is sold from each of them, and not from one', async () => {
  const sku = await world.stocked({ main: 3, east: 3, west: 1 });
  const { order } = await place(world.db, { units: { [sku]: 5 } });
  expect(await world.held(order)).toEqual([
    { sku, location: 'east', quantity: 2 },
    { sku, location: 'main', quantity: 3 },
  ]);
  const short = await place(world.db, { units: { [sku]: 3 } });
  expect(short.allocation).toEqual({ kind: 'out_of_stock', lines: [{ sku, requested: 3, available: 2 }] });
  // As many as it says there are can be had.
  expect((await place(world.db, { units: { [sku]: 2 } })).allocation?.kind).toBe('allocated');
  for (const { onHand, reserved } of await readInventory(world.db, sku)) expect(reserved).toBe(onHand);
});

it('the sum is never sold twice: orders for more than any location has, all at the same time', async () => {
  const sku = await world.stocked({ main: 4, east: 4, west: 4 });
  const placements = await Promise.all(
    Array.from({ length: 10 }, async () => await place(world.db, { units: { [sku]: 5 } })),
  );
  const sold = placements.filter(({ allocation }) => allocation?.kind === 'allocated');
  expect(sold).toHaveLength(2);
  for (const { order } of sold) {
    const units = (await world.held(order)).map(({ quantity }) => quantity);
    expect(units.reduce((sum, quantity) => sum + quantity, 0)).toBe(5);
  }
  for (const { onHand, reserved } of await readInventory(world.db, sku)) expect(reserved).toBeLessThanOrEqual(onHand);
  await expectBooksToAgree(world);
});
