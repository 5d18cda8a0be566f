import { ulid } from 'ulid';
import { workflowId } from '../../bin/order-gateway.ts';
import { confirmed } from './workflow-orders.ts';
import { paidUntil, part, twoLines, units } from './workflow-parcels.ts';
import { untilOrder, untilWorkflow } from './workflow-waits.ts';
import type { World } from './world.ts';

type MakeHistory = (world: World) => Promise<string>;

/** What becomes of orders after their answer. */
export const LATER_HISTORIES: Record<string, MakeHistory> = {
  'captured-in-parts': async (world) => {
    const { id } = await twoLines(world);
    await world.gateway().ship(id, part(1, units('line-1', 1)));
    await paidUntil(world, id, 1100);
    await world.gateway().ship(id, part(2));
    await paidUntil(world, id, 3600);
    return workflowId(id);
  },
  'rest-authorized-anew': async (world) => {
    const { id } = await twoLines(world, { method: 'pm_single_capture' });
    await world.gateway().ship(id, part(1, units('line-1', 1)));
    await paidUntil(world, id, 1100);
    return workflowId(id);
  },
  'rest-declined': async (world) => {
    const { id } = await twoLines(world, { method: 'pm_declines_off_session' });
    await world.gateway().ship(id, part(1, units('line-1', 1)));
    await world.gateway().settle(id);
    await untilWorkflow(world, id, ({ status }) => status === 'ON_HOLD');
    await world.gateway().change(id, 'rejectOrder', ulid(), { reason: 'not paid for' });
    return workflowId(id);
  },
  'line-canceled': async (world) => {
    const { id } = await twoLines(world);
    await world.gateway().change(id, 'cancelLine', ulid(), { ...units('line-1', 2), reason: null });
    return workflowId(id);
  },
  edited: async (world) => {
    const { id } = await twoLines(world);
    await world.gateway().change(id, 'editOrder', ulid(), { lines: [{ id: 'line-1', quantity: 5 }] });
    await world.gateway().change(id, 'editOrder', ulid(), { lines: [{ id: 'line-1', quantity: 3 }] });
    return workflowId(id);
  },
  'edit-declined': async (world) => {
    const { id } = await twoLines(world, { method: 'pm_declines_off_session' });
    const lines = [{ id: 'line-1', quantity: 5 }];
    await world
      .gateway()
      .change(id, 'editOrder', ulid(), { lines })
      .catch(() => undefined);
    return workflowId(id);
  },
  'in-the-middle-of-an-edit': async (world) => {
    const { id } = await twoLines(world);
    const pause = world.failpoints.pause(id, 'authorizeRest', 'patient');
    const lines = [{ id: 'line-1', quantity: 5 }];
    const editing = world.gateway().change(id, 'editOrder', ulid(), { lines });
    editing.catch(() => undefined);
    await pause.reached;
    return workflowId(id);
  },
  'held-and-released': async (world) => {
    const { id } = await twoLines(world, { customerId: 'cus_risky' });
    await world.gateway().change(id, 'releaseOrder', ulid(), { reason: 'known' });
    return workflowId(id);
  },
  'held-and-rejected': async (world) => {
    const { id } = await twoLines(world, { customerId: 'cus_risky' });
    await world.gateway().change(id, 'rejectOrder', ulid(), { reason: 'stolen card' });
    await world.client.workflow.getHandle(workflowId(id)).result();
    return workflowId(id);
  },
  'refund-retried': async (world) => {
    const { id } = await twoLines(world, { method: 'pm_refund_fails_once' });
    await world.gateway().ship(id, part(1));
    await paidUntil(world, id, 3600);
    await world.gateway().change(id, 'refundOrder', ulid(), { amount: 600 });
    await world.gateway().resolve(id, 'refund', 'retry', 'once more');
    return workflowId(id);
  },
  returned: async (world) => {
    const { id } = await twoLines(world);
    await world.gateway().ship(id, part(1));
    await paidUntil(world, id, 3600);
    await world.gateway().deliver(id, { eventId: 'd1', shipmentId: 'P1' });
    const returnId = ulid();
    await world.gateway().change(id, 'requestReturn', returnId, { lines: [units('line-1', 2)], reason: null });
    await world.gateway().change(id, 'approveReturn', ulid(), { returnId });
    await world.gateway().change(id, 'receiveReturn', ulid(), { returnId, received: { restock: true } });
    return workflowId(id);
  },
  'parcel-of-a-canceled-order': async (world) => {
    const { id } = await confirmed(world);
    await world.gateway().cancel(id, null);
    await world.gateway().shipmentUpdated(id, { eventId: 's1', type: 'shipped', shipmentId: 'P1' });
    await untilOrder(world, id, ({ needsAttention }) => needsAttention);
    await world.gateway().resolve(id, 'shipment', 'skip', 'called back');
    await world.client.workflow.getHandle(workflowId(id)).result();
    return workflowId(id);
  },
};
