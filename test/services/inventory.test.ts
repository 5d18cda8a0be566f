import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eq } from 'drizzle-orm';
import * as fc from 'fast-check';
import { StockLowEvent } from '../../contracts/events.ts';
import type { Db } from '../../db/client.ts';
import { newId } from '../../db/ids.ts';
import { readInventory, setOnHand, setStock } from '../../db/inventory.ts';
import { changeOrder, findOrder } from '../../db/orders.ts';
import { reserveDifference } from '../../db/stock.ts';
import { inventory, stockLevels, stockMovements } from '../../db/schema.ts';
import { DeadMessage } from '../../messaging/attempt.ts';
import { inventoryHandler } from '../../messaging/handlers/inventory.ts';
import type { MessageHandler, OutgoingMessage } from '../../messaging/port.ts';
import { startServiceWorld, type ServiceWorld } from '../support/service-world.ts';
import { until } from '../support/stack-wait.ts';
import { cancelOrder, eventsOf, order, place, shipOrder } from '../support/shop-orders.ts';

const THRESHOLD = 10;

let world: ServiceWorld;
let db: Db;
let handle: MessageHandler;
const short: unknown[] = [];
const arrived: string[] = [];
const stockArrived = async (orderIds: string[]) => void arrived.push(...orderIds);

beforeAll(async () => {
  world = await startServiceWorld();
  ({ db } = world.database);
  handle = inventoryHandler({ db, lowStockThreshold: THRESHOLD, onShort: (stock) => short.push(stock), stockArrived });
});
afterAll(async () => await world?.stop());

interface News {
  id?: string;
  source?: string;
  kind: 'counted' | 'received' | 'damaged';
  sku: string;
  location?: string;
  quantity: number;
  /** Now by default. */
  time?: number;
}

/** The warehouse's word. */
function news({ id = newId(), source = '/warehouse', kind, time = Date.now(), ...data }: News): OutgoingMessage {
  const type = `stock.${kind}`;
  const subject = data.sku;
  const event = { specversion: '1.0', id, source, type, subject, time: new Date(time).toISOString(), data };
  return { eventType: type, storefront: 'all', body: JSON.stringify(event) };
}

/** As a consumer gets it from its queue. */
async function hear(...messages: OutgoingMessage[]): Promise<void> {
  for (const { body } of messages) await handle({ body, receives: 1 }, new AbortController().signal);
}

const aSku = () => `SKU-${newId()}`;

async function stocked(onHand: number): Promise<string> {
  const sku = aSku();
  await setOnHand(db, sku, 'main', onHand);
  return sku;
}

async function stockOf(sku: string) {
  const [main] = await readInventory(db, sku);
  return main && { onHand: main.onHand, reserved: main.reserved, short: main.short };
}

async function lowEvents(sku: string): Promise<StockLowEvent[]> {
  return (await eventsOf(db, sku)).map(({ body }) => StockLowEvent.parse(JSON.parse(body)));
}

const HOUR = 60 * 60 * 1000;
const ago = (hours: number) => Date.now() - hours * HOUR;

/** Each of them, in any order, and some of them again. */
const orderOf = (length: number) =>
  fc
    .shuffledSubarray([...Array(length).keys()], { minLength: length })
    .chain((all) => fc.subarray(all).map((again) => [...all, ...again]));

describe('what the warehouse says', () => {
  it('changes the stock once, however often its queue brings it', async () => {
    const sku = await stocked(10);
    const [more, less] = [news({ sku, kind: 'received', quantity: 5 }), news({ sku, kind: 'damaged', quantity: 2 })];
    const service = await world.messaging.subscribe('inventory', handle);
    await world.messaging.publish('warehouse-events', [more, less, more, more, less]);
    await world.untilEmpty('inventory');
    await service.stop();
    expect(world.errors).toEqual([]);
    expect(await stockOf(sku)).toEqual({ onHand: 13, reserved: 0, short: 0 });
  });

  it('changes the stock once also when all repeats come at the same time', async () => {
    const sku = await stocked(10);
    const messages = [1, 2, 3, 4].map((quantity) => news({ sku, kind: 'received', quantity }));
    await Promise.all([...messages, ...messages, ...messages].map((message) => hear(message)));
    expect(await stockOf(sku)).toMatchObject({ onHand: 20 });
  });

  it('makes a SKU that nobody knew known', async () => {
    const sku = aSku();
    await hear(
      news({ sku, kind: 'received', quantity: 5 }),
      news({ sku, kind: 'counted', location: 'east', quantity: 3 }),
    );
    expect(await readInventory(db, sku)).toMatchObject([
      { location: 'east', onHand: 3 },
      { location: 'main', onHand: 5 },
    ]);
  });

  it('is told apart from what another warehouse says under the same id', async () => {
    const sku = await stocked(10);
    const said = { id: '1', sku, kind: 'received', quantity: 1 } as const;
    await hear(
      news({ ...said, source: '/north' }),
      news({ ...said, source: '/south' }),
      news({ ...said, source: '/north' }),
    );
    expect(await stockOf(sku)).toMatchObject({ onHand: 12 });
  });

  it('ends in the same stock in whichever order it comes, and however often', async () => {
    const adjustment = fc.record({
      kind: fc.constantFrom('counted' as const, 'received' as const, 'damaged' as const),
      quantity: fc.integer({ min: 0, max: 20 }),
      // Few enough that some are of the same time.
      hour: fc.integer({ min: 1, max: 6 }),
    });
    const arrivals = fc
      .array(adjustment, { minLength: 1, maxLength: 7 })
      .chain((all) => fc.tuple(fc.constant(all), orderOf(all.length), orderOf(all.length)));
    let counted = 0;
    await fc.assert(
      fc.asyncProperty(arrivals, async ([all, ...orders]) => {
        for (const arrival of orders) {
          const sku = aSku();
          await db.insert(inventory).values({ sku, location: 'main', onHand: 50 });
          const events = all.map(({ hour, ...rest }, index) => ({
            ...rest,
            id: `${sku} ${index}`,
            sku,
            time: ago(0) - hour * HOUR,
          }));
          const messages = events.map(news);
          await hear(...arrival.flatMap((index) => messages[index] ?? []));
          // By hand: the last count, of the same time the one with the greater id, and what moved after it.
          const last = events
            .filter(({ kind }) => kind === 'counted')
            .toSorted((a, b) => b.time - a.time || (a.id < b.id ? 1 : -1))[0];
          if (last) counted += 1;
          const moved = events
            .filter(({ kind, time }) => kind !== 'counted' && time > (last?.time ?? 0))
            .reduce((sum, { kind, quantity }) => sum + (kind === 'received' ? quantity : -quantity), 0);
          const book = (last?.quantity ?? 50) + moved;
          expect(await stockOf(sku)).toEqual({ onHand: Math.max(0, book), reserved: 0, short: Math.max(0, -book) });
        }
      }),
      { numRuns: 60 },
    );
    expect(counted).toBeGreaterThan(20);
  });

  it('knows of parcels that have left since a count that comes late', async () => {
    const sku = await stocked(10);
    const early = await order(db, { units: { [sku]: 2 } });
    await shipOrder(db, early);
    const counted = Date.now();
    await until('the next millisecond', async () => Date.now() > counted, { everyMs: 1 });
    const late = await order(db, { units: { [sku]: 3 } });
    await shipOrder(db, late, 1);
    await shipOrder(db, late);
    // They found one more than the books had.
    await hear(news({ sku, kind: 'counted', quantity: 9, time: counted }));
    expect(await stockOf(sku)).toEqual({ onHand: 6, reserved: 0, short: 0 });
  });

  it('gives way to an operator who has counted since', async () => {
    const sku = await stocked(100);
    await hear(
      news({ sku, kind: 'counted', quantity: 40, time: ago(1) }),
      news({ sku, kind: 'received', quantity: 7, time: ago(2) }),
    );
    expect(await stockOf(sku)).toMatchObject({ onHand: 100 });
    expect(await db.select().from(stockMovements).where(eq(stockMovements.sku, sku))).toHaveLength(3);
  });

  it.each(['counted', 'received'] as const)(
    'gives way to an operator who counts after it, also where its clock is ahead (stock.%s)',
    async (kind) => {
      const sku = await stocked(10);
      const ahead = Date.now() + 4 * 60 * 1000;
      await hear(news({ sku, kind, quantity: 40, time: ahead }));
      await setOnHand(db, sku, 'main', 100);
      expect(await stockOf(sku)).toMatchObject({ onHand: 100 });
      await setOnHand(db, sku, 'main', 90);
      await hear(news({ sku, kind: 'received', quantity: 7, time: ahead + 1000 }));
      expect(await stockOf(sku)).toMatchObject({ onHand: 97 });
    },
  );

  it.each([
    ['is no JSON', '{', /no JSON/],
    [
      'is of no kind that is known',
      news({ sku: 'X', kind: 'counted', quantity: 1 }).body.replace('counted', 'moved'),
      /type/,
    ],
    ['has less than nothing', news({ sku: 'X', kind: 'counted', quantity: -1 }).body, /quantity/],
    ['is of tomorrow', news({ sku: 'X', kind: 'counted', quantity: 1, time: ago(-24) }).body, /time has not come/],
  ])('goes to the dead letters when it %s', async (_what, body, reason) => {
    const handling = hear({ eventType: 'stock.counted', storefront: 'all', body });
    await expect(handling).rejects.toThrow(DeadMessage);
    await expect(handling).rejects.toThrow(reason);
    expect(await stockOf('X')).toBeUndefined();
  });
});

describe('orders that wait for stock', () => {
  it('are told when it comes, and told again until they have heard', async () => {
    const sku = await stocked(0);
    await setStock(db, sku, 'main', { backorder: true });
    const [first, second] = [await order(db, { units: { [sku]: 1 } }), await order(db, { units: { [sku]: 1 } })];
    const received = news({ sku, kind: 'received', quantity: 1 });
    let isAway = true;
    const told: string[] = [];
    const fallible = inventoryHandler({
      db,
      lowStockThreshold: THRESHOLD,
      onShort: () => undefined,
      stockArrived: async (orderIds) => {
        if (isAway) throw new Error('Temporal is away');
        told.push(...orderIds);
      },
    });
    const hearIt = () => fallible({ body: received.body, receives: 1 }, new AbortController().signal);
    await expect(hearIt()).rejects.toThrow('Temporal is away');
    isAway = false;
    await hearIt();
    expect(told).toEqual([first.id]);
    expect(await stockOf(sku)).toEqual({ onHand: 1, reserved: 1, short: 0 });
    expect((await findOrder(db, second.id))?.backorders).toEqual([{ sku, quantity: 1 }]);
  });
});

describe('what orders hold and the warehouse does not find', () => {
  it('stops the sale, and leaves each order what it holds', async () => {
    const sku = await stocked(10);
    const held = await order(db, { units: { [sku]: 5 } });
    short.length = 0;
    await hear(news({ sku, kind: 'counted', quantity: 3 }));
    expect(await stockOf(sku)).toEqual({ onHand: 5, reserved: 5, short: 2 });
    expect(short).toEqual([{ sku, location: 'main', short: 2 }]);
    expect((await place(db, { units: { [sku]: 1 } })).allocation).toMatchObject({ kind: 'out_of_stock' });
    await shipOrder(db, held, 3);
    expect(await stockOf(sku)).toEqual({ onHand: 2, reserved: 2, short: 2 });
  });

  it('is not for sale when an order gives it back', async () => {
    const sku = await stocked(10);
    const [first, second] = [await order(db, { units: { [sku]: 5 } }), await order(db, { units: { [sku]: 4 } })];
    await hear(news({ sku, kind: 'damaged', quantity: 4 }));
    expect(await stockOf(sku)).toEqual({ onHand: 9, reserved: 9, short: 3 });
    await cancelOrder(db, second, 'requested');
    // Six are there, and five of them are held.
    expect(await stockOf(sku)).toEqual({ onHand: 6, reserved: 5, short: 0 });
    await cancelOrder(db, first, 'requested');
    expect(await stockOf(sku)).toEqual({ onHand: 6, reserved: 0, short: 0 });
  });

  it('is what comes in first', async () => {
    const sku = await stocked(5);
    await order(db, { units: { [sku]: 5 } });
    await hear(news({ sku, kind: 'damaged', quantity: 2 }), news({ sku, kind: 'received', quantity: 3 }));
    expect(await stockOf(sku)).toEqual({ onHand: 6, reserved: 5, short: 0 });
  });
});

describe('stock that runs low', () => {
  it('is told once when orders bring it below its threshold, and again only after it was filled up', async () => {
    const sku = await stocked(THRESHOLD + 2);
    const hearOrder = async (units: number) => {
      const [created] = await eventsOf(db, (await order(db, { units: { [sku]: units } })).id);
      if (created) await hear(created, created);
    };
    await hearOrder(2);
    expect(await lowEvents(sku)).toEqual([]);
    await hearOrder(1);
    await hearOrder(1);
    await hear(news({ sku, kind: 'damaged', quantity: 1 }));
    expect(await lowEvents(sku)).toMatchObject([
      {
        type: 'stock.low',
        source: '/order-saga',
        subject: sku,
        dataschema: 'urn:order-saga:stock.low:1',
        storefront: 'all',
        sequence: 1,
        data: { sku, available: THRESHOLD - 1, threshold: THRESHOLD },
      },
    ]);
    await hear(news({ sku, kind: 'received', quantity: 3 }));
    await hearOrder(1);
    expect(await lowEvents(sku)).toMatchObject([{ sequence: 1 }, { sequence: 2, data: { available: THRESHOLD - 1 } }]);
  });

  it('is told also when an order comes to want more', async () => {
    const sku = await stocked(THRESHOLD + 1);
    const { id, shippingAddress } = await order(db, { units: { [sku]: 1 } });
    await changeOrder(db, id, async (current, tx) => {
      const more = current.lines.map((line) => ({ ...line, quantity: 2 }));
      expect(await reserveDifference(tx, current, more)).toMatchObject({ kind: 'allocated' });
      return [{ type: 'address.changed', data: { shippingAddress } }];
    });
    expect(await lowEvents(sku)).toEqual([]);
    await hear(...(await eventsOf(db, id)));
    expect(await lowEvents(sku)).toMatchObject([{ sequence: 1, data: { available: THRESHOLD - 1 } }]);
  });

  it('is measured by its own threshold, and by what all locations have', async () => {
    const sku = await stocked(3);
    await setOnHand(db, sku, 'east', 3);
    await db.insert(stockLevels).values({ sku, threshold: 5 });
    await hear(news({ sku, kind: 'damaged', quantity: 1 }));
    expect(await lowEvents(sku)).toEqual([]);
    await hear(news({ sku, location: 'east', kind: 'damaged', quantity: 1 }));
    expect(await lowEvents(sku)).toMatchObject([{ data: { available: 4, threshold: 5 } }]);
  });

  it('is noticed when two locations lose some at the same time', async () => {
    for (let round = 0; round < 10; round += 1) {
      const sku = await stocked(THRESHOLD);
      await setOnHand(db, sku, 'east', 1);
      // Known before: a new row's key would make them wait for each other by itself.
      await db.insert(stockLevels).values({ sku });
      await Promise.all(
        ['main', 'east'].map((location) => hear(news({ sku, location, kind: 'damaged', quantity: 1 }))),
      );
      expect(await lowEvents(sku)).toMatchObject([{ sequence: 1, data: { available: THRESHOLD - 1 } }]);
    }
  });

  it('does not make an order wait', async () => {
    const sku = await stocked(THRESHOLD);
    await db.insert(stockLevels).values({ sku });
    await db.transaction(async (tx) => {
      await tx.select().from(stockLevels).where(eq(stockLevels.sku, sku)).for('update');
      expect((await order(db, { units: { [sku]: 1 } })).status).toBe('PROCESSING');
    });
  });
});
