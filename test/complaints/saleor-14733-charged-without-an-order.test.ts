import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { workflowId } from '../../bin/order-gateway.ts';
import { soundBooks } from '../support/workflow-books.ts';
import {
  failsForGood,
  hangs,
  losesItsAnswer,
  outage,
  type Failure,
  type Step,
} from '../support/workflow-failpoints.ts';
import { newCheckout } from '../support/workflow-orders.ts';
import { SHORT } from '../support/workflow-steps.ts';
import { untilWorkflow } from '../support/workflow-waits.ts';
import { startWorld, type World } from '../support/world.ts';

/** https://github.com/saleor/saleor/issues/14733 */
let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(async () => await world?.stop());

const TIMING = { ...SHORT, lateCall: 500 };

/** No money is held or taken without an order that says so; and nothing is captured before anything ships. */
async function expectNoMoneyAstray(id: string): Promise<void> {
  const { order, standing, captures, held } = await soundBooks(world, id);
  const isThere = order.status === 'PROCESSING';
  expect({ status: order.status, captures, standing, holds: Object.keys(held).length }).toEqual({
    status: isThere ? 'PROCESSING' : 'CANCELED',
    captures: 0,
    standing: isThere ? 2598 : 0,
    holds: isThere ? 1 : 0,
  });
}

const decided = async (id: string) =>
  await untilWorkflow(
    world,
    id,
    ({ status, paymentUncertain }) => ['PROCESSING', 'CANCELED'].includes(status) && !paymentUncertain,
  );

const MOMENTS: [string, Step, Failure][] = [
  ['authorizing fails for good', 'authorizePayment', failsForGood],
  ['authorizing loses its answer', 'authorizePayment', losesItsAnswer],
  ['authorizing never answers', 'authorizePayment', hangs],
  ['confirming fails for good', 'confirmOrder', failsForGood],
  ['confirming fails at every try', 'confirmOrder', outage],
  ['confirming loses its answer', 'confirmOrder', losesItsAnswer],
  ['confirming never answers', 'confirmOrder', hangs],
];

it.concurrent.each(MOMENTS)(
  '%s: the order is there with its money, or the money is given back',
  async (_, step, failure) => {
    expect.hasAssertions();
    const checkout = await newCheckout(world);
    world.failpoints.plant(checkout.order.id, step, failure);
    await world.gateway(TIMING).place(checkout);
    await decided(checkout.order.id);
    await expectNoMoneyAstray(checkout.order.id);
  },
);

it.concurrent.each([
  ['authorizePayment', 'before its effect'],
  ['authorizePayment', 'after its effect'],
  ['confirmOrder', 'before its effect'],
  ['confirmOrder', 'after its effect'],
] as const)('the workflow is terminated at %s, %s, and goes on from the database', async (step, moment) => {
  const checkout = await newCheckout(world);
  const { id } = checkout.order;
  const pause = world.failpoints.pause(id, step, 'patient', moment);
  const placing = world.gateway(TIMING, { deadlineMs: 3000 }).place(checkout);
  await pause.reached;
  await world.client.workflow.getHandle(workflowId(id)).terminate();
  world.failpoints.mend(id, step);
  pause.release();
  await placing.catch(() => undefined);
  await world.gateway(TIMING).resume(id);
  expect((await decided(id)).status).toBe('PROCESSING');
  await expectNoMoneyAstray(id);
});

it.concurrent(
  'the workflow is terminated while it authorizes, and canceled by the customer before it goes on',
  async () => {
    expect.hasAssertions();
    const checkout = await newCheckout(world);
    const { id } = checkout.order;
    const pause = world.failpoints.pause(id, 'authorizePayment', 'patient', 'after its effect');
    const placing = world.gateway(TIMING, { deadlineMs: 3000 }).place(checkout);
    await pause.reached;
    await world.client.workflow.getHandle(workflowId(id)).terminate();
    world.failpoints.mend(id, 'authorizePayment');
    pause.release();
    await placing.catch(() => undefined);
    await world.gateway(TIMING).cancel(id, 'never mind');
    await decided(id);
    await expectNoMoneyAstray(id);
  },
);
