import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ulid } from 'ulid';
import { workflowId } from '../../bin/order-gateway.ts';
import { resolveCompensation } from '../../workflows/messages.ts';
import { soundBooks } from '../support/workflow-books.ts';
import { failsForGood } from '../support/workflow-failpoints.ts';
import { confirmed, newCheckout } from '../support/workflow-orders.ts';
import { theOrder, until, untilOrder, untilWorkflow } from '../support/workflow-waits.ts';
import { startWorld, type World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

const handleOf = (id: string) => world.client.workflow.getHandle(workflowId(id));

async function sendSignal(id: string, ...args: unknown[]): Promise<void> {
  await handleOf(id).signal('shipmentUpdated', ...args);
}

describe('a message of an unknown shape', () => {
  const NONSENSE: [string, unknown[]][] = [
    ['nothing', []],
    ['undefined', [undefined]],
    ['null', [null]],
    ['a string', ['shipped']],
    ['no event id', [{ type: 'shipped' }]],
    ['an unknown type', [{ eventId: 'e', type: 'lost' }]],
    ['half a unit', [{ eventId: 'e', type: 'shipped', lines: [{ lineId: 'line-1', quantity: 0.5 }] }]],
  ];

  it.concurrent.each(NONSENSE)('is ignored as a signal (%s), and the order lives on', async (_, args) => {
    const { id } = await confirmed(world);
    await sendSignal(id, ...args);
    const { order } = await world.gateway().ship(id, { eventId: 's1' });
    expect(order).toMatchObject({ status: 'SHIPPED', version: 4 });
    await soundBooks(world, id);
  });

  it.concurrent('is ignored also when its bytes cannot be read', async () => {
    const { id } = await confirmed(world);
    const metadata = { encoding: Buffer.from('json/plain') };
    await world.client.workflowService.signalWorkflowExecution({
      namespace: 'default',
      workflowExecution: { workflowId: workflowId(id) },
      signalName: 'shipmentUpdated',
      input: { payloads: [{ metadata, data: Buffer.from('{ not JSON') }] },
    });
    expect((await world.gateway({}, { deadlineMs: 10_000 }).ship(id, { eventId: 's1' })).order.status).toBe('SHIPPED');
  });

  it.concurrent(
    'is refused as a word on a compensation, and the order lives on',
    async () => {
      const { id } = await confirmed(world);
      const { name } = resolveCompensation;
      await expect(handleOf(id).executeUpdate(name)).rejects.toMatchObject({ cause: { type: 'invalid_request' } });
      await expect(handleOf(id).executeUpdate(name, { args: [{ step: 'x', action: 'y' }] })).rejects.toMatchObject({
        cause: { type: 'invalid_request' },
      });
      expect((await world.gateway().ship(id, { eventId: 's1' })).order.status).toBe('SHIPPED');
    },
    20_000,
  );

  it.concurrent('cancels without words where an operator cancels without words', async () => {
    const { id } = await confirmed(world);
    await handleOf(id).executeUpdate('cancelOrder');
    expect((await soundBooks(world, id)).order).toMatchObject({ status: 'CANCELED', cancelReason: 'requested' });
  });

  it.concurrent(
    'is refused as an address',
    async () => {
      const { id } = await confirmed(world);
      await expect(handleOf(id).executeUpdate('changeAddress', { args: [{ nonsense: true }] })).rejects.toMatchObject({
        cause: { type: 'invalid_request' },
      });
      await expect(handleOf(id).executeUpdate('changeAddress')).rejects.toMatchObject({
        cause: { type: 'invalid_request' },
      });
      expect((await soundBooks(world, id)).order).toMatchObject({
        version: 3,
        shippingAddress: { line1: '1 Main St' },
      });
    },
    20_000,
  );
});

describe('an order whose workflow is gone', () => {
  it.concurrent('goes on from the database when it is spoken to', async () => {
    const { id } = await confirmed(world);
    await handleOf(id).terminate();
    expect((await world.gateway().ship(id, { eventId: 's1', shipmentId: 'P1' })).order.status).toBe('SHIPPED');
    await handleOf(id).terminate();
    await world.gateway().shipmentUpdated(id, { eventId: 'd1', type: 'delivered', shipmentId: 'P1' });
    await untilWorkflow(world, id, ({ status, move }) => status === 'DELIVERED' && move === null);
    // What is due is paid for, whoever should have said so before it was gone.
    expect((await soundBooks(world, id)).published.toSorted()).toEqual([
      'order.created',
      'order.delivered',
      'order.shipped',
      'payment.captured',
    ]);
  });

  it.concurrent('is canceled from the database', async () => {
    const { id, sku } = await confirmed(world);
    await handleOf(id).terminate();
    expect((await world.gateway().cancel(id, null)).order.status).toBe('CANCELED');
    expect((await soundBooks(world, id)).stock).toEqual({ [sku]: { onHand: 10, reserved: 0 } });
  });

  it.concurrent.each(['verifyCustomer', 'authorizePayment', 'confirmOrder'] as const)(
    'is decided, and charged once, when it was lost before %s was done',
    async (step) => {
      const checkout = await newCheckout(world);
      const { id } = checkout.order;
      const pause = world.failpoints.pause(id, step, 'patient');
      await world.gateway({}, { deadlineMs: 1 }).place(checkout);
      await pause.reached;
      await handleOf(id).terminate();
      await world.gateway().resume(id);
      await untilWorkflow(world, id, ({ status }) => status === 'PROCESSING');
      pause.release();
      expect(await soundBooks(world, id)).toMatchObject({ authorizations: 1, standing: 2598, held: expect.anything() });
    },
  );

  it.concurrent('is given back to the end when it was lost in the middle of canceling', async () => {
    const { id } = await confirmed(world);
    world.failpoints.plant(id, 'voidPayment', failsForGood);
    await world.gateway({}, { deadlineMs: 1 }).cancel(id, null);
    await untilOrder(world, id, ({ needsAttention }) => needsAttention);
    await handleOf(id).terminate();
    world.failpoints.mend(id, 'voidPayment');
    await world.gateway().resume(id);
    await untilWorkflow(world, id, ({ status }) => status === 'CANCELED');
    expect(await soundBooks(world, id)).toMatchObject({ held: {}, standing: 0 });
  });

  it.concurrent('is not disturbed when it runs after all', async () => {
    const { id } = await confirmed(world);
    const { runId } = await handleOf(id).describe();
    await world.gateway().resume(id);
    expect((await handleOf(id).describe()).runId).toBe(runId);
  });
});

describe('an order whose life is over', () => {
  it.concurrent('asks an operator about a parcel that left after it was canceled', async () => {
    const { id } = await confirmed(world);
    await world.gateway().cancel(id, null);
    expect(await handleOf(id).result()).toBe('CANCELED');
    const before = await theOrder(world, id);
    // Whoever asks is told; who only tells of it is not, and the parcel is gone.
    await expect(world.gateway().ship(id, { eventId: 's1' })).rejects.toMatchObject({ code: 'invalid_transition' });
    expect(await theOrder(world, id)).toEqual(before);
    await world.gateway().shipmentUpdated(id, { eventId: 's1', type: 'shipped', shipmentId: 'P1' });
    const stuck = await untilOrder(world, id, ({ needsAttention }) => needsAttention);
    expect(stuck.attention).toMatchObject([{ step: 'shipment', error: expect.stringContaining('P1') }]);
    await world.gateway().shipmentUpdated(id, { eventId: 's1', type: 'shipped', shipmentId: 'P1' });
    const { order } = await world.gateway().resolve(id, 'shipment', 'skip', 'called back');
    expect(order).toMatchObject({ status: 'CANCELED', version: before.version + 2, needsAttention: false });
    expect(await handleOf(id).result()).toBe('CANCELED');
  });

  it.concurrent('still knows a repeat when its return window has closed', async () => {
    const { id } = await confirmed(world, {}, { returnWindow: 200 });
    const gateway = world.gateway({ returnWindow: 200 });
    await gateway.ship(id, { eventId: 's1', shipmentId: 'P1' });
    await gateway.deliver(id, { eventId: 'd1', shipmentId: 'P1' });
    expect(await handleOf(id).result()).toBe('DELIVERED');
    expect(await gateway.ship(id, { eventId: 's1', shipmentId: 'P1' })).toMatchObject({ repeated: true });
    expect((await soundBooks(world, id)).order).toMatchObject({ version: 6, payment: { status: 'captured' } });
  });
});

async function untilNextRun(id: string): Promise<void> {
  const { runId } = await handleOf(id).describe();
  await until(async () => {
    await sendSignal(id, 'nonsense');
    return (await handleOf(id).describe()).runId !== runId;
  });
}

describe('an order with a long history', () => {
  it.concurrent('goes on as a new workflow, and misses nothing', async () => {
    const { id } = await confirmed(world);
    await untilNextRun(id);
    expect((await world.gateway().ship(id, { eventId: 's1' })).order.status).toBe('SHIPPED');
    await soundBooks(world, id);
  });

  it.concurrent('goes on while it can come back, and does not open its window again', async () => {
    const window = { returnWindow: 6000 };
    const { id } = await confirmed(world, {}, window);
    await world.gateway(window).ship(id, { eventId: 's1', shipmentId: 'P1' });
    await world.gateway(window).deliver(id, { eventId: 'd1', shipmentId: 'P1' });
    const delivered = Date.now();
    await untilNextRun(id);
    expect((await handleOf(id).describe()).status.name).toBe('RUNNING');
    const lines = [{ lineId: 'line-1', quantity: 1 }];
    const { returns } = await world.gateway(window).change(id, 'requestReturn', ulid(), { lines, reason: null });
    expect(returns).toMatchObject([{ status: 'REQUESTED' }]);
    expect(await handleOf(id).result()).toBe('DELIVERED');
    expect(Date.now() - delivered).toBeLessThan(2 * window.returnWindow);
    await soundBooks(world, id);
  });

  it.concurrent('goes on while a canceled one waits for an operator, and ends when he has answered', async () => {
    const { id } = await confirmed(world);
    await world.gateway().cancel(id, null);
    await world.gateway().shipmentUpdated(id, { eventId: 's1', type: 'shipped', shipmentId: 'P1' });
    await untilOrder(world, id, ({ needsAttention }) => needsAttention);
    await untilNextRun(id);
    expect((await handleOf(id).describe()).status.name).toBe('RUNNING');
    await world.gateway().resolve(id, 'shipment', 'skip', 'called back');
    expect(await handleOf(id).result()).toBe('CANCELED');
    expect(await soundBooks(world, id)).toMatchObject({ order: { needsAttention: false }, held: {}, standing: 0 });
  });
});
