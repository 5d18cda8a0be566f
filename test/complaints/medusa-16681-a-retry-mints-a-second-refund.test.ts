import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { ulid } from 'ulid';
import { askMove } from '../../db/money-moves.ts';
import { workflowId } from '../../bin/order-gateway.ts';
import { readLedger, soundBooks } from '../support/workflow-books.ts';
import { diesAfterTheMove } from '../support/workflow-deaths.ts';
import { hangsAfterItsEffect } from '../support/workflow-failpoints.ts';
import { paidUntil, part, twoLines, units } from '../support/workflow-parcels.ts';
import { SHORT } from '../support/workflow-steps.ts';
import { untilOrder, untilWorkflow } from '../support/workflow-waits.ts';
import { startWorld, type World } from '../support/world.ts';

/** https://github.com/medusajs/medusa/issues/16681 */
let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(async () => await world?.stop());

async function paid(method = 'pm_card_visa', timing = {}) {
  const { id } = await twoLines(world, { method, timing });
  await world.gateway().ship(id, part(1));
  await paidUntil(world, id, 3600);
  return id;
}

const refundOf = async (id: string) => (await readLedger(world, id)).filter(({ kind }) => kind === 'refund');
const SIX_HUNDRED = [expect.objectContaining({ amount: 600 })];

it.concurrent.each(['pm_card_visa', 'pm_refund_lost_answer', 'pm_refund_pending'])(
  'the activity dies after the provider has refunded, and is run again (%s)',
  async (method) => {
    const id = await paid(method);
    world.failpoints.plant(id, 'refundPayment', diesAfterTheMove(world, id));
    const { refunds } = await world.gateway().change(id, 'refundOrder', ulid(), { amount: 600 });
    expect(refunds).toMatchObject([{ amount: 600, refunded: 600, status: 'SUCCEEDED' }]);
    expect(await refundOf(id)).toEqual(SIX_HUNDRED);
    await soundBooks(world, id);
  },
);

it.concurrent('the worker hangs after the provider has refunded, and another one takes over', async () => {
  const id = await paid('pm_card_visa', { attempt: 1000 });
  world.failpoints.plant(id, 'refundPayment', diesAfterTheMove(world, id, hangsAfterItsEffect));
  await world.gateway().change(id, 'refundOrder', ulid(), { amount: 600 });
  expect(await refundOf(id)).toEqual(SIX_HUNDRED);
  await soundBooks(world, id);
});

it.concurrent('the workflow is terminated after the provider has refunded, and goes on from the database', async () => {
  const id = await paid();
  const dead = Promise.withResolvers<void>();
  const dies = diesAfterTheMove(world, id, async (effect) => {
    await effect();
    dead.resolve();
    throw new Error('planted: died');
  });
  world.failpoints.plant(id, 'refundPayment', dies);
  const refund = ulid();
  const asked = world.gateway().change(id, 'refundOrder', refund, { amount: 600 });
  await Promise.all([dead.promise, asked.catch(() => undefined), terminated(id, dead.promise)]);
  await world.gateway().resume(id);
  await untilOrder(world, id, ({ payment }) => payment.refunded === 600);
  // The same operation, asked again by whoever got no answer.
  const { refunds } = await world.gateway().change(id, 'refundOrder', refund, { amount: 600 });
  expect(refunds).toMatchObject([{ id: refund, status: 'SUCCEEDED' }]);
  expect(await refundOf(id)).toEqual(SIX_HUNDRED);
  await soundBooks(world, id);
});

async function terminated(id: string, when: Promise<void>): Promise<void> {
  await when;
  await world.client.workflow.getHandle(workflowId(id)).terminate();
}

it.concurrent('the same operation is asked for ten times at once, and once more later', async () => {
  const id = await paid();
  const refund = ulid();
  const ask = async () => await world.gateway().change(id, 'refundOrder', refund, { amount: 600 });
  await Promise.all(Array.from({ length: 10 }, ask));
  expect((await ask()).refunds).toHaveLength(1);
  expect(await refundOf(id)).toEqual(SIX_HUNDRED);
  await soundBooks(world, id);
});

it.concurrent('the activity dies after the refund while a capture of the order waits for an operator', async () => {
  const { id } = await twoLines(world, { timing: SHORT });
  await world.gateway().ship(id, part(1, units('line-1', 1)));
  await paidUntil(world, id, 1100);
  // Asked for, and nobody knows what became of it.
  world.failpoints.plant(id, 'capturePayment', async () => {
    await askMove(world.database.db, id);
    throw new Error('planted outage');
  });
  await world.gateway().ship(id, part(2));
  await world.gateway().settle(id);
  await untilWorkflow(world, id, ({ needsAttention }) => needsAttention);
  world.failpoints.plant(id, 'refundPayment', diesAfterTheMove(world, id));
  const { refunds } = await world.gateway().change(id, 'refundOrder', ulid(), { amount: 600 });
  expect(refunds).toMatchObject([{ status: 'SUCCEEDED' }]);
  expect(await refundOf(id)).toEqual(SIX_HUNDRED);
});
