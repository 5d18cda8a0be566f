import { afterAll, beforeAll, expect, it } from '@jest/globals';
import postgres from 'postgres';
import { cancel, confirm } from '../../bench/peers/shared/decide.ts';
import { reserve } from '../../bench/peers/shared/reserve.ts';
import { connect, type Database } from '../../db/client.ts';
import { newId } from '../../db/ids.ts';
import { setOnHand } from '../../db/inventory.ts';
import { theOrder } from '../../db/orders.ts';
import { heldBy } from '../../db/stock-reservations.ts';
import type { Checkout } from '../../domain/gateway.ts';
import { startPostgres } from '../support/postgres.ts';
import { placed } from '../unit/an-order.ts';

/** The peers of the benchmark write into our tables with statements of their own: they have to change with them. */
let database: Database;
let sql: postgres.Sql;
let stop: () => Promise<void>;
beforeAll(async () => {
  const server = await startPostgres();
  stop = server.stop;
  database = connect(server.url, { max: 2 });
  // As bench/peers/shared/env.ts has it: Drizzle changes how its own takes dates.
  sql = postgres(server.url);
});
afterAll(async () => {
  await Promise.all([database?.close(), sql?.end()]);
  await stop?.();
});

async function checkout(): Promise<Checkout> {
  const order = placed(2);
  const id = newId();
  const lines = order.lines.map((line) => ({ ...line, sku: `SKU-${id}-${line.id}` }));
  for (const { sku } of lines) await setOnHand(database.db, sku, 'main', 10);
  return { order: { ...order, id, lines }, paymentMethod: 'pm_card_visa' };
}

const held = async ({ id }: { id: string }) => await heldBy(database.db, id);

it('the peers of the benchmark write orders that are read as our own', async () => {
  const [kept, refused, never] = [await checkout(), await checkout(), await checkout()];
  await reserve(sql, kept);
  await confirm(sql, kept, 'pi_1');
  await reserve(sql, refused);
  await cancel(sql, refused, 'payment_declined');
  await cancel(sql, never, 'dependency_unavailable');
  expect(await theOrder(database.db, kept.order.id)).toMatchObject({
    status: 'PROCESSING',
    payment: { status: 'authorized', authorized: kept.order.total },
    attention: [],
  });
  expect(await held(kept.order)).toMatchObject([{ quantity: 2 }]);
  expect(await theOrder(database.db, refused.order.id)).toMatchObject({
    status: 'CANCELED',
    cancelReason: 'payment_declined',
  });
  expect(await held(refused.order)).toEqual([]);
  expect(await theOrder(database.db, never.order.id)).toMatchObject({ status: 'CANCELED' });
});
