import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ulid } from 'ulid';
import { workflowId } from '../../bin/order-gateway.ts';
import { changeOrder } from '../../db/orders.ts';
import { hold as putOnHold } from '../../domain/holds.ts';
import { soundBooks } from '../support/workflow-books.ts';
import type { Moment, Step } from '../support/workflow-failpoints.ts';
import { newCheckout } from '../support/workflow-orders.ts';
import { paidUntil, part, twoLines, units } from '../support/workflow-parcels.ts';
import { SHORT } from '../support/workflow-steps.ts';
import { theOrder, untilOrder, untilWorkflow } from '../support/workflow-waits.ts';
import { startWorld, type World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(async () => await world?.stop());

const REFUSED = { code: 'invalid_transition' };
const MORE = {
  lines: [
    { id: 'line-1', quantity: 5 },
    { id: 'line-2', quantity: 1 },
  ],
};
const handleOf = (id: string) => world.client.workflow.getHandle(workflowId(id));
const cancel = async (id: string) => await world.gateway().cancel(id, 'changed my mind');
const edit = async (id: string) => await world.gateway().change(id, 'editOrder', ulid(), MORE);

const STEPS: [Step, Moment][] = (['startEdit', 'authorizeRest', 'finishEdit'] as const).flatMap(
  (step): [Step, Moment][] => [
    [step, 'before its effect'],
    [step, 'after its effect'],
  ],
);

/** Nothing more happens with its money, and its workflow knows how it stands. */
async function settled(id: string) {
  await world.gateway().settle(id);
  const { version } = await theOrder(world, id);
  await untilWorkflow(world, id, (order) => order.version >= version && order.move === null);
  return await soundBooks(world, id);
}

async function expectCanceled(id: string): Promise<void> {
  const { version } = await untilOrder(world, id, ({ status }) => status === 'CANCELED');
  await untilWorkflow(world, id, (order) => order.version >= version && !order.paymentUncertain);
  const { order, held, standing, captures } = await soundBooks(world, id);
  expect(order).toMatchObject({ status: 'CANCELED', edit: null, hold: null });
  expect({ held, standing, captures }).toEqual({ held: {}, standing: 0, captures: 0 });
}

/** Whoever lost has been told why. */
function expectRefusals(outcomes: readonly PromiseSettledResult<unknown>[]): void {
  const reasons = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason] : []));
  expect(reasons).toMatchObject(reasons.map(() => REFUSED));
}

describe('canceling', () => {
  it.concurrent.each(['before its effect', 'after its effect'] as const)(
    'races the payment’s answer (%s): nothing stays authorized',
    async (moment) => {
      expect.hasAssertions();
      const checkout = await newCheckout(world);
      const { id } = checkout.order;
      const timing = { attempt: 10_000, storeAttempt: 10_000, authorize: 20_000, lateCall: 500 };
      const pause = world.failpoints.pause(id, 'authorizePayment', 'patient', moment);
      const placing = world.gateway(timing).place(checkout);
      await pause.reached;
      const canceling = cancel(id);
      pause.release();
      await Promise.all([placing, canceling]);
      await expectCanceled(id);
    },
  );

  it.concurrent.each(STEPS)('races an edit at %s, %s: the order is canceled, whole', async (step, moment) => {
    const { id } = await twoLines(world, { timing: { attempt: 10_000, storeAttempt: 10_000, lateCall: 500 } });
    const pause = world.failpoints.pause(id, step, 'patient', moment);
    const editing = edit(id).then(
      () => 'edited',
      (error: { code?: string }) => error.code,
    );
    await pause.reached;
    const canceling = cancel(id);
    await untilOrder(world, id, ({ status }) => status !== 'PROCESSING');
    pause.release();
    // Finished first, or overtaken: never half.
    expect(step === 'finishEdit' && moment === 'after its effect' ? 'edited' : 'invalid_transition').toBe(
      await editing,
    );
    await canceling;
    await expectCanceled(id);
  });

  it.concurrent.each([1, 2, 3, 4, 5, 6])('races an edit at once (%s)', async (round) => {
    const { id, a, b } = await twoLines(world);
    const racers: (() => Promise<unknown>)[] =
      round % 2 === 0 ? [() => cancel(id), () => edit(id)] : [() => edit(id), () => cancel(id)];
    const outcomes = await Promise.allSettled(racers.map((start) => start()));
    expectRefusals(outcomes);
    await expectCanceled(id);
    expect((await soundBooks(world, id)).stock).toEqual({
      [a]: { onHand: 10, reserved: 0 },
      [b]: { onHand: 10, reserved: 0 },
    });
  });

  it.concurrent.each([1, 2, 3, 4])(
    'races a signal that a parcel has left: shipped, or an operator’s (%s)',
    async (round) => {
      expect.hasAssertions();
      const { id } = await twoLines(world);
      const signal = () => world.gateway().shipmentUpdated(id, { ...part(1), type: 'shipped' });
      const racers: (() => Promise<unknown>)[] =
        round % 2 === 0 ? [() => cancel(id), signal] : [signal, () => cancel(id)];
      const outcomes = await Promise.allSettled(racers.map((start) => start()));
      expectRefusals(outcomes);
      const order = await untilOrder(
        world,
        id,
        ({ status, needsAttention }) => status === 'SHIPPED' || (status === 'CANCELED' && needsAttention),
      );
      if (order.status === 'SHIPPED') {
        await paidUntil(world, id, 3600);
        await soundBooks(world, id);
      } else {
        await world.gateway().resolve(id, 'shipment', 'skip', 'called back');
        await expectCanceled(id);
      }
    },
  );

  it.concurrent.each([1, 2, 3, 4])('races a hold and a release (%s): canceled, whoever comes first', async (round) => {
    expect.hasAssertions();
    const { id } = await twoLines(world, round > 2 ? { customerId: 'cus_risky' } : {});
    const hold = () => world.gateway().change(id, 'holdOrder', ulid(), { reason: 'look' });
    const release = () => world.gateway().change(id, 'releaseOrder', ulid(), { reason: 'fine' });
    const all: (() => Promise<unknown>)[] = [hold, () => cancel(id), release];
    const racers = round % 2 === 0 ? all : all.toReversed();
    const outcomes = await Promise.allSettled(racers.map((start) => start()));
    expectRefusals(outcomes);
    await expectCanceled(id);
  });

  it.concurrent('races a refund of what has shipped: refused, and refunded once', async () => {
    const { id } = await twoLines(world);
    await world.gateway().ship(id, part(1, units('line-1', 1)));
    await paidUntil(world, id, 1100);
    const refund = world.gateway().change(id, 'refundOrder', ulid(), { amount: 600 });
    const [canceled, refunded] = await Promise.allSettled([cancel(id), refund]);
    expect(canceled).toMatchObject({ status: 'rejected', reason: REFUSED });
    expect(refunded).toMatchObject({ status: 'fulfilled', value: { payment: { refunded: 600 } } });
    await settled(id);
  });
});

describe('an edit', () => {
  it.concurrent.each(STEPS)('whose worker dies at %s, %s, is made all the same', async (step, moment) => {
    const { id, a, b } = await twoLines(world);
    let calls = 0;
    world.failpoints.plant(id, step, async (effect) => {
      calls += 1;
      if (calls > 1) return await effect();
      if (moment === 'after its effect') await effect();
      throw new Error('planted: died');
    });
    expect(await edit(id)).toMatchObject({ total: 5600, edit: null });
    expect(calls).toBeGreaterThan(1);
    expect(await settled(id)).toMatchObject({ held: { [a]: 5, [b]: 1 }, standing: 5600 });
  });

  it.concurrent.each(STEPS)(
    'whose workflow is terminated at %s, %s, is made whole or not at all',
    async (step, moment) => {
      const { id, a, b } = await twoLines(world, { timing: SHORT });
      const pause = world.failpoints.pause(id, step, 'patient', moment);
      const editing = world.gateway({}, { deadlineMs: 5000 }).change(id, 'editOrder', ulid(), MORE);
      const broken = editing.catch(() => undefined);
      await pause.reached;
      await handleOf(id).terminate();
      world.failpoints.mend(id, step);
      pause.release();
      await broken;
      await world.gateway().resume(id);
      // What had not begun may still be done by the one that was given up: then the next edit finds it.
      const isDone = moment === 'after its effect';
      const total = step === 'finishEdit' ? 5600 : 3600;
      if (isDone) await untilOrder(world, id, (order) => order.edit === null && order.total === total);
      const books = isDone ? await settled(id) : {};
      expect(books).toMatchObject(isDone ? { held: { [a]: total === 5600 ? 5 : 3, [b]: 1 }, standing: total } : {});
      // And the next one finds nothing in its way.
      expect(await edit(id)).toMatchObject({ total: 5600, edit: null });
      expect(await settled(id)).toMatchObject({ held: { [a]: 5, [b]: 1 }, standing: 5600 });
    },
  );

  it.concurrent(
    'whose first answer is lost and that is overtaken by a hold is refused, and nothing of it stays',
    async () => {
      const { id, a, b } = await twoLines(world);
      let calls = 0;
      world.failpoints.plant(id, 'startEdit', async (effect) => {
        const started = await effect();
        calls += 1;
        if (calls > 1) return started;
        await changeOrder(world.database.db, id, (order) =>
          putOnHold(order, { reason: 'requested', note: null, until: null }),
        );
        throw new Error('planted: its answer is lost');
      });
      await expect(edit(id)).rejects.toMatchObject(REFUSED);
      const { held, standing, order } = await settled(id);
      expect({ status: order.status, held, standing }).toEqual({
        status: 'ON_HOLD',
        held: { [a]: 3, [b]: 1 },
        standing: 3600,
      });
    },
  );

  it.concurrent(
    'races a hold: one of them comes first, and nothing of the edit stays where it was overtaken',
    async () => {
      const { id, a, b } = await twoLines(world, { timing: { attempt: 10_000, storeAttempt: 10_000 } });
      const pause = world.failpoints.pause(id, 'authorizeRest', 'patient', 'after its effect');
      const editing = edit(id);
      const refused = editing.catch((error: unknown) => error);
      await pause.reached;
      await world.gateway({}, { deadlineMs: 500 }).change(id, 'holdOrder', ulid(), { reason: 'look' });
      pause.release();
      expect(await refused).toMatchObject(REFUSED);
      const { held, standing, order } = await settled(id);
      expect({ status: order.status, held, standing }).toEqual({
        status: 'ON_HOLD',
        held: { [a]: 3, [b]: 1 },
        standing: 3600,
      });
    },
  );
});
