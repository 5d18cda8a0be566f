import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { inArray, sql } from 'drizzle-orm';
import { connect } from '../../db/client.ts';
import { readLiveFigures } from '../../db/live-figures.ts';
import { readEvents } from '../../db/order-events.ts';
import { findDecided, findUndecided, listOrders, type OrderFilter } from '../../db/order-lists.ts';
import type { Position } from '../../db/positions.ts';
import { nextInOutbox, postpone, SLOTS } from '../../db/outbox.ts';
import { orders } from '../../db/schema.ts';
import type { OrderStatus } from '../../domain/states.ts';
import { STOREFRONT_NAMES } from '../../domain/storefronts.ts';
import { startPostgres } from '../support/postgres.ts';
import { connectPlanner, type Planner } from '../support/query-plans.ts';
import { storeOrders } from '../support/stored-orders.ts';

/** Lists in a shop with a past: each is read off an index, and what that reads does not depend on how many orders there are. */

const ORDERS = 20_000;
const PAGE = 20;
/** Of the index orders_state: three storefronts, eight statuses. A merge looks at the first of each. */
const RANGES = 24;

type Row = Pick<typeof orders.$inferSelect, 'id' | 'storefront' | 'status' | 'customerId' | 'reference' | 'createdAt'>;

let planner: Planner;
let stop: () => Promise<void>;
/** All that are stored, newest first. */
let stored: Row[];
/** One from the middle, with a reference. */
let middle: Row;

beforeAll(async () => {
  const { url, stop: stopPostgres } = await startPostgres();
  stop = stopPostgres;
  const database = connect(url, { max: 2 });
  await storeOrders(database, { orders: ORDERS, unpublished: 2000 });
  await database.close();
  planner = connectPlanner(url);
  const { id, storefront, status, customerId, reference, createdAt } = orders;
  const rows = await planner.db.select({ id, storefront, status, customerId, reference, createdAt }).from(orders);
  stored = rows.toSorted((a, b) => +b.createdAt - +a.createdAt || (a.id < b.id ? 1 : -1));
  const found = stored.slice(ORDERS / 2).find((row) => row.storefront === 'us' && row.reference !== null);
  if (!found) throw new Error('no order has a reference');
  middle = found;
});

afterAll(async () => {
  await planner?.close();
  await stop?.();
});

/** The index that serves each, and the rest of its filter. */
const NAMED: [what: string, index: string, filter: () => OrderFilter][] = [
  ['all', 'orders_state', () => ({})],
  ['of a customer', 'orders_customer', () => ({ customerId: middle.customerId ?? '' })],
  ['of a reference', 'orders_reference', () => ({ reference: middle.reference ?? '' })],
];
const STATUSES: OrderStatus[][] = [[], ['PENDING'], ['DELIVERED']];
const LISTS = [undefined, 'us' as const].flatMap((storefront) =>
  STATUSES.flatMap((statuses) =>
    NAMED.map(([what, index, filter]) => ({
      who: storefront === undefined ? 'an operator' : 'a checkout',
      what: [what, ...statuses].join(', '),
      index,
      filter: (): OrderFilter => ({
        ...filter(),
        ...(storefront === undefined ? {} : { storefront }),
        ...(statuses.length === 0 ? {} : { statuses }),
      }),
    })),
  ),
);

function windows(): [OrderFilter, Position | undefined][] {
  const createdFrom = new Date(+middle.createdAt - 86_400_000);
  const createdTo = new Date(+middle.createdAt + 1);
  return [{}, { createdFrom }, { createdTo }, { createdFrom, createdTo }].flatMap(
    (window): [OrderFilter, Position | undefined][] => [
      [window, undefined],
      [window, middle],
    ],
  );
}

/** The same list, the slow way. */
function expected(filter: OrderFilter, after?: Position): string[] {
  return stored
    .filter(
      ({ id, storefront, status, customerId, reference, createdAt }) =>
        (filter.storefront === undefined || storefront === filter.storefront) &&
        (filter.statuses === undefined || filter.statuses.includes(status)) &&
        (filter.customerId === undefined || customerId === filter.customerId) &&
        (filter.reference === undefined || reference === filter.reference) &&
        (filter.createdFrom === undefined || createdAt >= filter.createdFrom) &&
        (filter.createdTo === undefined || createdAt < filter.createdTo) &&
        (after === undefined || createdAt < after.createdAt || (+createdAt === +after.createdAt && id < after.id)),
    )
    .slice(0, PAGE)
    .map(({ id }) => id);
}

describe('the list of orders', () => {
  it.each(LISTS)('for $who: $what', async ({ index, filter }) => {
    for (const [window, after] of windows()) {
      const whole = { ...filter(), ...window };
      const list = async () => await listOrders(planner.db, whole, PAGE, after);
      expect((await list()).map(({ id }) => id)).toEqual(expected(whole, after));
      const plans = await planner.plansOf(list);
      for (const plan of plans) {
        // More filters may leave a handful, which is as well taken off another index.
        const indexes = Object.keys(whole).length <= 1 ? [index] : [];
        expect(plan).toMatchObject({ scannedWhole: [], indexes: expect.arrayContaining(indexes) });
        expect(plan.rowsSorted).toBeLessThanOrEqual(PAGE);
        // The page itself is read once more, from the table.
        expect(plan.rowsRead['orders']).toBeLessThanOrEqual(2 * PAGE + RANGES);
      }
    }
  });
});

describe('what looks for a few among all', () => {
  it('finds orders that wait for a decision', async () => {
    const overdue = new Date(Date.now() - 120_000);
    const waiting = stored.filter(
      ({ status, createdAt }) => ['PENDING', 'CANCELING'].includes(status) && createdAt < overdue,
    );
    const oldest = waiting.toReversed().map(({ id }) => id);
    expect(await findUndecided(planner.db, overdue, ORDERS)).toEqual(oldest);
    for (const plan of await planner.plansOf(() => findUndecided(planner.db, overdue, PAGE))) {
      expect(plan).toMatchObject({ scannedWhole: [], indexes: expect.arrayContaining(['orders_state']) });
      expect(plan.rowsSorted).toBeLessThanOrEqual(PAGE);
      expect(plan.rowsRead['orders']).toBeLessThanOrEqual(PAGE + RANGES);
    }
  });

  it('finds what has been decided of the orders that somebody waits for', async () => {
    const ids = stored.slice(500, 500 + PAGE).map(({ id }) => id);
    for (const plan of await planner.plansOf(() => findDecided(planner.db, ids))) {
      expect(plan).toMatchObject({ scannedWhole: [], indexes: expect.arrayContaining(['orders_pkey']) });
      expect(plan.rowsRead['orders']).toBeLessThanOrEqual(PAGE);
    }
  });

  it("reads an order's timeline", async () => {
    for (const plan of await planner.plansOf(() => readEvents(planner.db, middle.id, 1, 2))) {
      expect(plan).toMatchObject({ scannedWhole: [], indexes: ['order_events_order_id_version_pk'], rowsSorted: 0 });
      expect(plan.rowsRead).toEqual({ order_events: 2 });
    }
  });

  it('takes what is to be published next, and passes over nothing that has to wait', async () => {
    for (let round = 0; round < 3; round += 1) {
      const events = await nextEvents();
      expect(new Set(events.map(({ orderId }) => orderId)).size).toBe(PAGE);
      for (const plan of await planner.plansOf(nextEvents)) {
        expect(plan).toMatchObject({
          scannedWhole: [],
          indexes: expect.arrayContaining(['outbox_due']),
          rowsSorted: 0,
        });
        // With what comes later of the same orders, twice at most, and what each of those waits for.
        expect(plan.rowsRead['outbox']).toBeLessThanOrEqual(6 * PAGE);
      }
      await postpone(planner.db, events);
    }
  });

  // The last: these orders are not as they were.
  it('lists those that wait for a person, and counts them, off indexes of their own', async () => {
    const waiting = stored.filter((_, n) => n % 500 === 7).map(({ id }) => id);
    await planner.db.execute(sql`
      update ${orders} set needs_attention = true, returns = '[{"id":"r","status":"APPROVED"}]'
      where ${inArray(orders.id, waiting)}`);
    await planner.db.execute(sql`analyze ${orders}`);
    for (const [filter, index] of [
      [{ needsAttention: true }, 'orders_attention'],
      [{ returnStatus: 'APPROVED' }, 'orders_open_returns'],
    ] as const) {
      const list = async () => await listOrders(planner.db, filter, PAGE);
      expect((await list()).map(({ id }) => id)).toEqual(waiting.slice(0, PAGE));
      for (const plan of await planner.plansOf(list)) {
        expect(plan).toMatchObject({ scannedWhole: [], indexes: expect.arrayContaining([index]) });
        expect(plan.rowsRead['orders']).toBeLessThanOrEqual(PAGE);
      }
    }
    const day = new Date(+(stored[0]?.createdAt ?? 0) - 86_400_000);
    const figures = async () => await readLiveFigures(planner.db, STOREFRONT_NAMES, { day, hour: day });
    const { today, attention, returns } = await figures();
    expect(sum(today)).toBe(stored.filter(({ createdAt }) => createdAt >= day).length);
    expect([sum(attention), sum(returns)]).toEqual([waiting.length, waiting.length]);
    for (const plan of await planner.plansOf(figures)) expect(plan).toMatchObject({ scannedWhole: [] });
  });
});

function sum(rows: { orders: number }[]): number {
  return rows.reduce((all, row) => all + row.orders, 0);
}

async function nextEvents() {
  return await nextInOutbox(planner.db, SLOTS, PAGE);
}
