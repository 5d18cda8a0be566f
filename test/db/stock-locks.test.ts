import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '../../db/ids.ts';
import { readInventory, setStock } from '../../db/inventory.ts';
import { changeOrder } from '../../db/orders.ts';
import { fitReservations, release } from '../../db/stock-release.ts';
import { recordMovement } from '../../db/stock-movements.ts';
import { noteLevels } from '../../db/stock-levels.ts';
import { reserveDifference, restock } from '../../db/stock.ts';
import type { Order } from '../../domain/order.ts';
import { cancelOrder, order as confirmed, place, shipOrder } from '../support/shop-orders.ts';
import { expectBooksToAgree, startStockWorld, type StockWorld } from '../support/stock-world.ts';

/** Whatever touches the stock, all at the same time. A deadlock would fail one of them. */
let world: StockWorld;
beforeAll(async () => {
  world = await startStockWorld();
});
afterAll(async () => await world?.stop());

async function expectNothingOversold(skus: readonly string[]): Promise<void> {
  for (const sku of skus) {
    for (const { onHand, reserved } of await readInventory(world.db, sku)) {
      expect(reserved).toBeLessThanOrEqual(onHand);
    }
  }
  await expectBooksToAgree(world);
}

describe('orders at the same time', () => {
  it.each([
    ['from one location', { main: 8 }],
    ['over several, so that each has to look further', { main: 3, east: 3, west: 2 }],
  ])('with the same SKUs in reversed order are all answered, and sold no more than there is (%s)', async (_, stock) => {
    for (let round = 0; round < 5; round += 1) {
      const skus = await Promise.all([1, 2, 3, 4].map(() => world.stocked(stock)));
      const carts = Array.from({ length: 16 }, (_one, n) => oneOfEach(n % 2 === 0 ? skus : skus.toReversed()));
      const placements = await Promise.all(carts.map((cart) => place(world.db, { units: cart })));
      expect(placements.filter(({ allocation }) => allocation?.kind === 'allocated')).toHaveLength(8);
      await expectNothingOversold(skus);
    }
  });
});

describe('everything that touches the stock at the same time', () => {
  it('waits for each other, and never in a circle', async () => {
    const skus = [
      ...(await Promise.all([1, 2].map(() => world.stocked({ main: 4, east: 2 })))),
      ...(await Promise.all([1, 2].map(() => world.backordered(3)))),
    ];
    const [first = '', second = '', third = '', fourth = ''] = skus;
    const cart = { [first]: 1, [second]: 1, [third]: 1, [fourth]: 1 };
    const reversed = { [fourth]: 1, [third]: 1, [second]: 1, [first]: 1 };
    const standing = await Promise.all([1, 2, 3, 4].map(() => order({ [third]: 1, [fourth]: 2 })));
    const work: (() => Promise<unknown>)[] = [];
    for (let round = 0; round < 12; round += 1) {
      work.push(
        () => place(world.db, { units: cart }),
        () => place(world.db, { units: reversed }),
        async () => {
          const { order: placed } = await place(world.db, { units: reversed });
          await cancelOrder(world.db, placed, 'requested');
        },
        async () => {
          const { order: placed } = await place(world.db, { units: { [fourth]: 1, [first]: 1 } });
          await world.db.transaction(async (tx) => await release(tx, placed.id));
        },
        () => moves(skus[round % 4] ?? '', round % 3 === 0 ? 'west' : 'main', 2, 'received'),
        () => moves(skus[(round + 1) % 4] ?? '', 'main', 1, 'damaged'),
        () => setStock(world.db, third, 'main', { backorder: true }),
        async () => {
          const one = standing[round % 4];
          if (one) await changesItsMind(one);
        },
        async () => {
          const one = standing[round % 4];
          const received = one?.lines.map(({ id }) => ({ lineId: id, quantity: 1, restock: true })) ?? [];
          if (one) await world.db.transaction(async (tx) => void (await restock(tx, one, received.toReversed())));
        },
        () => world.releaseOrphans(),
      );
    }
    const outcomes = await Promise.allSettled(work.map((one) => one()));
    const failed = outcomes.flatMap((one) =>
      one.status === 'rejected' ? [String(one.reason?.cause ?? one.reason)] : [],
    );
    expect(failed).toEqual([]);
    await expectNothingOversold(skus);
  });

  it('lets an order change while stock comes for it', async () => {
    const sku = await world.backordered();
    const waiting = await order({ [sku]: 2 });
    await changeOrder(world.db, waiting.id, async () => {
      // Under the order's lock: another session takes the stock's, and reserves for this very order.
      await setStock(world.db, sku, 'main', { onHand: 2 });
      return [];
    });
    expect(await world.held(waiting)).toEqual([{ sku, location: 'main', quantity: 2 }]);
  });

  it('ships what has come together with what there was', async () => {
    const sku = await world.backordered(1);
    const half = await order({ [sku]: 2 });
    await setStock(world.db, sku, 'east', { onHand: 5 });
    await world.tellAll();
    await shipOrder(world.db, half);
    expect(await readInventory(world.db, sku)).toMatchObject([
      { location: 'east', onHand: 4, reserved: 0 },
      { location: 'main', onHand: 0, reserved: 0 },
    ]);
    await expectBooksToAgree(world);
  });
});

async function order(units: Record<string, number>): Promise<Order> {
  return await confirmed(world.db, { units });
}

function oneOfEach(skus: readonly string[]): Record<string, number> {
  return Object.fromEntries(skus.map((sku) => [sku, 1]));
}

/** What a warehouse says, as its consumer takes it. */
async function moves(sku: string, location: string, quantity: number, kind: 'received' | 'damaged'): Promise<void> {
  await world.db.transaction(async (tx) => {
    await recordMovement(tx, { id: newId(), sku, location, kind, quantity, time: new Date() });
    await noteLevels(tx, [sku], 5);
  });
}

/** An order wants more, of its last line first, and then does not. */
async function changesItsMind({ id }: Order): Promise<void> {
  await changeOrder(world.db, id, async (current, tx) => {
    const more = current.lines.toReversed().map((line) => ({ ...line, quantity: line.quantity + 1 }));
    await reserveDifference(tx, current, more);
    await fitReservations(tx, current);
    return [];
  });
}
