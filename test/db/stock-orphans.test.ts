import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { inventory, reservations } from '../../db/schema.ts';
import { findOrphans, reservedDifferences } from '../../db/stock-orphans.ts';
import { readBackorder, readInventory } from '../../db/inventory.ts';
import { appendLocked } from '../../db/order-events.ts';
import { changeOrder } from '../../db/orders.ts';
import { reserveDifference } from '../../db/stock.ts';
import { startEdit } from '../../domain/edits.ts';
import { cancelLine } from '../../domain/line-cancel.ts';
import { cancelOrder, deliverOrder, order, shipOrder } from '../support/shop-orders.ts';
import { startStockWorld, type StockWorld } from '../support/stock-world.ts';

let world: StockWorld;
let sku: string;
beforeAll(async () => {
  world = await startStockWorld();
});
beforeEach(async () => {
  sku = await world.stocked({ main: 20 });
});
afterAll(async () => await world?.stop());

/** Somebody holds stock for an order: in the books, and in the reservations. */
async function plant(orderId: string, quantity: number): Promise<void> {
  await world.db.insert(reservations).values({ orderId, sku, location: 'main', quantity });
  await world.sql`update inventory set reserved = reserved + ${quantity} where sku = ${sku} and location = 'main'`;
}

it('what orders need is no orphan, whatever has become of them', async () => {
  const waits = await world.backordered(1);
  const units = { [sku]: 3 };
  await order(world.db, { units: { ...units, [waits]: 2 } });
  await shipOrder(world.db, await order(world.db, { units }), 1);
  await deliverOrder(world.db, await shipOrder(world.db, await order(world.db, { units })));
  await cancelOrder(world.db, await order(world.db, { units }), 'requested');
  const edited = await order(world.db, { units });
  await changeOrder(world.db, edited.id, async (current, tx) => {
    const wanted = [...current.lines.map(({ id }) => ({ id, quantity: 4 })), { sku, quantity: 1, unitPrice: 100 }];
    const after = await appendLocked(tx, current, startEdit(current, 'edit', wanted, ['', 'new']));
    expect(await reserveDifference(tx, after, after.edit?.lines ?? [])).toMatchObject({
      reservations: [{ quantity: 2 }],
    });
    return [];
  });
  expect(await findOrphans(world.db)).toEqual([]);
  expect(await world.releaseOrphans()).toEqual(new Map());
  expect(await reservedDifferences(world.db)).toEqual([]);
});

it('what is held for orders that have ended, or have less to ship, is found and released, and nothing else', async () => {
  const units = { [sku]: 3 };
  const canceled = await cancelOrder(world.db, await order(world.db, { units }), 'requested');
  const delivered = await deliverOrder(world.db, await shipOrder(world.db, await order(world.db, { units })));
  const open = await order(world.db, { units });
  const less = await order(world.db, { units });
  await plant(canceled.id, 3);
  await plant(delivered.id, 2);
  // A crash that left out what belongs to it.
  await changeOrder(world.db, less.id, (current) =>
    cancelLine(current, { lineId: current.lines[0]?.id ?? '', quantity: 1 }, null),
  );
  const found = await findOrphans(world.db);
  expect(found).toHaveLength(3);
  expect(found).toEqual(
    expect.arrayContaining([
      { orderId: canceled.id, sku, units: 3 },
      { orderId: delivered.id, sku, units: 2 },
      { orderId: less.id, sku, units: 1 },
    ]),
  );
  expect(await world.releaseOrphans()).toEqual(
    new Map(found.map(({ orderId, units: quantity }) => [orderId, [{ sku, location: 'main', quantity }]])),
  );
  expect(await findOrphans(world.db)).toEqual([]);
  expect(await reservedDifferences(world.db)).toEqual([]);
  expect(await world.held(open)).toMatchObject([{ quantity: 3 }]);
  expect(await readInventory(world.db, sku)).toMatchObject([{ onHand: 17, reserved: 5 }]);
});

it('an order that has ended waits for nothing, and what comes goes to who is next', async () => {
  const waits = await world.backordered();
  const ended = await order(world.db, { units: { [waits]: 2 } });
  const next = await order(world.db, { units: { [waits]: 1 } });
  await world.sql`update orders set status = 'CANCELED' where id = ${ended.id}`;
  await world.sql`update order_lines set canceled = quantity where order_id = ${ended.id}`;
  expect(await findOrphans(world.db)).toEqual([{ orderId: ended.id, sku: waits, units: 2 }]);
  await world.releaseOrphans();
  expect(await readBackorder(world.db, waits)).toMatchObject({ waiting: 1 });
  expect(await findOrphans(world.db)).toEqual([]);
  expect(await world.held(next)).toEqual([]);
});

it('books that say something else than the reservations are found, by SKU and location', async () => {
  const other = await world.stocked({ main: 5 });
  const one = await order(world.db, { units: { [sku]: 3 } });
  await world.sql`update inventory set reserved = 4 where sku = ${sku} and location = 'main'`;
  await world.sql`update inventory set reserved = 1 where sku = ${other} and location = 'main'`;
  await world.db.insert(reservations).values({ orderId: one.id, sku: other, location: 'nowhere', quantity: 2 });
  const found = await reservedDifferences(world.db);
  expect(found).toHaveLength(3);
  expect(found).toEqual(
    expect.arrayContaining([
      { sku, location: 'main', reserved: 4, held: 3 },
      { sku: other, location: 'main', reserved: 1, held: 0 },
      { sku: other, location: 'nowhere', reserved: 0, held: 2 },
    ]),
  );
  await world.db.delete(reservations);
  await world.db.update(inventory).set({ reserved: 0 });
});
