import { TASK_QUEUE, workflowId } from '../../bin/order-gateway.ts';
import { failsForGood, hangs } from './workflow-failpoints.ts';
import { WEBHOOK_HISTORIES } from './webhook-histories.ts';
import { LATER_HISTORIES } from './workflow-histories-later.ts';
import { confirmed, newCheckout, newSku, type Wish } from './workflow-orders.ts';
import { SHORT } from './workflow-steps.ts';
import { untilHeard, untilHistoryHas, untilOrder, untilWorkflow } from './workflow-waits.ts';
import type { World } from './world.ts';

/** Makes a workflow of that kind, and says its id: what its history holds then is what test/histories keeps. */
type MakeHistory = (world: World) => Promise<string>;

export const HISTORIES: Record<string, MakeHistory> = {
  confirmed: async (world) => workflowId((await confirmed(world)).id),
  'confirmed-free': (world) => confirmedFree(world),
  'shipped-and-delivered': (world) => delivered(world),
  'canceled-before-shipping': async (world) => {
    const { id } = await confirmed(world);
    await world.gateway().cancel(id, 'changed my mind');
    return await ended(world, id);
  },
  'canceled-while-the-payment-is-out': (world) => canceledWhilePaying(world, 'quick'),
  'canceled-while-the-payment-is-tried-patiently': (world) => canceledWhilePaying(world, 'patient'),
  declined: (world) => refused(world, { method: 'pm_card_chargeDeclined' }),
  'out-of-stock': async (world) => await refused(world, { lines: [{ sku: await newSku(world, 1), quantity: 2 }] }),
  'customer-rejected': (world) => refused(world, { customerId: 'cus_blocked' }),
  'payment-outage': (world) => refused(world, { method: 'pm_outage' }),
  // The next two: a payment service out of reach by itself, when stock and customer are not looked at again.
  'payment-service-away': (world) => refused(world, { method: 'pm_outage' }),
  'payment-service-late': async (world) => workflowId((await confirmed(world, { method: 'pm_timeout' })).id),
  'customer-outage': (world) => refused(world, { customerId: 'cus_outage' }),
  'late-authorization': async (world) => {
    const checkout = await newCheckout(world);
    world.failpoints.plant(checkout.order.id, 'authorizePayment', hangs);
    await world.gateway({ ...SHORT, lateCall: 500 }).place(checkout);
    return await ended(world, checkout.order.id);
  },
  'compensation-needs-attention': async (world) => workflowId(await needsAttention(world)),
  'compensation-retried': (world) => resolved(world, 'retry'),
  'compensation-skipped': (world) => resolved(world, 'skip'),
  'shipped-and-captured': (world) => captured(world),
  'capture-needs-attention': async (world) => workflowId(await captureNeedsAttention(world)),
  'capture-retried': (world) => captureResolved(world, 'retry'),
  'capture-skipped': (world) => captureResolved(world, 'skip'),
  'left-open-and-voided': (world) => leftOpen(world),
  'gone-on-from-the-database': async (world) => {
    const { id } = await confirmed(world);
    await world.client.workflow.getHandle(workflowId(id)).terminate();
    await world.gateway().ship(id, { eventId: 's1' });
    return workflowId(id);
  },
  ...LATER_HISTORIES,
  ...WEBHOOK_HISTORIES,
  'outbox-relay': async (world) => {
    const options = { workflowId: 'outbox-relay-0', taskQueue: TASK_QUEUE };
    await world.client.workflow.start('OutboxRelayWorkflow', options);
    await untilHistoryHas(world, options.workflowId, 'EVENT_TYPE_ACTIVITY_TASK_SCHEDULED');
    return options.workflowId;
  },
  reconciliation: async (world) => {
    const options = { workflowId: 'reconciliation', taskQueue: TASK_QUEUE };
    await world.client.workflow.execute('ReconciliationWorkflow', options);
    return options.workflowId;
  },
  sweep: async (world) => {
    const options = { workflowId: 'sweep', taskQueue: TASK_QUEUE };
    await world.client.workflow.execute('SweepWorkflow', options);
    return options.workflowId;
  },
};

async function ended(world: World, orderId: string): Promise<string> {
  await world.client.workflow.getHandle(workflowId(orderId)).result();
  return workflowId(orderId);
}

async function refused(world: World, wish: Wish): Promise<string> {
  const { order } = await world.gateway({ ...SHORT, lateCall: 500 }).place(await newCheckout(world, wish));
  return await ended(world, order.id);
}

async function confirmedFree(world: World): Promise<string> {
  const lines = [{ sku: await newSku(world), quantity: 1, unitPrice: 0 }];
  return workflowId((await confirmed(world, { lines, method: null, customerId: null })).id);
}

/** In two parcels, the second delivered before it is known to have left; its address changed before. */
async function delivered(world: World): Promise<string> {
  const { id } = await confirmed(world, {}, { returnWindow: 300 });
  const gateway = world.gateway();
  await gateway.changeAddress(id, { name: 'B. Buyer', line1: '2 Elm St', city: 'Springfield', country: 'US' });
  const lines = [{ lineId: 'line-1', quantity: 1 }];
  await gateway.ship(id, { eventId: 's1', shipmentId: 'P1', lines });
  await gateway.shipmentUpdated(id, { eventId: 'd2', type: 'delivered', shipmentId: 'P2' });
  await gateway.shipmentUpdated(id, { eventId: 's2', type: 'shipped', shipmentId: 'P2', lines });
  await untilWorkflow(world, id, ({ status }) => status === 'SHIPPED');
  await gateway.deliver(id, { eventId: 'd1', shipmentId: 'P1' });
  return await ended(world, id);
}

/** In two parcels, each with its word to settle; delivered before the second. */
async function captured(world: World): Promise<string> {
  const { id } = await confirmed(world, {}, { returnWindow: 300 });
  const gateway = world.gateway();
  const lines = [{ lineId: 'line-1', quantity: 1 }];
  for (const parcel of ['P1', 'P2']) {
    await gateway.ship(id, { eventId: `s-${parcel}`, shipmentId: parcel, lines });
    await gateway.settle(id);
    await gateway.deliver(id, { eventId: `d-${parcel}`, shipmentId: parcel });
  }
  await untilOrder(world, id, ({ payment }) => payment.status === 'captured');
  return await ended(world, id);
}

async function captureNeedsAttention(world: World): Promise<string> {
  const { id } = await confirmed(world, {}, { returnWindow: 300 });
  world.failpoints.plant(id, 'capturePayment', failsForGood);
  await world.gateway().ship(id, { eventId: 's1', shipmentId: 'P1' });
  await world.gateway().settle(id);
  await untilWorkflow(world, id, (order) => order.needsAttention);
  return id;
}

async function captureResolved(world: World, action: 'retry' | 'skip'): Promise<string> {
  const id = await captureNeedsAttention(world);
  world.failpoints.mend(id, 'capturePayment');
  await world.gateway().resolve(id, 'capture', action, 'seen to');
  await world.gateway().deliver(id, { eventId: 'd1', shipmentId: 'P1' });
  return await ended(world, id);
}

/** Found by somebody else while it waits to look again for a call that was given up; voided by an operator. */
async function leftOpen(world: World): Promise<string> {
  const checkout = await newCheckout(world);
  const { id, customerId, total: amount, currency } = checkout.order;
  world.failpoints.plant(id, 'authorizePayment', hangs);
  await world.gateway({ ...SHORT, lateCall: 3000 }).place(checkout);
  const late = { key: `${id}:late`, orderId: id, amount, currency, method: 'pm_card_visa', customerId };
  await world.payments.authorize({ ...late, since: new Date() });
  await world.gateway().paymentLeftOpen(id);
  await untilWorkflow(world, id, (order) => order.needsAttention);
  await world.gateway().resolve(id, 'payment', 'retry', 'seen to');
  return await ended(world, id);
}

async function canceledWhilePaying(world: World, gear: 'quick' | 'patient'): Promise<string> {
  const checkout = await newCheckout(world);
  const { id } = checkout.order;
  const pause = world.failpoints.pause(id, 'authorizePayment', gear);
  const placing = world.gateway({ attempt: 10_000, storeAttempt: 10_000 }).place(checkout);
  await pause.reached;
  const canceling = world.gateway().cancel(id, null);
  await (gear === 'quick'
    ? untilHeard(world, workflowId(id), 'EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_ACCEPTED')
    : untilHistoryHas(world, workflowId(id), 'EVENT_TYPE_ACTIVITY_TASK_CANCEL_REQUESTED'));
  pause.release();
  await Promise.all([placing, canceling]);
  return await ended(world, id);
}

async function needsAttention(world: World): Promise<string> {
  const { id } = await confirmed(world);
  world.failpoints.plant(id, 'voidPayment', failsForGood);
  await world.gateway({}, { deadlineMs: 1 }).cancel(id, null);
  await untilWorkflow(world, id, (order) => order.needsAttention && order.openCompensations.length === 1);
  return id;
}

async function resolved(world: World, action: 'retry' | 'skip'): Promise<string> {
  const id = await needsAttention(world);
  world.failpoints.mend(id, 'voidPayment');
  await world.gateway().resolve(id, 'payment', action, 'seen to');
  return await ended(world, id);
}
