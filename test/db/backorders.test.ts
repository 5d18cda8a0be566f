import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { noteAllocated, ordersToTell, waitingOf } from '../../db/backorders.ts';
import { newId } from '../../db/ids.ts';
import { readBackorder, readInventory, setOnHand, setStock } from '../../db/inventory.ts';
import { appendLocked, rebuild } from '../../db/order-events.ts';
import { changeOrder } from '../../db/orders.ts';
import { reserveForKnown } from '../../db/placing.ts';
import { backorders } from '../../db/schema.ts';
import { recordMovement } from '../../db/stock-movements.ts';
import { fitReservations, holdsAnything } from '../../db/stock-release.ts';
import { reserveDifference, restock } from '../../db/stock.ts';
import { finishEdit, startEdit } from '../../domain/edits.ts';
import { cancelLine } from '../../domain/line-cancel.ts';
import type { Order } from '../../domain/order.ts';
import { cancelOrder, order as confirmed, place, shipOrder } from '../support/shop-orders.ts';
import { expectBooksToAgree, read, startStockWorld, type StockWorld } from '../support/stock-world.ts';

let world: StockWorld;
beforeAll(async () => {
  world = await startStockWorld();
});
afterAll(async () => await world?.stop());

const order = async (units: Record<string, number>) => await confirmed(world.db, { units });
const waiting = async ({ id }: Order) => (await waitingOf(world.db, id)).map(({ quantity }) => quantity);
const held = async (one: Order) => (await world.held(one)).map(({ location, quantity }) => [location, quantity]);

async function receive(sku: string, quantity: number, location = 'main'): Promise<void> {
  await world.db.transaction(async (tx) => {
    await recordMovement(tx, { id: newId(), sku, location, kind: 'received', quantity, time: new Date() });
  });
}

/** What the order says of itself is what the stock says of it. */
async function expectToAgree(one: Order): Promise<Order> {
  const now = await read(world, one);
  expect(now.backorders).toEqual(await waitingOf(world.db, one.id));
  expect(await rebuild(world.db, one.id)).toEqual(now);
  await expectBooksToAgree(world);
  return now;
}

describe('a SKU that is sold also when it is not there', () => {
  it('is reserved as far as it is there, and the rest is waited for', async () => {
    const sku = await world.backordered(3);
    const one = await order({ [sku]: 5 });
    expect(await held(one)).toEqual([['main', 3]]);
    expect((await expectToAgree(one)).backorders).toEqual([{ sku, quantity: 2 }]);
    expect(await readBackorder(world.db, sku)).toEqual({ backorder: true, waiting: 2 });
  });

  it('is none by default, and is none any more once an operator says so', async () => {
    const sku = await world.stocked({ main: 1 });
    const two = async () => (await place(world.db, { units: { [sku]: 2 } })).allocation?.kind;
    expect(await two()).toBe('out_of_stock');
    await setStock(world.db, sku, 'main', { backorder: true });
    expect(await readInventory(world.db, sku)).toMatchObject([{ onHand: 1 }]);
    expect(await two()).toBe('allocated');
    await setStock(world.db, sku, 'main', { backorder: false });
    expect(await two()).toBe('out_of_stock');
  });

  it('can be one that has never been there', async () => {
    const sku = `SKU-${newId()}`;
    await setStock(world.db, sku, 'main', { backorder: true });
    const one = await order({ [sku]: 1 });
    expect(await held(one)).toEqual([]);
    expect(await world.db.transaction(async (tx) => await holdsAnything(tx, one.id))).toBe(true);
  });

  it('is waited for once by an order that is taken up again', async () => {
    const sku = await world.backordered();
    const { order: placed, allocation } = await place(world.db, { units: { [sku]: 2 } });
    expect(allocation).toMatchObject({ reservations: [], backorders: [{ sku, quantity: 2 }] });
    expect((await reserveForKnown(world.db, placed.id)).allocation).toBeUndefined();
    expect(await readBackorder(world.db, sku)).toMatchObject({ waiting: 2 });
  });

  it('cannot leave before it is there', async () => {
    const sku = await world.backordered(1);
    const one = await order({ [sku]: 2 });
    await expect(shipOrder(world.db, one, 2)).rejects.toThrow('wait for stock');
    await shipOrder(world.db, one);
    await expect(shipOrder(world.db, one)).rejects.toThrow('nothing of it can be shipped');
    await setStock(world.db, sku, 'main', { onHand: 1 });
    await world.tellAll();
    expect((await shipOrder(world.db, one)).status).toBe('SHIPPED');
    await expectBooksToAgree(world);
  });
});

describe('stock that comes', () => {
  it('goes to who waited first, unit by unit, and each is told of it once', async () => {
    const sku = await world.backordered();
    const [first, second, third] = [await order({ [sku]: 3 }), await order({ [sku]: 2 }), await order({ [sku]: 1 })];
    await receive(sku, 4);
    expect(await Promise.all([first, second, third].map(held))).toEqual([[['main', 3]], [['main', 1]], []]);
    expect((await ordersToTell(world.db, [sku])).toSorted()).toEqual([first.id, second.id].toSorted());
    // They do not know of it yet.
    expect((await expectToAgree(second)).backorders).toEqual([{ sku, quantity: 2 }]);
    await world.tellAll();
    expect(await ordersToTell(world.db, [sku])).toEqual([]);
    expect((await expectToAgree(first)).backorders).toEqual([]);
    expect((await expectToAgree(second)).backorders).toEqual([{ sku, quantity: 1 }]);
    expect((await expectToAgree(third)).backorders).toEqual([{ sku, quantity: 1 }]);
    await world.db.transaction(async (tx) => expect(await noteAllocated(tx, first.id)).toEqual([]));
  });

  it.each<[string, (sku: string) => Promise<unknown>]>([
    ['a count', (sku) => setOnHand(world.db, sku, 'main', 1)],
    ['a receipt', (sku) => receive(sku, 1)],
    ['a receipt where there was none of it before', (sku) => receive(sku, 1, 'west')],
  ])('by %s is never sold to who comes later', async (_what, come) => {
    const sku = await world.backordered();
    const one = await order({ [sku]: 1 });
    await Promise.all([come(sku), ...[1, 2, 3].map(() => place(world.db, { units: { [sku]: 1 } }))]);
    expect(await held(one)).toHaveLength(1);
    expect(await readBackorder(world.db, sku)).toMatchObject({ waiting: 3 });
  });

  it('by an order that is canceled goes to who waits', async () => {
    const sku = await world.backordered(2);
    const [first, second] = [await order({ [sku]: 2 }), await order({ [sku]: 2 })];
    await cancelOrder(world.db, first, 'requested');
    expect(await held(second)).toEqual([['main', 2]]);
    expect(await ordersToTell(world.db, [sku])).toEqual([second.id]);
    await world.tellAll();
    await expectToAgree(second);
  });

  it('by a return goes to who waits, and what is written off does not', async () => {
    const sku = await world.backordered(3);
    const sent = await order({ [sku]: 3 });
    await shipOrder(world.db, sent);
    const next = await order({ [sku]: 3 });
    const [{ id: lineId } = { id: '' }] = sent.lines;
    await world.db.transaction(async (tx) => {
      const back = await restock(tx, sent, [
        { lineId, quantity: 2, restock: true },
        { lineId, quantity: 1, restock: false },
      ]);
      expect(back).toEqual([{ sku, location: 'main', quantity: 2 }]);
    });
    expect(await readInventory(world.db, sku)).toMatchObject([{ onHand: 2, reserved: 2 }]);
    expect(await held(next)).toEqual([['main', 2]]);
  });

  it('for units that the warehouse did not find is theirs who hold these', async () => {
    const sku = await world.backordered(2);
    const [holds, waits] = [await order({ [sku]: 2 }), await order({ [sku]: 1 })];
    await world.db.transaction(async (tx) => {
      await recordMovement(tx, { id: newId(), sku, location: 'main', kind: 'damaged', quantity: 2, time: new Date() });
    });
    await receive(sku, 2);
    expect([await held(holds), await held(waits)]).toEqual([[['main', 2]], []]);
    await receive(sku, 1);
    expect(await held(waits)).toEqual([['main', 1]]);
    expect(await readInventory(world.db, sku)).toMatchObject([{ onHand: 3, reserved: 3, short: 0 }]);
  });

  it('for a thousand and more reaches each of them', async () => {
    const sku = await world.backordered();
    const { id } = await order({ [sku]: 1 });
    await world.sql`
      insert into orders select (jsonb_populate_record(o, jsonb_build_object('id', 'copy-' || n))).*
      from orders o, generate_series(1, 2500) n where o.id = ${id}`;
    await world.sql`insert into backorders (order_id, sku, waiting) select 'copy-' || n, ${sku}, 1 from generate_series(1, 2500) n`;
    await receive(sku, 2400);
    expect(await readBackorder(world.db, sku)).toMatchObject({ waiting: 101 });
    expect(await ordersToTell(world.db, [sku])).toHaveLength(2400);
    await world.sql`delete from backorders where sku = ${sku} and order_id <> ${id}`;
    await world.sql`delete from reservations where sku = ${sku} and order_id <> ${id}`;
    await world.sql`update inventory set reserved = 1 where sku = ${sku}`;
    await world.sql`delete from orders where id like 'copy-%'`;
  });
});

describe('an order that wants less', () => {
  it('gives up first what waits, then what has come and it has not been told of, then what it knows it has', async () => {
    const sku = await world.backordered(3);
    const one = await order({ [sku]: 9 });
    const next = await order({ [sku]: 1 });
    // Three held, six wait; two come, and nobody says so.
    await receive(sku, 2, 'west');
    await cancelUnits(one, 1);
    expect([await held(one), await waiting(one)]).toEqual([
      [
        ['main', 3],
        ['west', 2],
      ],
      [5],
    ]);
    await expectToAgree(one);
    await cancelUnits(one, 4);
    expect([await held(one), await waiting(one)]).toEqual([
      [
        ['main', 3],
        ['west', 1],
      ],
      [1],
    ]);
    await expectToAgree(one);
    await cancelUnits(one, 2);
    expect([await held(one), await waiting(one)]).toEqual([[['main', 2]], []]);
    expect(await world.db.select().from(backorders).where(eq(backorders.orderId, one.id))).toEqual([]);
    // What it gave up was not for sale: somebody waited for it.
    expect(await held(next)).toEqual([['west', 1]]);
    await world.tellAll();
    await expectToAgree(next);
  });

  it('keeps what it may come to while it is edited', async () => {
    const sku = await world.stocked({ main: 9 });
    const one = await order({ [sku]: 2 });
    const [line] = one.lines;
    if (!line) throw new Error('a line was ordered');
    const wanted = [{ id: line.id, quantity: 5 }];
    await changeOrder(world.db, one.id, async (current, tx) => {
      const events = startEdit(current, 'edit', wanted, []);
      const edited = await appendLocked(tx, current, events);
      const lines = edited.edit?.lines ?? [];
      expect(await reserveDifference(tx, edited, lines)).toMatchObject({ reservations: [{ quantity: 3 }] });
      expect(await reserveDifference(tx, edited, lines)).toMatchObject({ reservations: [], backorders: [] });
      expect(await fitReservations(tx, edited)).toEqual([]);
      return [];
    });
    expect(await held(one)).toEqual([['main', 5]]);
    await changeOrder(world.db, one.id, async (current, tx) => {
      const after = await appendLocked(tx, current, [
        { type: 'edit.failed', data: { code: 'out_of_stock', id: 'edit', error: 'declined' } },
      ]);
      expect(await fitReservations(tx, after)).toMatchObject([{ sku, quantity: 3 }]);
      return [];
    });
    expect(await held(one)).toEqual([['main', 2]]);
    await expectBooksToAgree(world);
  });
});

describe('an order that wants more', () => {
  it('takes nothing of it unless all can be had', async () => {
    const [plenty, short] = [await world.stocked({ main: 9 }), await world.stocked({ main: 1 })];
    const one = await order({ [plenty]: 1, [short]: 1 });
    await changeOrder(world.db, one.id, async (current, tx) => {
      const more = current.lines.map((line) => ({ ...line, quantity: line.quantity + 1 }));
      const allocation = await reserveDifference(tx, current, more);
      expect(allocation).toEqual({ kind: 'out_of_stock', lines: [{ sku: short, requested: 1, available: 0 }] });
      return [];
    });
    expect(await held(one)).toHaveLength(2);
    expect((await held(one)).map(([, quantity]) => quantity)).toEqual([1, 1]);
  });

  it('waits for what it adds behind those who came before', async () => {
    const sku = await world.backordered();
    const one = await order({ [sku]: 1 });
    const next = await order({ [sku]: 1 });
    await editedTo(one, 2);
    await receive(sku, 2);
    expect([await held(one), await held(next)]).toEqual([[['main', 1]], [['main', 1]]]);
    await world.tellAll();
    expect((await expectToAgree(one)).backorders).toEqual([{ sku, quantity: 1 }]);
    await receive(sku, 1);
    await world.tellAll();
    expect((await expectToAgree(one)).backorders).toEqual([]);
  });

  it('adds to a parcel that leaves anyway', async () => {
    const [known, added] = [await world.stocked({ west: 1 }), await world.stocked({ main: 1, west: 1 })];
    const one = await order({ [known]: 1 });
    await changeOrder(world.db, one.id, async (current, tx) => {
      const line = { id: 'new', sku: added, quantity: 1, unitPrice: 100, total: 100 };
      const allocation = await reserveDifference(tx, current, [...current.lines, line]);
      expect(allocation).toMatchObject({ reservations: [{ sku: added, location: 'west' }] });
      return [];
    });
  });
});

async function cancelUnits(one: Order, quantity: number): Promise<void> {
  await changeOrder(world.db, one.id, async (current, tx) => {
    const [{ id: lineId } = { id: '' }] = current.lines;
    const after = await appendLocked(tx, current, cancelLine(current, { lineId, quantity }, null));
    await fitReservations(tx, after);
    expect(await fitReservations(tx, after)).toEqual([]);
    return [];
  });
}

async function editedTo(one: Order, quantity: number): Promise<void> {
  await changeOrder(world.db, one.id, async (current, tx) => {
    const wanted = current.lines.map(({ id }) => ({ id, quantity }));
    const started = startEdit(current, 'edit', wanted, []);
    const edited = await appendLocked(tx, current, started);
    await reserveDifference(tx, edited, edited.edit?.lines ?? []);
    await appendLocked(tx, edited, finishEdit(edited, 'edit', await waitingOf(tx, one.id)));
    return [];
  });
}
