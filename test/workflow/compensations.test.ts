import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Compensation } from '../../domain/order.ts';
import { soundBooks } from '../support/workflow-books.ts';
import {
  failsForGood,
  failsOnce,
  hangs,
  losesItsAnswer,
  losesItsAnswerOnce,
  outage,
} from '../support/workflow-failpoints.ts';
import { confirmed, newCheckout } from '../support/workflow-orders.ts';
import { SHORT } from '../support/workflow-steps.ts';
import { untilOrder, untilWorkflow } from '../support/workflow-waits.ts';
import { startWorld, type World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

const STEP_OF = { stock: 'releaseStock', payment: 'voidPayment' } as const;
const BOTH: Compensation[] = ['stock', 'payment'];
const PASSING = { 'fails once': failsOnce, 'loses its answer once': losesItsAnswerOnce };
const LASTING = { 'fails for good': failsForGood, 'fails at every try': outage, 'times out': hangs };
const GIVEN_BACK = { held: {}, standing: 0, authorizations: 1, published: ['order.created', 'order.cancelled'] };

const passing = BOTH.flatMap((undo) => Object.entries(PASSING).map(([how, failure]) => ({ undo, how, failure })));
const lasting = BOTH.flatMap((undo) => Object.entries(LASTING).map(([how, failure]) => ({ undo, how, failure })));

/** A confirmed order that is canceled by request, while giving `undo` back goes wrong for good. */
async function stuck(undo: Compensation, failure = failsForGood): Promise<{ id: string; sku: string }> {
  const { id, sku } = await confirmed(world, {}, SHORT);
  world.failpoints.plant(id, STEP_OF[undo], failure);
  await world.gateway({}, { deadlineMs: 1 }).cancel(id, null);
  await untilWorkflow(world, id, (order) => order.needsAttention && order.openCompensations.length === 1);
  return { id, sku };
}

describe('giving back what an order holds', () => {
  it.concurrent.each(passing)('succeeds by itself when the $undo $how', async ({ undo, failure }) => {
    const { id, sku } = await confirmed(world, {}, SHORT);
    world.failpoints.plant(id, STEP_OF[undo], failure());
    const { order, decided } = await world.gateway().cancel(id, 'no longer needed');

    expect({ decided, status: order.status, reason: order.cancelReason }).toEqual({
      decided: true,
      status: 'CANCELED',
      reason: 'requested',
    });
    expect(await soundBooks(world, id)).toMatchObject({
      ...GIVEN_BACK,
      order: { payment: { status: 'voided' }, needsAttention: false, cancelNote: 'no longer needed' },
      stock: { [sku]: { onHand: 10, reserved: 0 } },
    });
  });

  it.concurrent.each(lasting)(
    'waits for an operator when the $undo $how, and gives the rest back nevertheless; a retry ends it',
    async ({ undo, failure }) => {
      const { id, sku } = await stuck(undo, failure);
      expect(await soundBooks(world, id)).toMatchObject({
        order: { status: 'CANCELING', needsAttention: true, attention: [{ step: undo }], openCompensations: [undo] },
        stock: { [sku]: { onHand: 10, reserved: undo === 'stock' ? 2 : 0 } },
        standing: undo === 'payment' ? 2598 : 0,
        published: ['order.created'],
      });

      world.failpoints.mend(id, STEP_OF[undo]);
      const { order } = await world.gateway().resolve(id, undo, 'retry', 'mended');
      expect(order.status).toBe('CANCELED');
      expect(await soundBooks(world, id)).toMatchObject({
        ...GIVEN_BACK,
        order: { payment: { status: 'voided' }, needsAttention: false, attention: [] },
        stock: { [sku]: { onHand: 10, reserved: 0 } },
      });
    },
  );

  it.concurrent.each(BOTH)('ends when an operator skips the %s, which is then theirs to settle', async (undo) => {
    const { id, sku } = await stuck(undo);
    const { order } = await world.gateway().resolve(id, undo, 'skip', 'settled by hand');
    expect(order).toMatchObject({ status: 'CANCELED', needsAttention: false });
    expect(await soundBooks(world, id)).toMatchObject({
      stock: { [sku]: { onHand: 10, reserved: undo === 'stock' ? 2 : 0 } },
      standing: undo === 'payment' ? 2598 : 0,
      published: ['order.created', 'order.cancelled'],
    });
  });

  it.concurrent('voids with a new key at a retry, as Stripe keeps the first answer of one', async () => {
    const { id } = await confirmed(world, { method: 'pm_void_fails_once' }, SHORT);
    await world.gateway({}, { deadlineMs: 1 }).cancel(id, null);
    const { attention } = await untilOrder(world, id, ({ needsAttention }) => needsAttention);
    expect(attention).toMatchObject([{ step: 'payment', error: 'The payment service failed for good' }]);
    const { order } = await world.gateway().resolve(id, 'payment', 'retry', 'once more');
    expect(order.status).toBe('CANCELED');
    expect(await soundBooks(world, id)).toMatchObject(GIVEN_BACK);
  });

  it.concurrent('asks again when a retry fails too', async () => {
    const { id } = await stuck('payment');
    const { decided } = await world.gateway({}, { deadlineMs: 1000 }).resolve(id, 'payment', 'retry', 'too early');
    expect(decided).toBe(false);
    expect((await soundBooks(world, id)).order).toMatchObject({ status: 'CANCELING', needsAttention: true });
    world.failpoints.mend(id, 'voidPayment');
    const { order } = await world.gateway().resolve(id, 'payment', 'retry', 'mended');
    expect(order.status).toBe('CANCELED');
    expect(await soundBooks(world, id)).toMatchObject(GIVEN_BACK);
  });

  it.concurrent('keeps both before an operator when both fail, each to be settled by itself', async () => {
    const { id } = await confirmed(world, {}, SHORT);
    world.failpoints.plant(id, 'releaseStock', failsForGood);
    world.failpoints.plant(id, 'voidPayment', failsForGood);
    await world.gateway({}, { deadlineMs: 1 }).cancel(id, null);
    await untilWorkflow(world, id, (order) => order.failedCompensations.length === 2);
    world.failpoints.mend(id, 'releaseStock');
    world.failpoints.mend(id, 'voidPayment');

    const half = await world.gateway().resolve(id, 'payment', 'retry', 'mended');
    expect(half.order).toMatchObject({ status: 'CANCELING', needsAttention: true, openCompensations: ['stock'] });
    const whole = await world.gateway().resolve(id, 'stock', 'retry', 'mended');
    expect(whole.order.status).toBe('CANCELED');
    expect(await soundBooks(world, id)).toMatchObject(GIVEN_BACK);
  });

  it.concurrent('is owed also by an order that never got its answer', async () => {
    const checkout = await newCheckout(world);
    const { id } = checkout.order;
    world.failpoints.plant(id, 'authorizePayment', losesItsAnswer);
    world.failpoints.plant(id, 'voidPayment', failsForGood);
    const { order, decided } = await world.gateway({}, { deadlineMs: 1500 }).place(checkout);
    expect(decided).toBe(false);
    expect(['PENDING', 'CANCELING']).toContain(order.status);
    await untilOrder(world, id, ({ needsAttention }) => needsAttention);
    world.failpoints.mend(id, 'voidPayment');
    await world.gateway().resolve(id, 'payment', 'retry', 'mended');
    expect(await soundBooks(world, id)).toMatchObject({
      ...GIVEN_BACK,
      order: { status: 'CANCELED', cancelReason: 'dependency_unavailable' },
      published: ['order.cancelled'],
    });
  });

  it.concurrent('never takes a word of an operator that came before there was a failure', async () => {
    const { id } = await confirmed(world, {}, SHORT);
    await world
      .gateway({}, { deadlineMs: 2000 })
      .resolve(id, 'payment', 'skip', 'too early')
      .catch(() => undefined);
    world.failpoints.plant(id, 'voidPayment', failsForGood);
    await world.gateway({}, { deadlineMs: 1 }).cancel(id, null);
    const order = await untilWorkflow(
      world,
      id,
      ({ needsAttention, status }) => needsAttention || status === 'CANCELED',
    );
    expect(order).toMatchObject({ status: 'CANCELING', needsAttention: true });
  });

  it.concurrent('is settled by one word also where the order was canceled twice at once', async () => {
    const { id } = await confirmed(world, {}, SHORT);
    world.failpoints.plant(id, 'voidPayment', failsForGood);
    const cancels = [world.gateway().cancel(id, 'one'), world.gateway().cancel(id, 'two')];
    await untilWorkflow(world, id, (order) => order.needsAttention && order.openCompensations.length === 1);
    const { order } = await world.gateway().resolve(id, 'payment', 'skip', 'settled by hand');
    expect(order.status).toBe('CANCELED');
    const answers = await Promise.all(cancels);
    expect(answers.map((answer) => answer.order.status)).toEqual(['CANCELED', 'CANCELED']);
    expect(await world.client.workflow.getHandle(`order-${id}`).result()).toBe('CANCELED');
  });
});
