import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { eq, sql } from 'drizzle-orm';
import { ulid } from 'ulid';
import { payments } from '../../db/schema.ts';
import { readLedger, soundBooks } from '../support/workflow-books.ts';
import { diesAfterTheMove } from '../support/workflow-deaths.ts';
import { paidUntil, part, twoLines } from '../support/workflow-parcels.ts';
import { startWorld, type World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
  const headers = { 'Content-Type': 'application/json' };
  const body = JSON.stringify({ keyLifeSeconds: 1, multicapture: false });
  await fetch(new URL('/account', world.simulatorUrl), { method: 'PUT', headers, body });
});
afterAll(async () => await world?.stop());

const kinds = async (id: string) => (await readLedger(world, id)).map(({ kind, amount }) => `${kind} ${amount}`);

const wanted = (quantity: number) => ({
  lines: [
    { id: 'line-1', quantity },
    { id: 'line-2', quantity: 1 },
  ],
});
const edit = async (id: string, quantity: number) =>
  await world.gateway().change(id, 'editOrder', ulid(), wanted(quantity));

/** The move is made, and a day passes before anybody notes it: Stripe has forgotten its key. */
function agesUnnoted(id: string) {
  return diesAfterTheMove(world, id, async (effect) => {
    await effect();
    const earlier = sql`${payments.createdAt} - interval '24 hours'`;
    await world.database.db.update(payments).set({ createdAt: earlier }).where(eq(payments.orderId, id));
    await new Promise((resolve) => setTimeout(resolve, 1100));
    throw new Error('planted: died');
  });
}

async function shipped(): Promise<string> {
  const { id } = await twoLines(world);
  await world.gateway().ship(id, part(1));
  return id;
}

it.concurrent('a capture is made once, however old its key', async () => {
  const id = await shipped();
  world.failpoints.plant(id, 'capturePayment', agesUnnoted(id));
  await paidUntil(world, id, 3600);
  expect(await kinds(id)).toEqual(['authorization 3600', 'capture 3600']);
  await soundBooks(world, id);
});

it.concurrent('a refund is made once, however old its key', async () => {
  const id = await shipped();
  await paidUntil(world, id, 3600);
  world.failpoints.plant(id, 'refundPayment', agesUnnoted(id));
  await world.gateway().change(id, 'refundOrder', ulid(), { amount: 600 });
  expect(await kinds(id)).toEqual(['authorization 3600', 'capture 3600', 'refund 600']);
  await soundBooks(world, id);
});

it.concurrent('a later authorization is made once, however old its key', async () => {
  const { id } = await twoLines(world);
  world.failpoints.plant(id, 'authorizeRest', agesUnnoted(id));
  expect(await edit(id, 5)).toMatchObject({ total: 5600, payment: { authorized: 5600 } });
  expect(await kinds(id)).toEqual(['authorization 3600', 'authorization 2000']);
  await soundBooks(world, id);
});

it.concurrent('a release is made once, however old its key', async () => {
  const { id } = await twoLines(world);
  await edit(id, 5);
  world.failpoints.plant(id, 'releasePayment', agesUnnoted(id));
  expect(await edit(id, 3)).toMatchObject({ total: 3600, payment: { authorized: 3600 } });
  expect(await kinds(id)).toEqual(['authorization 3600', 'authorization 2000', 'void 2000']);
  await soundBooks(world, id);
});
