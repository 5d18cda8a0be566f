import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { eq } from 'drizzle-orm';
import { execa } from 'execa';
import type { OrderCloudEvent } from '../../contracts/events.ts';
import { readFacts } from '../../db/analytics.ts';
import { readDaily } from '../../db/analytics-daily.ts';
import { connect, type Database } from '../../db/client.ts';
import { analyticsOrders } from '../../db/schema.ts';
import { foldFacts } from '../../domain/order-facts.ts';
import { analyticsHandler } from '../../messaging/handlers/analytics.ts';
import { QUEUES } from '../../messaging/topology.ts';
import {
  canceled,
  confirmed,
  delivered,
  edited,
  held,
  type Life,
  live,
  moved,
  released,
  restCanceled,
  shipped,
  store,
} from '../support/lives.ts';
import { startPostgres } from '../support/postgres.ts';

const HEARS: readonly string[] = QUEUES.analytics.hears['order-events'];
const running = new AbortController().signal;

let url: string;
let stop: () => Promise<void>;
let database: Database;

beforeAll(async () => {
  ({ url, stop } = await startPostgres());
  database = connect(url, { max: 8 });
});
afterAll(async () => {
  await database?.close();
  await stop?.();
});
beforeEach(async () => {
  await database.sql`truncate orders, order_events, inbox, analytics_orders, analytics_lines cascade`;
});

/** Tells analytics of an event, as a message does. */
async function hear(event: OrderCloudEvent): Promise<void> {
  await analyticsHandler({ db: database.db })({ body: JSON.stringify(event), receives: 1 }, running);
}

/** Tells it of whole lives, backwards, to be none too easy. */
async function tell(...lives: Life[]): Promise<void> {
  for (const event of lives.flatMap(heardBy).toReversed()) await hear(event);
}

const heardBy = ({ heard }: Life) => heard.filter(({ type }) => HEARS.includes(type));

async function ops(...args: string[]) {
  const { exitCode, stdout, stderr } = await execa('node', ['bin/ops.ts', 'analytics', ...args], {
    env: { DATABASE_URL: url },
    reject: false,
  });
  return { exitCode, stdout, stderr };
}

/** Two lines of one SKU, so that they have to be added up. */
const CART = {
  at: '2026-03-01T12:00:00Z',
  lines: [
    ['A', 2, 100],
    ['B', 1, 50],
    ['A', 1, 90],
  ] as [string, number, number][],
};

const LIVES = {
  'shipped and delivered': () => live(CART, confirmed(1), shipped(61), delivered(100)),
  'shipped in three parcels': () =>
    live(
      CART,
      confirmed(1),
      moved(2),
      shipped(10, 1),
      delivered(15),
      shipped(20, 1),
      shipped(30),
      delivered(40),
      delivered(50),
    ),
  'canceled after it was confirmed': () => live(CART, confirmed(1), moved(3), canceled(60)),
  'refused at the checkout': () => live(CART, canceled(1, 'payment_declined')),
  'confirmed, and no more yet': () => live(CART, confirmed(1)),
  'held, changed and canceled before it was confirmed': () => live(CART, held(1), moved(2), canceled(60)),
  'held, changed and released before it was confirmed': () => live(CART, held(1), moved(2), released(60), shipped(90)),
  'edited, and its rest canceled': () =>
    live(CART, confirmed(1), edited(5, 4), shipped(10, 1), restCanceled(20), delivered(30)),
} satisfies Record<string, () => Life>;

/** Every order in which things may be told; of more than five things, many. */
function tellings<T>(items: readonly T[]): T[][] {
  const any = fc.shuffledSubarray([...items], { minLength: items.length });
  return items.length > 5 ? fc.sample(any, 120) : permutations(items);
}

function permutations<T>(items: readonly T[]): T[][] {
  if (items.length < 2) return [[...items]];
  return items.flatMap((item, index) => permutations(items.toSpliced(index, 1)).map((rest) => [item, ...rest]));
}

describe('what analytics knows of an order', () => {
  it.each(Object.entries(LIVES))('that was %s is the same in whatever order it is told', async (_, begin) => {
    const life = begin();
    const { order, events } = life;
    const expected = foldFacts(events, HEARS);
    for (const [round, told] of tellings(heardBy(life)).entries()) {
      // New ids: otherwise the inbox knows the events of the round before.
      for (const event of told) await hear({ ...event, id: `${event.id}-${round}` });
      expect(await readFacts(database.db, order.id)).toEqual(expected);
      await database.db.delete(analyticsOrders);
    }
  });

  it('is the same however often and at once it is told, by messages that the inbox knows and by those it does not', async () => {
    const lives = Object.values(LIVES).map((begin) => begin());
    const told = lives.flatMap(heardBy);
    const story = fc
      .shuffledSubarray(told, { minLength: told.length })
      .chain((once) => fc.array(fc.constantFrom(...told), { maxLength: 20 }).map((again) => [...once, ...again]));
    await fc.assert(
      fc.asyncProperty(story, fc.infiniteStream(fc.boolean()), async (messages, coins) => {
        await database.sql`truncate inbox, analytics_orders, analytics_lines`;
        await Promise.all(
          messages.map((event, n) => hear(coins.next().value ? event : { ...event, id: `${event.id}-${n}` })),
        );
        for (const { order, events } of lives) {
          expect(await readFacts(database.db, order.id)).toEqual(foldFacts(events, HEARS));
        }
      }),
      { numRuns: 15 },
    );
  });

  it('adds up the lines of a SKU', async () => {
    const { order, heard } = live(CART, confirmed(1));
    for (const event of heard) await hear(event);
    expect(await readFacts(database.db, order.id)).toMatchObject({
      day: '2026-03-01',
      wasConfirmed: true,
      confirmedAt: new Date('2026-03-01T12:00:01Z'),
      shippedAt: null,
      skus: [
        { sku: 'A', units: 3, revenue: 290 },
        { sku: 'B', units: 1, revenue: 50 },
      ],
    });
  });

  it.each([
    ['shipped and delivered', 'order.shipped'],
    ['shipped and delivered', 'order.delivered'],
  ] as const)('that was %s is that it was confirmed, though %s has overtaken the rest', async (life, type) => {
    const { order, heard } = LIVES[life]();
    for (const event of heard.filter((one) => one.type === type)) await hear(event);
    expect(await readFacts(database.db, order.id)).toMatchObject({ wasConfirmed: true, confirmedAt: null });
  });

  it.each([
    ['held, changed and canceled before it was confirmed', false],
    ['canceled after it was confirmed', true],
    ['held, changed and released before it was confirmed', true],
  ] as const)('that was %s is that it was confirmed: %s', async (life, wasConfirmed) => {
    const told = LIVES[life]();
    await tell(told);
    expect(await readFacts(database.db, told.order.id)).toMatchObject({ wasConfirmed });
  });

  it('that was edited is what it came to, and it has shipped when its rest was canceled', async () => {
    const life = LIVES['edited, and its rest canceled']();
    await tell(life);
    expect(await readFacts(database.db, life.order.id)).toMatchObject({
      total: 540,
      shippedAt: new Date('2026-03-01T12:00:20Z'),
      deliveredAt: new Date('2026-03-01T12:00:30Z'),
      skus: [{ sku: 'A', units: 5, revenue: 490 }, { sku: 'B' }],
    });
  });
});

describe('the figures of a day', () => {
  const BUSY = '2026-03-01';

  it('are what one gets by hand', async () => {
    await tell(
      // 2 x 1000 + 300 = 2300, ships in 60 s.
      live(
        { at: `${BUSY}T00:00:00Z`, lines: [['A', 2, 1000]], charge: 300 },
        confirmed(1),
        shipped(61),
        delivered(100),
      ),
      // 3 x 500 - 100 = 1400, ships in 100 s, its last parcel the day after tomorrow or not.
      live(
        { at: `${BUSY}T10:00:00Z`, lines: [['B', 3, 500]], charge: -100 },
        confirmed(2),
        shipped(50, 1),
        shipped(102),
      ),
      // 1000 + 500 = 1500, ships in two days.
      live(
        {
          at: `${BUSY}T23:59:59Z`,
          lines: [
            ['A', 1, 1000],
            ['B', 1, 500],
          ],
        },
        confirmed(1),
        shipped(172_801),
      ),
      // Half of it has shipped: 400, and no time to ship yet.
      live({ at: `${BUSY}T12:00:00Z`, lines: [['C', 2, 200]] }, confirmed(1), shipped(10, 1)),
      live({ at: `${BUSY}T13:00:00Z`, lines: [['A', 5, 1000]] }, confirmed(1), canceled(90_000)),
      live({ at: `${BUSY}T14:00:00Z`, lines: [['A', 7, 1000]] }, canceled(1, 'payment_declined')),
      live({ at: `${BUSY}T15:00:00Z`, lines: [['C', 7, 1000]] }, canceled(1, 'out_of_stock')),
      // Another storefront, another currency; another day, on which nothing was confirmed.
      live({ at: `${BUSY}T15:00:00Z`, storefront: 'jp', currency: 'JPY', lines: [['A', 1, 980]] }, confirmed(0)),
      live({ at: '2026-03-02T00:00:00Z', lines: [['A', 1, 1000]] }, canceled(1, 'customer_rejected')),
      // Outside of what is asked for.
      live({ at: '2026-02-28T23:59:59.999Z', lines: [['A', 1, 1000]] }, confirmed(1)),
      live({ at: '2026-03-03T00:00:00Z', lines: [['A', 1, 1000]] }, confirmed(1)),
    );
    const american = {
      day: BUSY,
      storefront: 'us',
      currency: 'USD',
      orders: 5,
      revenue: 2300 + 1400 + 1500 + 400,
      canceled: 1,
      cancelRate: 0.2,
      refused: 2,
      delivered: 1,
      timeToShip: { orders: 3, averageSeconds: 57_653.333, p50Seconds: 100, p95Seconds: 172_800 },
      skus: [
        { sku: 'A', units: 3, revenue: 3000 },
        { sku: 'B', units: 4, revenue: 2000 },
        { sku: 'C', units: 2, revenue: 400 },
      ],
    };
    const japanese = {
      day: BUSY,
      storefront: 'jp',
      currency: 'JPY',
      orders: 1,
      revenue: 980,
      canceled: 0,
      cancelRate: 0,
      refused: 0,
      delivered: 0,
      timeToShip: null,
      skus: [{ sku: 'A', units: 1, revenue: 980 }],
    };
    const quiet = {
      day: '2026-03-02',
      storefront: 'us',
      currency: 'USD',
      orders: 0,
      revenue: 0,
      canceled: 0,
      cancelRate: null,
      refused: 1,
      delivered: 0,
      timeToShip: null,
      skus: [],
    };
    const asked = { from: BUSY, to: '2026-03-02' };
    expect(await readDaily(database.db, asked)).toEqual([japanese, american, quiet]);
    expect(await readDaily(database.db, { ...asked, storefront: 'us' })).toEqual([american, quiet]);
    expect(await readDaily(database.db, { ...asked, storefront: 'mars' })).toEqual([]);
    // The second and the third of the orders have a B.
    expect(await readDaily(database.db, { ...asked, sku: 'B' })).toEqual([
      {
        ...american,
        orders: 2,
        revenue: 1400 + 1500,
        canceled: 0,
        cancelRate: 0,
        refused: 0,
        delivered: 0,
        timeToShip: { orders: 2, averageSeconds: 86_450, p50Seconds: 100, p95Seconds: 172_800 },
        skus: [{ sku: 'B', units: 4, revenue: 2000 }],
      },
    ]);
  });

  it('name the hundred SKUs that brought the most', async () => {
    const lines = Array.from({ length: 120 }, (_, n): [string, number, number] => [`S${n}`, 1, 1000 - n]);
    await tell(live({ at: `${BUSY}T00:00:00Z`, lines }, confirmed(1)));
    const [figures] = await readDaily(database.db, { from: BUSY, to: BUSY });
    expect(figures?.skus.map(({ sku }) => sku)).toEqual(lines.slice(0, 100).map(([sku]) => sku));
  });
});

describe('an operator', () => {
  it('finds out where analytics differs from what happened, and builds it again', async () => {
    const lives = Object.values(LIVES).map((begin) => begin());
    // It is not decided yet: nobody has heard of it.
    for (const life of [...lives, live(CART)]) await store(database.db, life);
    const { exitCode, stdout } = await ops('check');
    const missing = lives.map(({ order }) => `${order.id} differs`);
    expect(exitCode).toBe(1);
    expect(new Set(stdout.split('\n'))).toEqual(
      new Set([...missing, `${lives.length + 1} orders, ${lives.length} differ`]),
    );
    for (const event of lives.flatMap(heardBy)) await hear(event);
    expect(await ops('check')).toEqual({ exitCode: 0, stdout: `${lives.length + 1} orders, 0 differ`, stderr: '' });
    const heard = await everything();
    await database.sql`truncate analytics_orders, analytics_lines`;
    expect(await ops('rebuild')).toMatchObject({
      exitCode: 0,
      stdout: `${lives.length + 1} orders, ${lives.length} mended`,
    });
    expect(await everything()).toEqual(heard);
    expect(await ops('rebuild')).toMatchObject({ exitCode: 0, stdout: `${lives.length + 1} orders, 0 mended` });
  });

  it("gets rid of what is wrong, too much or nobody's", async () => {
    const lives = Object.values(LIVES).map((begin) => begin());
    const pending = live(CART);
    for (const life of [...lives, pending]) await store(database.db, life);
    for (const event of lives.flatMap(heardBy)) await hear(event);
    const right = await everything();
    const [first, second, third] = lives.map(({ order }) => order.id);

    await database.db
      .update(analyticsOrders)
      .set({ total: 1 })
      .where(eq(analyticsOrders.orderId, first ?? ''));
    await database.sql`update analytics_lines set units = 9 where order_id = ${second ?? ''} and sku = 'A'`;
    await database.sql`insert into analytics_lines values (${third ?? ''}, 'Z', 1, 1)`;
    for (const id of ['nobody', pending.order.id]) {
      await database.sql`
        insert into analytics_orders (order_id, storefront, day, currency, total, sequence, was_confirmed)
        values (${id}, 'us', '2026-03-01', 'USD', 5, 1, true)`;
    }
    const { exitCode, stdout } = await ops('check');
    const wrong = [first, second, third, pending.order.id].map((id) => `${id} differs`);
    expect(exitCode).toBe(1);
    expect(new Set(stdout.split('\n'))).toEqual(
      new Set([...wrong, 'nobody is no order', `${lives.length + 1} orders, 5 differ`]),
    );
    expect(await ops('rebuild')).toMatchObject({ exitCode: 0, stdout: `${lives.length + 1} orders, 5 mended` });
    expect(await everything()).toEqual(right);
  });

  it('rebuilds while the consumer goes on, and nothing is lost of what comes meanwhile', async () => {
    const lives = Array.from({ length: 40 }, () => Object.values(LIVES).map((begin) => begin())).flat();
    for (const life of lives) await store(database.db, life);
    await Promise.all([
      ops('rebuild'),
      (async () => {
        for (const event of lives.flatMap(heardBy).toReversed()) await hear(event);
      })(),
    ]);
    expect(await ops('check')).toMatchObject({ exitCode: 0, stdout: `${lives.length} orders, 0 differ` });
  });
});

/** Both tables, in one order. */
async function everything(): Promise<unknown> {
  const { sql } = database;
  return [
    [...(await sql`select * from analytics_orders order by order_id`)],
    [...(await sql`select * from analytics_lines order by order_id, sku`)],
  ];
}
