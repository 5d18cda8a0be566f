import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { startHousekeeping } from '../../bin/temporal-setup.ts';
import { standingFindings } from '../../db/reconciliation-findings.ts';
import { until } from '../support/stack-wait.ts';
import { startWorld, type World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

/** Messages of so many days ago, and keys that are `keyDays` old. */
async function handled(name: string, count: number, days: number, keyDays: number): Promise<void> {
  const { sql } = world.database;
  await sql`
    insert into idempotency_keys (scope, key, fingerprint, order_id, created_at)
    select 'a checkout', ${name} || n, 'body', 'an order', now() - ${keyDays} * interval '1 day'
    from generate_series(1, ${count}::integer) n`;
  await sql`
    insert into inbox (consumer, event_id, handled_at)
    select 'analytics', ${name} || n, now() - ${days} * interval '1 day' from generate_series(1, ${count}::integer) n`;
  await sql`
    insert into notifications (event_id, order_id, template, state, claimed_at)
    select ${name} || n, 'an order', 'order.created', 'sent', now() - ${days} * interval '1 day'
    from generate_series(1, ${count}::integer) n`;
  await sql`
    insert into webhook_endpoints (id, storefront, url, secret) values ('e1', 'us', 'https://shop.example', 'a secret')
    on conflict do nothing`;
  await sql`
    insert into webhook_deliveries (id, endpoint_id, event_id, event_type, order_id, payload, created_at)
    select ${name} || n, 'e1', ${name} || n, 'order.created', 'an order', '{}', now() - ${days} * interval '1 day'
    from generate_series(1, ${count}::integer) n`;
  await sql`
    insert into reconciliation_findings (id, kind, subject, detail, resolved_at)
    select ${name} || n, 'payment', 'an order', 'resolved', now() - ${days} * interval '1 day'
    from generate_series(1, ${count}::integer) n`;
}

const kept = async () => {
  const { sql } = world.database;
  const all = await Promise.all([
    sql<{ id: string }[]>`select event_id as id from inbox order by 1`,
    sql<{ id: string }[]>`select event_id as id from notifications order by 1`,
    sql<{ id: string }[]>`select id from webhook_deliveries order by 1`,
    sql<{ id: string }[]>`select key as id from idempotency_keys order by 1`,
    sql<{ id: string }[]>`select id from reconciliation_findings where detail <> 'stands' order by 1`,
  ]);
  return all.map((rows) => rows.map(({ id }) => id));
};

it('messages that cannot come again, and old keys, are forgotten by a schedule, however many, and no other', async () => {
  await handled('old', 12_000, 91, 31);
  await handled('young', 3, 89, 29);
  await world.database.sql`
    insert into reconciliation_findings (id, kind, subject, detail, found_at)
    values ('standing', 'payment', 'another order', 'stands', now() - interval '91 days')`;
  await startHousekeeping(world.client, 0);
  const schedule = world.client.schedule.getHandle('sweep');
  expect((await schedule.describe()).spec.intervals).toMatchObject([{ every: 24 * 60 * 60 * 1000 }]);
  await schedule.trigger();
  const young = ['young1', 'young2', 'young3'];
  await until('the old ones to be gone', async () => (await kept()).every(({ length }) => length <= young.length));
  expect(await kept()).toEqual([young, young, young, young, young]);
  expect(await standingFindings(world.database.db)).toMatchObject([{ id: 'standing' }]);
});
