import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { and, eq, gt, gte, inArray, lt } from 'drizzle-orm';
import { expiring } from '../../activities/expiring.ts';
import { connect } from '../../db/client.ts';
import { findNeedsAttention, nextOrders } from '../../db/order-lists.ts';
import { rebuilt } from '../../db/rebuilding.ts';
import { readRecords } from '../../db/reconciliation.ts';
import { changedOrders, placedOrders } from '../../db/reconciliation-scope.ts';
import { orderEvents, orders } from '../../db/schema.ts';
import { collected } from '../support/collected.ts';
import { startPostgres } from '../support/postgres.ts';
import { connectPlanner, type Planner } from '../support/query-plans.ts';
import { storeOrders } from '../support/stored-orders.ts';

/** What reconciliation looks for in a shop with a past: it reads what has changed, and not what there is. */

const ORDERS = 20_000;
/** Of the index orders_state: three storefronts, eight statuses. */
const RANGES = 24;

let planner: Planner;
let stop: () => Promise<void>;

beforeAll(async () => {
  const { url, stop: stopPostgres } = await startPostgres();
  stop = stopPostgres;
  const database = connect(url, { max: 2 });
  await storeOrders(database, { orders: ORDERS, unpublished: 0 });
  await database.close();
  planner = connectPlanner(url);
});
afterAll(async () => {
  await planner?.close();
  await stop?.();
});

const DAY_MS = 24 * 60 * 60 * 1000;
const daysAgo = (days: number) => new Date(Date.now() - days * DAY_MS);
const MOST = 100;

/** They hold what open orders have and wait for: so little here that all of it is as cheap as a part. */
const SMALL = ['backorders', 'reservations'];

/** Nothing else is read from its beginning to its end, and no more rows than these. */
async function expectCheap(work: () => Promise<unknown>, rows: Record<string, number>): Promise<string[]> {
  const plans = await planner.plansOf(work);
  for (const { scannedWhole, rowsRead } of plans) {
    expect(scannedWhole.filter((table) => !SMALL.includes(table))).toEqual([]);
    for (const [table, most] of Object.entries(rows)) expect(rowsRead[table] ?? 0).toBeLessThanOrEqual(most);
  }
  return plans.flatMap(({ indexes }) => indexes);
}

describe('reconciliation', () => {
  it('finds what has happened to orders since it looked, the oldest first, and goes on from there', async () => {
    const events = await planner.db
      .select({ id: orderEvents.orderId, time: orderEvents.time })
      .from(orderEvents)
      .where(and(gt(orderEvents.version, 3), gte(orderEvents.time, daysAgo(30))));
    const sorted = events.toSorted((a, b) => +a.time - +b.time);
    const first = await changedOrders(planner.db, daysAgo(30), daysAgo(1), MOST);
    expect(new Set(first.ids)).toEqual(new Set(sorted.slice(0, MOST).map(({ id }) => id)));
    expect(first.until).toEqual(sorted[MOST - 1]?.time);
    const to = daysAgo(0);
    const last = await changedOrders(planner.db, daysAgo(0.5), to, 10_000);
    expect(last.until).toEqual(to);
    const look = async () => await changedOrders(planner.db, daysAgo(30), daysAgo(1), MOST);
    expect(await expectCheap(look, { order_events: MOST })).toContain('order_events_later');
  });

  it('finds orders that were placed since it looked', async () => {
    const [from, to] = [daysAgo(3), daysAgo(2)];
    const placed = await planner.db
      .select({ id: orders.id })
      .from(orders)
      .where(and(gte(orders.createdAt, from), lt(orders.createdAt, to)));
    const found = await placedOrders(planner.db, from, to, MOST);
    expect(found.ids.toSorted()).toEqual(placed.map(({ id }) => id).toSorted());
    expect(found.until).toEqual(to);
    const look = async () => await placedOrders(planner.db, from, to, MOST);
    expect(await expectCheap(look, { orders: 2 * MOST + RANGES })).toContain('orders_state');
  });

  it('reads what is written of some orders without a look at the others', async () => {
    const { ids } = await nextOrders(planner.db, '', MOST);
    const records = await readRecords(planner.db, ids);
    expect(records.map(({ order }) => order.id)).toEqual(ids);
    expect(records.filter(({ order, events }) => rebuilt(order, events).unlike !== null)).toEqual([]);
    await expectCheap(async () => await readRecords(planner.db, ids), {
      orders: MOST,
      order_events: 10 * MOST,
      payments: 10 * MOST,
    });
  });

  it('looks for authorizations that expire among open orders alone', async () => {
    const look = async () => await collected(expiring(planner.db));
    expect(await look()).toEqual([]);
    await expectCheap(look, { orders: 2 * 200 + RANGES });
    const plans = await planner.plansOf(look);
    const open = await planner.db.$count(
      orders,
      inArray(orders.status, ['PROCESSING', 'PARTIALLY_SHIPPED', 'SHIPPED']),
    );
    // Twice: by each of the two plans.
    expect(plans.filter(({ indexes }) => indexes.includes('orders_state')).length).toBeLessThanOrEqual(
      2 * (Math.floor(open / 200) + 1),
    );
  });
});

describe('an operator', () => {
  it('finds the few orders that need attention among all others', async () => {
    const some = await planner.db.select({ id: orders.id }).from(orders).where(eq(orders.status, 'CANCELING'));
    await planner.db.update(orders).set({ needsAttention: true }).where(eq(orders.status, 'CANCELING'));
    const look = async () => await findNeedsAttention(planner.db, MOST);
    expect((await look()).map(({ id }) => id).toSorted()).toEqual(some.map(({ id }) => id).toSorted());
    expect(await expectCheap(look, { orders: 2 * some.length })).toContain('orders_attention');
  });
});
