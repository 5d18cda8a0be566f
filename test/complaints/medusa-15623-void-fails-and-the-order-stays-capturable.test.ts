import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { workflowId } from '../../bin/order-gateway.ts';
import { readLedger, soundBooks } from '../support/workflow-books.ts';
import { failsForGood, hangs, outage } from '../support/workflow-failpoints.ts';
import { twoLines } from '../support/workflow-parcels.ts';
import { SHORT } from '../support/workflow-steps.ts';
import { theOrder, untilOrder, untilWorkflow } from '../support/workflow-waits.ts';
import { startWorld, type World } from '../support/world.ts';

/** https://github.com/medusajs/medusa/issues/15623 */
let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(async () => await world?.stop());

const REFUSED = { code: 'invalid_transition' };

/** Canceled, and its authorization stands. */
async function stuck(failure = failsForGood) {
  const placed = await twoLines(world, { timing: SHORT });
  world.failpoints.plant(placed.id, 'voidPayment', failure);
  void world
    .gateway()
    .cancel(placed.id, 'changed my mind')
    .catch(() => undefined);
  await untilWorkflow(
    world,
    placed.id,
    ({ needsAttention, openCompensations }) => needsAttention && openCompensations.length === 1,
  );
  return placed;
}

it.concurrent.each(Object.entries({ 'for good': failsForGood, 'at every try': outage, 'without an answer': hangs }))(
  'fails %s: CANCELING, and never captured, shipped, edited or refunded',
  async (_how, failure) => {
    const { id, a, b } = await stuck(failure);
    const gateway = world.gateway();
    await expect(gateway.ship(id, { eventId: 's1', shipmentId: 'P1' })).rejects.toMatchObject(REFUSED);
    const edit = { lines: [{ id: 'line-1', quantity: 1 }] };
    await expect(gateway.change(id, 'editOrder', 'e1', edit)).rejects.toMatchObject(REFUSED);
    await expect(gateway.change(id, 'refundOrder', 'r1', { amount: 600 })).rejects.toMatchObject({
      code: 'refund_exceeds_captured',
    });
    await expect(gateway.change(id, 'holdOrder', 'h1', { reason: null })).rejects.toMatchObject(REFUSED);
    await gateway.settle(id);
    await expect(gateway.ship(id, { eventId: 's2', shipmentId: 'P2' })).rejects.toMatchObject(REFUSED);
    const books = await soundBooks(world, id);
    expect(books).toMatchObject({
      order: { status: 'CANCELING', openCompensations: ['payment'], attention: [{ step: 'payment' }] },
      // What could be given back is.
      held: {},
      stock: { [a]: { reserved: 0 }, [b]: { reserved: 0 } },
      standing: 3600,
      captures: 0,
    });
    expect(books.published).toEqual(['order.created']);
  },
);

it.concurrent('a retry ends it', async () => {
  const { id } = await stuck();
  world.failpoints.mend(id, 'voidPayment');
  const { order } = await world.gateway().resolve(id, 'payment', 'retry', 'mended');
  expect(order).toMatchObject({ status: 'CANCELED', payment: { status: 'voided', authorized: 0, captured: 0 } });
  expect(await soundBooks(world, id)).toMatchObject({ standing: 0, captures: 0 });
  expect((await readLedger(world, id)).map(({ kind }) => kind)).toEqual(['authorization', 'void']);
});

it.concurrent('a parcel that left all the same is an operator’s, and takes no money', async () => {
  const { id } = await stuck();
  await world.gateway().shipmentUpdated(id, { eventId: 's1', type: 'shipped', shipmentId: 'P1' });
  await untilOrder(world, id, ({ attention }) => attention.some(({ step }) => step === 'shipment'));
  await world.gateway().settle(id);
  world.failpoints.mend(id, 'voidPayment');
  await world.gateway().resolve(id, 'payment', 'retry', 'mended');
  expect(await theOrder(world, id)).toMatchObject({ status: 'CANCELED', attention: [{ step: 'shipment' }] });
  expect((await readLedger(world, id)).map(({ kind }) => kind)).toEqual(['authorization', 'void']);
  await world.gateway().resolve(id, 'shipment', 'skip', 'called back');
  expect(await world.client.workflow.getHandle(workflowId(id)).result()).toBe('CANCELED');
  await soundBooks(world, id);
});

it.concurrent('the workflow is terminated meanwhile: the next one has it voided', async () => {
  const { id } = await stuck();
  await world.client.workflow.getHandle(workflowId(id)).terminate();
  world.failpoints.mend(id, 'voidPayment');
  await world.gateway().resume(id);
  await untilWorkflow(world, id, ({ status }) => status === 'CANCELED');
  expect(await soundBooks(world, id)).toMatchObject({ standing: 0, captures: 0 });
});
