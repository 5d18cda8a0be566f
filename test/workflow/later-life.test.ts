import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { soundBooks } from '../support/workflow-books.ts';
import { ADDRESS, confirmed, newSku } from '../support/workflow-orders.ts';
import { theOrder, untilOrder, untilWorkflow } from '../support/workflow-waits.ts';
import { startWorld, type World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

const TAKEN = { onHand: 8, reserved: 0 };
const REFUSED = { code: 'invalid_transition' };

const units = (n: number, quantity: number) => ({
  eventId: `s${n}`,
  shipmentId: `P${n}`,
  lines: [{ lineId: 'line-1', quantity }],
});

describe('shipping', () => {
  it.concurrent('is told by signals, and the order is delivered', async () => {
    const { id, sku } = await confirmed(world);
    const gateway = world.gateway();
    const parcel = { shipmentId: 'P1', carrier: 'dhl', trackingNumber: 'T1' };
    await gateway.shipmentUpdated(id, { eventId: 's1', type: 'shipped', ...parcel });
    await gateway.shipmentUpdated(id, { eventId: 'd1', type: 'delivered', shipmentId: 'P1' });
    await untilWorkflow(world, id, ({ status }) => status === 'DELIVERED');
    expect(await soundBooks(world, id)).toMatchObject({
      order: { shipments: [{ id: 'P1', status: 'DELIVERED', carrier: 'dhl', trackingNumber: 'T1' }] },
      stock: { [sku]: TAKEN },
      held: {},
      standing: 2598,
      published: ['order.created', 'order.shipped', 'order.delivered'],
    });
  });

  it.concurrent('is told by updates, each with its answer, and a repeat changes nothing', async () => {
    const { id, sku } = await confirmed(world);
    const gateway = world.gateway();
    const shipped = await gateway.ship(id, { eventId: 's1', shipmentId: 'P1' });
    expect(shipped).toMatchObject({ repeated: false, order: { status: 'SHIPPED' } });
    expect(await gateway.ship(id, { eventId: 's1', shipmentId: 'P1' })).toEqual({ ...shipped, repeated: true });
    await gateway.shipmentUpdated(id, { eventId: 's1', type: 'shipped', shipmentId: 'P1' });
    const delivered = await gateway.deliver(id, { eventId: 'd1', shipmentId: 'P1' });
    expect(delivered).toMatchObject({ repeated: false, order: { status: 'DELIVERED' } });
    expect(await gateway.deliver(id, { eventId: 'd1', shipmentId: 'P1' })).toEqual({ ...delivered, repeated: true });
    expect(await soundBooks(world, id)).toMatchObject({ stock: { [sku]: TAKEN }, eventTypes: { length: 5 } });
  });

  it.concurrent('keeps a delivery that overtook its shipment, until that arrives', async () => {
    const { id, sku } = await confirmed(world);
    const gateway = world.gateway();
    await gateway.shipmentUpdated(id, { eventId: 'd1', type: 'delivered', shipmentId: 'P1' });
    await untilOrder(world, id, (order) => order.earlyDeliveries.length === 1);
    await gateway.shipmentUpdated(id, { eventId: 'd1', type: 'delivered', shipmentId: 'P1' });
    await gateway.shipmentUpdated(id, { eventId: 's1', type: 'shipped', shipmentId: 'P1' });
    await untilWorkflow(world, id, ({ status }) => status === 'DELIVERED');
    expect(await soundBooks(world, id)).toMatchObject({
      order: { earlyDeliveries: [], shipments: [{ id: 'P1', status: 'DELIVERED' }] },
      stock: { [sku]: TAKEN },
      published: ['order.created', 'order.shipped', 'order.delivered'],
    });
  });

  it.concurrent('refuses to whom it answers a delivery of a parcel that is not there', async () => {
    const { id } = await confirmed(world);
    await expect(world.gateway().deliver(id, { eventId: 'd1', shipmentId: 'P1' })).rejects.toMatchObject(REFUSED);
    expect((await soundBooks(world, id)).order).toMatchObject({
      status: 'PROCESSING',
      earlyDeliveries: [],
      version: 3,
    });
  });

  it.concurrent('goes in parcels, and never more than was ordered', async () => {
    const sku = await newSku(world);
    const { id } = await confirmed(world, { lines: [{ sku, quantity: 3 }] });
    const gateway = world.gateway();
    expect((await gateway.ship(id, units(1, 1))).order.status).toBe('PARTIALLY_SHIPPED');
    expect((await soundBooks(world, id)).stock).toEqual({ [sku]: { onHand: 9, reserved: 2 } });
    await expect(gateway.ship(id, units(2, 3))).rejects.toMatchObject(REFUSED);
    await expect(
      gateway.ship(id, { ...units(2, 1), lines: [{ lineId: 'line-9', quantity: 1 }] }),
    ).rejects.toMatchObject({
      code: 'invalid_request',
    });
    expect((await gateway.deliver(id, { eventId: 'd1', shipmentId: 'P1' })).order.status).toBe('PARTIALLY_SHIPPED');
    expect((await gateway.ship(id, units(3, 2))).order.status).toBe('SHIPPED');
    expect((await gateway.deliver(id, { eventId: 'd3', shipmentId: 'P3' })).order.status).toBe('DELIVERED');
    expect(await soundBooks(world, id)).toMatchObject({
      stock: { [sku]: { onHand: 7, reserved: 0 } },
      held: {},
      published: ['order.created', 'order.shipped', 'order.updated', 'order.shipped', 'order.delivered'],
    });
  });
});

describe('canceling', () => {
  it.concurrent('is refused once a parcel has left, and the order goes on', async () => {
    const { id } = await confirmed(world);
    const gateway = world.gateway();
    await gateway.ship(id, { eventId: 's1', shipmentId: 'P1' });
    await expect(gateway.cancel(id, null)).rejects.toMatchObject(REFUSED);
    await world.client.workflow.getHandle(`order-${id}`).cancel();
    expect((await gateway.deliver(id, { eventId: 'd1', shipmentId: 'P1' })).order.status).toBe('DELIVERED');
    expect((await soundBooks(world, id)).published).toEqual(['order.created', 'order.shipped', 'order.delivered']);
  });

  it.concurrent('again gives the order as it is', async () => {
    const { id } = await confirmed(world);
    const first = await world.gateway().cancel(id, 'once');
    expect(first).toMatchObject({ decided: true, order: { status: 'CANCELED', cancelNote: 'once' } });
    expect(await world.gateway().cancel(id, 'twice')).toEqual(first);
    await soundBooks(world, id);
  });

  it.concurrent('in Temporal cancels the order', async () => {
    const { id, sku } = await confirmed(world);
    await world.client.workflow.getHandle(`order-${id}`).cancel();
    await untilWorkflow(world, id, ({ status }) => status === 'CANCELED');
    expect(await soundBooks(world, id)).toMatchObject({
      order: { cancelReason: 'requested', cancelNote: 'canceled in Temporal' },
      stock: { [sku]: { onHand: 10, reserved: 0 } },
    });
  });

  it.concurrent('by two at once cancels once', async () => {
    const { id } = await confirmed(world);
    const answers = await Promise.all([world.gateway().cancel(id, 'one'), world.gateway().cancel(id, 'two')]);
    expect(answers.map(({ order }) => order.status)).toEqual(['CANCELED', 'CANCELED']);
    const { eventTypes, authorizations, standing } = await soundBooks(world, id);
    expect(eventTypes.filter((type) => type === 'order.cancel_started')).toHaveLength(1);
    expect({ authorizations, standing }).toEqual({ authorizations: 1, standing: 0 });
  });

  it.concurrent.each([1, 2, 3, 4, 5, 6])('races a shipment: one of them wins, and all agree (%s)', async (round) => {
    const { id, sku } = await confirmed(world);
    const cancel = () => world.gateway().cancel(id, null);
    const ship = () => world.gateway().ship(id, { eventId: 's1', shipmentId: 'P1' });
    const racers: (() => Promise<unknown>)[] = round % 2 === 0 ? [cancel, ship] : [ship, cancel];
    const outcomes = await Promise.allSettled(racers.map((start) => start()));
    const refusals = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason] : []));
    expect(refusals).toMatchObject([REFUSED]);
    const { order, stock } = await soundBooks(world, id);
    expect(['CANCELED', 'SHIPPED']).toContain(order.status);
    expect(stock).toEqual({ [sku]: order.status === 'SHIPPED' ? TAKEN : { onHand: 10, reserved: 0 } });
  });
});

describe('the address', () => {
  const moved = { ...ADDRESS, line1: '2 Elm St' };

  it.concurrent('can be changed before the order ships, and not after', async () => {
    const { id } = await confirmed(world);
    const gateway = world.gateway();
    expect((await gateway.changeAddress(id, moved)).shippingAddress).toEqual(moved);
    await gateway.ship(id, { eventId: 's1' });
    await expect(gateway.changeAddress(id, ADDRESS)).rejects.toMatchObject(REFUSED);
    expect((await soundBooks(world, id)).published).toEqual(['order.created', 'order.updated', 'order.shipped']);
    expect((await theOrder(world, id)).shippingAddress).toEqual(moved);
  });
});
