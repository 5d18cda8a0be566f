import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { noteAllocated, ordersToTell, serveQueue, waitingOf } from '../../db/backorders.ts';
import type { Tx } from '../../db/client.ts';
import { setStock } from '../../db/inventory.ts';
import { lockStock } from '../../db/stock-locks.ts';
import { claimedBy, heldBy } from '../../db/stock-reservations.ts';
import { connectPlanner, type Planner } from '../support/query-plans.ts';
import { order as confirmed, place } from '../support/shop-orders.ts';
import { startPostgres } from '../support/postgres.ts';

const ORDERS = 3000;
const SKUS = 5000;

let planner: Planner;
let stop: () => Promise<void>;
let id: string;

beforeAll(async () => {
  const postgres = await startPostgres();
  ({ stop } = postgres);
  planner = connectPlanner(postgres.url);
  const { db } = planner;
  await db.execute(`
    insert into inventory (sku, location, on_hand)
    select 'S' || n, location, 1000000 from generate_series(1, ${SKUS}) n, unnest(array['east', 'main', 'west']) location`);
  await setStock(db, 'WAITS', 'main', { backorder: true, onHand: 0 });
  ({ id } = await confirmed(db, { units: { S1: 1, S2: 1, WAITS: 2 } }));
  // Everybody else waits for something else, and one in a hundred has not been told what came.
  await db.execute(`
    insert into orders select (jsonb_populate_record(o, jsonb_build_object('id', 'copy-' || n))).*
    from orders o, generate_series(1, ${ORDERS}) n where o.id = '${id}'`);
  await db.execute(`
    insert into reservations select 'copy-' || n, 'S' || 1 + n % ${SKUS}, 'main', 1 from generate_series(1, ${ORDERS}) n`);
  await db.execute(`
    insert into backorders (order_id, sku, waiting, allocated)
    select 'copy-' || n, 'S' || 1 + n % ${SKUS}, 1, case when n % 100 = 0 then '[{"location":"main","quantity":1}]'::jsonb else '[]' end
    from generate_series(1, ${ORDERS}) n`);
  await db.execute('analyze');
});
afterAll(async () => {
  await planner?.close();
  await stop?.();
});

it.each<[string, (tx: Tx) => Promise<unknown>]>([
  ['the locks of its stock', (tx) => lockStock(tx, ['S1', 'S2', 'WAITS'])],
  ['what it holds', (tx) => heldBy(tx, id)],
  ['what it holds or waits for', (tx) => claimedBy(tx, id)],
  ['what it waits for', (tx) => waitingOf(tx, id)],
  ['what has come for it', (tx) => noteAllocated(tx, id)],
  ['who waits for its SKUs', (tx) => serveQueue(tx, ['S4000', 'WAITS'])],
  ['who has not been told', (tx) => ordersToTell(tx)],
])('%s is found without a look at everybody’s', async (_what, work) => {
  const plans = await planner.plansOf(() => planner.db.transaction(work));
  expect(plans.length).toBeGreaterThan(0);
  for (const { scannedWhole, rowsRead } of plans) {
    expect(scannedWhole).toEqual([]);
    for (const rows of Object.values(rowsRead)) expect(rows).toBeLessThanOrEqual(ORDERS / 50);
  }
});

it('the usual order reads the stock that it takes, and no other', async () => {
  const plans = await planner.plansOf(() => place(planner.db, { units: { S1: 1, S2: 1 } }));
  // One statement, planned twice: all of it is at the first location.
  expect(plans).toHaveLength(2);
  for (const { rowsRead, scannedWhole } of plans) {
    expect(scannedWhole).not.toContain('inventory');
    expect(rowsRead['inventory']).toBeLessThanOrEqual(2);
  }
});
