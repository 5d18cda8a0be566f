import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { forgetActions } from '../../db/audit.ts';
import type { Db } from '../../db/client.ts';
import { forgetHandled } from '../../db/inbox.ts';
import { forgetNotifications } from '../../db/notifications.ts';
import { auditEntries, inbox, notifications, webhookDeliveries, webhookEndpoints } from '../../db/schema.ts';
import { forgetDeliveries } from '../../db/webhook-deliveries.ts';
import { startPostgres } from '../support/postgres.ts';
import { connectPlanner, type Planner } from '../support/query-plans.ts';

const ROWS = 20_000;
const LIMIT = 100;
const DAY = 24 * 60 * 60 * 1000;

let planner: Planner;
let stop: () => Promise<void>;

beforeAll(async () => {
  const postgres = await startPostgres();
  ({ stop } = postgres);
  planner = connectPlanner(postgres.url);
  // One an hour.
  const past = Array.from({ length: ROWS }, (_, n) => ({ id: `e${n}`, time: new Date(Date.now() - (n * DAY) / 24) }));
  for (let start = 0; start < ROWS; start += 5000) {
    const some = past.slice(start, start + 5000);
    await planner.db
      .insert(inbox)
      .values(some.map(({ id, time }) => ({ consumer: 'payments', eventId: id, handledAt: time })));
    await planner.db.insert(notifications).values(
      some.map(({ id, time }) => ({
        eventId: id,
        orderId: 'an order',
        template: 'order.created',
        state: 'sent' as const,
        claimedAt: time,
      })),
    );
  }
  await planner.db
    .insert(webhookEndpoints)
    .values({ id: 'e1', storefront: 'us', url: 'https://shop.example', secret: 'a secret' });
  for (let start = 0; start < ROWS; start += 5000) {
    await planner.db.insert(webhookDeliveries).values(
      past.slice(start, start + 5000).map(({ id, time }) => ({
        id,
        endpointId: 'e1',
        eventId: id,
        eventType: 'order.created',
        orderId: 'an order',
        payload: '{}',
        createdAt: time,
      })),
    );
  }
  for (let start = 0; start < ROWS; start += 2500) {
    await planner.db.insert(auditEntries).values(
      past.slice(start, start + 2500).map(({ id, time }) => ({
        id,
        actor: 'somebody',
        role: 'operator' as const,
        operation: 'holdOrder',
        path: '/v1/orders/an-order/hold',
        details: {},
        requestId: id,
        createdAt: time,
      })),
    );
  }
  await planner.db.execute('analyze');
});
afterAll(async () => {
  await planner?.close();
  await stop?.();
});

type Forget = (db: Db, before: Date, limit: number) => Promise<number>;

it.each<[string, Forget, string]>([
  ['inbox', forgetHandled, 'inbox_handled'],
  ['notifications', forgetNotifications, 'notifications_claimed'],
  ['webhook_deliveries', forgetDeliveries, 'webhook_deliveries_created'],
  ['audit_entries', forgetActions, 'audit_entries_created'],
])('a sweep of %s takes the oldest, and reads no more than it takes', async (table, forget, index) => {
  const before = new Date(Date.now() - 90 * DAY);
  const plans = await planner.plansOf(async () => expect(await forget(planner.db, before, LIMIT)).toBe(LIMIT));
  expect(plans.length).toBeGreaterThan(0);
  for (const plan of plans) {
    expect(plan.scannedWhole).toEqual([]);
    expect(plan.indexes).toEqual([index]);
    // Each is found, and deleted.
    expect(plan.rowsRead[table]).toBeLessThanOrEqual(3 * LIMIT);
  }
});
