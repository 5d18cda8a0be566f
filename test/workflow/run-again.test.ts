import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { setOnHand } from '../../db/inventory.ts';
import { TASK_QUEUE, workflowId } from '../../bin/order-gateway.ts';
import type { Checkout } from '../../domain/gateway.ts';
import { defaultTiming } from '../../domain/timing.ts';
import type { OrderWorkflow } from '../../workflows/order-workflow.ts';
import { soundBooks } from '../support/workflow-books.ts';
import type { Step } from '../support/workflow-failpoints.ts';
import { newCheckout, newSku, type Wish } from '../support/workflow-orders.ts';
import { untilWorkflow } from '../support/workflow-waits.ts';
import { startWorld, type World } from '../support/world.ts';

/**
 * A worker that dies takes its workflow task with it, and what the task's own steps did is in the database but in no
 * history: the next worker runs all of it again, from the top, with the same input.
 */
let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

async function runAgainFromTheTop(checkout: Checkout): Promise<void> {
  const { id: orderId } = checkout.order;
  await world.client.workflow.start<typeof OrderWorkflow>('OrderWorkflow', {
    workflowId: workflowId(orderId),
    taskQueue: TASK_QUEUE,
    args: [{ orderId, checkout, timing: defaultTiming({ returnWindowDays: 30, reviewHours: 24 }) }],
    workflowIdConflictPolicy: 'TERMINATE_EXISTING',
  });
}

const DECLINED: Wish = { method: 'pm_card_chargeDeclined' };
const PLACING: Step[] = ['placeOrder', 'verifyCustomer', 'authorizePayment', 'confirmOrder'];
const CANCELING: Step[] = ['startCancel', 'releaseStock', 'voidPayment'];

describe('an order whose worker died', () => {
  it.concurrent.each(PLACING)('after %s, unheard, is confirmed and authorized once', async (step) => {
    const checkout = await newCheckout(world);
    const { id, lines } = checkout.order;
    const pause = world.failpoints.pause(id, step, 'quick', 'after its effect');
    const placing = world.gateway().place(checkout);
    await pause.reached;
    await runAgainFromTheTop(checkout);
    await untilWorkflow(world, id, ({ status }) => status === 'PROCESSING');
    pause.release();
    await placing;
    expect(await soundBooks(world, id)).toMatchObject({
      authorizations: 1,
      standing: 2598,
      held: { [String(lines[0]?.sku)]: 2 },
      eventTypes: ['order.placed', 'stock.reserved', 'order.confirmed'],
    });
  });

  // A declined payment left nothing to void.
  it.concurrent.each(CANCELING.slice(0, 2))('after %s of a refused order is canceled to the end', async (step) => {
    const checkout = await newCheckout(world, DECLINED);
    const { id } = checkout.order;
    const pause = world.failpoints.pause(id, step, 'quick', 'after its effect');
    const placing = world.gateway().place(checkout);
    await pause.reached;
    await runAgainFromTheTop(checkout);
    await untilWorkflow(world, id, ({ status }) => status === 'CANCELED');
    pause.release();
    await placing;
    expect(await soundBooks(world, id)).toMatchObject({
      order: { cancelReason: 'payment_declined', payment: { status: 'declined' } },
      held: {},
      authorizations: 0,
      published: ['order.cancelled'],
    });
  });

  it.concurrent('has nothing left authorized where an attempt that nobody waits for refuses it after all', async () => {
    const sku = await newSku(world, 0);
    const checkout = await newCheckout(world, { lines: [{ sku, quantity: 2 }] });
    const { id } = checkout.order;
    const refusing = world.failpoints.pause(id, 'startCancel');
    const placing = world.gateway().place(checkout);
    await refusing.reached;
    await setOnHand(world.database.db, sku, 'main', 10);
    const authorizing = world.failpoints.pause(id, 'authorizePayment', 'quick', 'after its effect');
    await runAgainFromTheTop(checkout);
    await authorizing.reached;
    refusing.release();
    await placing;
    authorizing.release();
    await untilWorkflow(world, id, ({ status }) => status === 'CANCELED');
    expect(await soundBooks(world, id)).toMatchObject({
      order: { cancelReason: 'out_of_stock' },
      held: {},
      authorizations: 1,
      standing: 0,
    });
  });

  it.concurrent.each(CANCELING)('after %s of an order canceled by request is canceled to the end', async (step) => {
    const checkout = await newCheckout(world);
    const { id } = checkout.order;
    await world.gateway().place(checkout);
    const pause = world.failpoints.pause(id, step, 'quick', 'after its effect');
    await world.gateway({}, { deadlineMs: 1 }).cancel(id, 'no longer needed');
    await pause.reached;
    await runAgainFromTheTop(checkout);
    await untilWorkflow(world, id, ({ status }) => status === 'CANCELED');
    pause.release();
    expect(await soundBooks(world, id)).toMatchObject({
      order: { cancelReason: 'requested', cancelNote: 'no longer needed', payment: { status: 'voided' } },
      authorizations: 1,
      standing: 0,
      published: ['order.created', 'order.cancelled'],
    });
  });

  it.concurrent('in the middle of its shipments loses none of them', async () => {
    const checkout = await newCheckout(world);
    const { id } = checkout.order;
    await world.gateway().place(checkout);
    const pause = world.failpoints.pause(id, 'recordShipment', 'quick', 'after its effect');
    await world.gateway().shipmentUpdated(id, { eventId: 's1', type: 'shipped', shipmentId: 'P1' });
    await pause.reached;
    await runAgainFromTheTop(checkout);
    await world.gateway().shipmentUpdated(id, { eventId: 's1', type: 'shipped', shipmentId: 'P1' });
    await world.gateway().deliver(id, { eventId: 'd1', shipmentId: 'P1' });
    pause.release();
    expect((await soundBooks(world, id)).published).toEqual(['order.created', 'order.shipped', 'order.delivered']);
  });
});
