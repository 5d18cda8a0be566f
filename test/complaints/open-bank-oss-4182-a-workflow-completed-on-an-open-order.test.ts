import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { ulid } from 'ulid';
import { workflowId } from '../../bin/order-gateway.ts';
import { HISTORIES } from '../support/workflow-histories.ts';
import { WEBHOOK_HISTORIES } from '../support/webhook-histories.ts';
import { LATER_HISTORIES } from '../support/workflow-histories-later.ts';
import { paidUntil, part, twoLines, units } from '../support/workflow-parcels.ts';
import { theOrder, untilOrder, untilWorkflow } from '../support/workflow-waits.ts';
import { startWorld, type World } from '../support/world.ts';

/** open-bank-oss 4182: the workflow was COMPLETED, and what it was about stayed open. */
let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(async () => await world?.stop());

/** Kinds of lives beyond those whose histories are kept. */
const LIVES: Record<string, (id: string) => Promise<unknown>> = {
  'confirmed, and nothing more': async () => undefined,
  'shipped in part': async (id) => await world.gateway().ship(id, part(1, units('line-1', 1))),
  'shipped, not paid for': async (id) => await world.gateway().ship(id, part(1)),
  'on hold': async (id) => await world.gateway().change(id, 'holdOrder', ulid(), { reason: 'look' }),
  'its rest canceled': async (id) => {
    await world.gateway().ship(id, part(1, units('line-1', 3)));
    await world.gateway().change(id, 'cancelLine', ulid(), { ...units('line-2', 1), reason: null });
  },
  'all of its lines canceled': async (id) => {
    await world.gateway().change(id, 'cancelLine', ulid(), { ...units('line-1', 3), reason: null });
    await world.gateway().change(id, 'cancelLine', ulid(), { ...units('line-2', 1), reason: null });
  },
  edited: async (id) =>
    await world.gateway().change(id, 'editOrder', ulid(), { lines: [{ id: 'line-1', quantity: 4 }] }),
  'canceled, and a parcel left all the same': async (id) => {
    await world.gateway().cancel(id, null);
    await world.gateway().shipmentUpdated(id, { eventId: 's1', type: 'shipped', shipmentId: 'P1' });
    await untilOrder(world, id, ({ needsAttention }) => needsAttention);
  },
  'delivered, paid for and a return asked for': async (id) => {
    await world.gateway().ship(id, part(1));
    await paidUntil(world, id, 3600);
    await world.gateway().deliver(id, { eventId: 'd1', shipmentId: 'P1' });
    await world.gateway().change(id, 'requestReturn', ulid(), { lines: [units('line-1', 1)], reason: null });
  },
  'terminated, and gone on from the database': async (id) => {
    await world.client.workflow.getHandle(workflowId(id)).terminate();
    await world.gateway().resume(id);
    await untilWorkflow(world, id, ({ status }) => status === 'PROCESSING');
  },
};

const MONTH_MS = 30 * 24 * 60 * 60 * 1000;

/** The workflow runs while anything of the order is open, and has completed once nothing is. */
async function expectOneEnd(id: string, window: number): Promise<void> {
  const order = await theOrder(world, id);
  const { status } = await world.client.workflow.getHandle(workflowId(id)).describe();
  const isOver =
    !order.needsAttention &&
    !order.paymentUncertain &&
    (order.status === 'CANCELED' ||
      (order.status === 'DELIVERED' && Date.now() > Date.parse(order.deliveredAt ?? '') + window));
  const { openCompensations, edit, hold } = order;
  const isOpen = openCompensations.length > 0 || edit !== null || hold !== null;
  expect({ workflow: status.name, isOpen: isOver && isOpen }).toEqual({
    workflow: isOver ? 'COMPLETED' : 'RUNNING',
    isOpen: false,
  });
}

it.concurrent.each(Object.entries(LIVES))('no way leads there: %s', async (_kind, live) => {
  expect.hasAssertions();
  const { id } = await twoLines(world);
  await live(id);
  const order = await theOrder(world, id);
  // Where the order has come to its end, so does its workflow, a moment later.
  const isOver = order.status === 'CANCELED' && !order.needsAttention;
  if (isOver) await world.client.workflow.getHandle(workflowId(id)).result();
  await expectOneEnd(id, MONTH_MS);
});

const OF_ORDERS = Object.entries(HISTORIES).filter(
  ([name]) => !['outbox-relay', 'reconciliation', 'sweep'].includes(name) && !(name in WEBHOOK_HISTORIES),
);

it.concurrent.each(OF_ORDERS)('no way leads there: %s', async (kind, make) => {
  expect.hasAssertions();
  const id = (await make(world)).replace(/^order-/, '');
  await expectOneEnd(id, kind in LATER_HISTORIES ? MONTH_MS : 200);
});
