import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ulid } from 'ulid';
import { detach, intoParts, monthPart, nextMonth } from '../../bench/scale/partition-sql.ts';
import { connect, type Database } from '../../db/client.ts';
import { nextOrders } from '../../db/order-lists.ts';
import { readEvents } from '../../db/order-events.ts';
import { rebuildAll } from '../../db/rebuilding.ts';
import { collected } from '../support/collected.ts';
import { startPostgres } from '../support/postgres.ts';
import { storeOrders } from '../support/stored-orders.ts';

/** docs/operations/scale.md has this SQL: it holds for the schema that there is. */
const NEXT = nextMonth(new Date().toISOString().slice(0, 7));

let database: Database;
let stop: () => Promise<void>;
const sql = () => database.sql;

beforeAll(async () => {
  const postgres = await startPostgres();
  stop = postgres.stop;
  database = connect(postgres.url, { max: 2 });
  await storeOrders(database, { orders: 200 });
});
afterAll(async () => {
  await database?.close();
  await stop?.();
});

const event = async (orderId: string, source: string | null = null) =>
  await sql()`insert into order_events (order_id, version, id, type, time, data, source_event_id)
    values (${orderId}, 1, ${ulid()}, 'order.placed', now(), '{}', ${source})`;
const tableOf = async (orderId: string) =>
  (await sql()`select distinct tableoid::regclass::text as name from order_events where order_id = ${orderId}`).map(
    ({ name }) => String(name),
  );

describe('order_events in parts by month', () => {
  it('has all that it had, and orders are their events', async () => {
    const { ids } = await nextOrders(database.db, '', 3);
    const before = await Promise.all(ids.map((id) => readEvents(database.db, id)));
    const { beforehand, atOnce } = intoParts(NEXT);
    for (const statement of beforehand) await sql().unsafe(statement);
    await sql().begin(async (tx) => {
      for (const statement of atOnce) await tx.unsafe(statement);
    });
    expect(await Promise.all(ids.map((id) => readEvents(database.db, id)))).toEqual(before);
    expect(before.flat().length).toBeGreaterThan(ids.length);
    const orders = await collected(rebuildAll(database.db));
    expect(orders.length).toBeGreaterThanOrEqual(200);
    expect(orders.filter(({ unlike }) => unlike !== null)).toEqual([]);
  });

  it('takes an event of each order into the month of the order, and none twice', async () => {
    const [now, later] = [ulid(), ulid(Date.parse(`${NEXT}-20T00:00:00Z`))];
    await event(now, 'carrier-1');
    await event(later, 'carrier-1');
    expect([await tableOf(now), await tableOf(later)]).toEqual([
      ['order_events_past'],
      [`order_events_${NEXT.replace('-', '_')}`],
    ]);
    await expect(event(later)).rejects.toThrow(/duplicate key/);
  });

  it('is read in one part by whoever asks for an order', async () => {
    const [row] = await sql()`explain (format json) select * from order_events where order_id = ${ulid()}`;
    const parts = [...JSON.stringify(row).matchAll(/"Relation Name":"([^"]+)"/g)].map(([, name]) => name);
    expect(parts).toEqual(['order_events_past']);
  });

  it('lets a month leave, and others stay', async () => {
    const count = async () => Number((await sql()`select count(*)::int as count from order_events`)[0]?.['count']);
    const all = await count();
    await sql().unsafe(monthPart('order_events', nextMonth(NEXT)));
    await sql().unsafe(detach('order_events', NEXT));
    expect(await count()).toBe(all - 1);
  });
});
