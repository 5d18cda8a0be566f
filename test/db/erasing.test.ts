import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sql } from 'drizzle-orm';
import { connect, type Database } from '../../db/client.ts';
import { eraseOrder, forgetPersons } from '../../db/erasing.ts';
import { newId } from '../../db/ids.ts';
import { destroyOrderKey } from '../../db/order-keys.ts';
import { webhookEndpoints } from '../../db/schema.ts';
import { writeDeliveries } from '../../db/webhook-deliveries.ts';
import { startPostgres } from '../support/postgres.ts';
import { storeOrders } from '../support/stored-orders.ts';

const DAY = 24 * 60 * 60 * 1000;

let database: Database;
let stop: () => Promise<void>;
beforeAll(async () => {
  const postgres = await startPostgres();
  ({ stop } = postgres);
  database = connect(postgres.url, { max: 4 });
  await storeOrders(database, { orders: 500, days: 700 });
});
afterAll(async () => {
  await database.close();
  await stop();
});

/** Of the orders that fulfil `which`, how many are somebody's. */
async function somebodys(which: string): Promise<{ all: number; somebodys: number }> {
  const [row] = await database.sql<{ all: number; somebodys: number }[]>`
    select count(*)::integer as all, count(customer_id)::integer as somebodys from orders
    where ${database.sql.unsafe(which)}`;
  if (!row) throw new Error('nothing was counted');
  return row;
}

async function forget(before: Date, isOpen: (orderId: string) => boolean = () => false): Promise<boolean[]> {
  const done: boolean[] = [];
  for await (const one of forgetPersons(database.db, before, (id) => Promise.resolve(isOpen(id)))) done.push(one);
  return done;
}

describe('orders to which nothing has happened for a year', () => {
  const before = new Date(Date.now() - 365 * DAY);
  const old = `updated_at < '${before.toISOString()}'`;
  const over = `status in ('DELIVERED', 'CANCELED')`;

  it('are nobody’s once they are over; those under way and younger ones stay as they are', async () => {
    const [younger, unfinished] = [await somebodys(`not (${old})`), await somebodys(`${old} and not (${over})`)];
    expect(Math.min(younger.somebodys, unfinished.somebodys)).toBeGreaterThan(0);
    const { all } = await somebodys(`${old} and ${over}`);
    const sums = sql`select status, sum(total), sum(captured) from orders group by 1 order by 1`;
    const figures = await database.db.execute(sums);
    const [open] = await database.sql<{ id: string }[]>`
      select id from orders where ${database.sql.unsafe(`${old} and ${over}`)} order by id limit 1`;

    const done = await forget(before, (id) => id === open?.id);
    expect(done.filter(Boolean)).toHaveLength(all - 1);
    expect(await somebodys(`${old} and ${over}`)).toEqual({ all, somebodys: 1 });
    expect([await somebodys(`not (${old})`), await somebodys(`${old} and not (${over})`)]).toEqual([
      younger,
      unfinished,
    ]);
    expect(await database.db.execute(sums)).toEqual(figures);
    // Whose workflow has ended since; the others are not looked at again.
    expect((await forget(before)).filter(Boolean)).toHaveLength(1);
    expect(await somebodys(`${old} and ${over}`)).toEqual({ all, somebodys: 0 });
  });
});

it('an order that has something to publish is not erased, and one that is erased already is not counted again', async () => {
  const [order] = await database.sql<{ id: string }[]>`
    select id from orders where status = 'DELIVERED' and customer_id is not null limit 1`;
  if (!order) throw new Error('there is no order');
  await database.sql`
    insert into outbox (order_id, sequence, partition, event_type, storefront, message)
    values (${order.id}, 1, 0, 'order.created', 'us', '{}')`;
  await expect(eraseOrder(database.db, order.id)).rejects.toMatchObject({ code: 'invalid_transition' });
  // Nor does the sweep stop at it.
  expect(await forget(new Date())).toContain(true);
  await database.sql`delete from outbox where order_id = ${order.id}`;
  expect(await eraseOrder(database.db, order.id)).toMatchObject({ orders: 1 });
  expect(await eraseOrder(database.db, order.id)).toMatchObject({ orders: 0, events: 0 });
});

it('an event that comes after its order was erased is told to nobody', async () => {
  const orderId = newId();
  const endpoint = { id: newId(), storefront: 'us', url: 'https://shop.example', secret: 'a secret' } as const;
  await database.db.insert(webhookEndpoints).values(endpoint);
  const tell = async () =>
    await writeDeliveries(database.db, {
      storefront: 'us',
      eventId: newId(),
      eventType: 'order.created',
      orderId,
      payload: '{}',
    });
  expect(await tell()).toHaveLength(1);
  await destroyOrderKey(database.db, orderId);
  expect(await tell()).toEqual([]);
});
