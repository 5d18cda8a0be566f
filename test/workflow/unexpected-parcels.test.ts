import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ulid } from 'ulid';
import { soundBooks } from '../support/workflow-books.ts';
import { confirmed, newSku } from '../support/workflow-orders.ts';
import { theOrder, untilOrder } from '../support/workflow-waits.ts';
import { startWorld, type World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

/** Of four units. */
async function order() {
  const { id } = await confirmed(world, { lines: [{ sku: await newSku(world), quantity: 4 }] });
  return id;
}

const ask = async (id: string, name: 'holdOrder' | 'releaseOrder') =>
  await world.gateway().change(id, name, ulid(), { reason: 'look' });
const cancelUnits = async (id: string, quantity: number) =>
  await world.gateway().change(id, 'cancelLine', ulid(), { lineId: 'line-1', quantity, reason: null });

/** By the signal: the parcel is gone, and nobody waits for an answer. */
async function leaves(id: string, shipmentId: string, quantity = 1) {
  const lines = [{ lineId: 'line-1', quantity }];
  await world.gateway().shipmentUpdated(id, { eventId: `s-${shipmentId}`, type: 'shipped', shipmentId, lines });
}

const reported = (id: string, shipmentId: string) =>
  untilOrder(world, id, ({ attention }) => attention.some(({ error }) => error.includes(shipmentId)));
const parcels = async (id: string) => (await theOrder(world, id)).shipments.map((parcel) => parcel.id);

describe('a parcel that the order cannot have sent', () => {
  it.concurrent('of units that were canceled while the carrier had them, is put before an operator', async () => {
    const id = await order();
    await cancelUnits(id, 2);
    await leaves(id, 'P1', 3);
    expect(await reported(id, 'P1')).toMatchObject({ status: 'PROCESSING', attention: [{ step: 'shipment' }] });
    expect(await soundBooks(world, id)).toMatchObject({ order: { shipments: [] }, captures: 0 });
  });

  it.concurrent('also of a line that was taken off it', async () => {
    const id = await order();
    const edit = { lines: [{ sku: await newSku(world), quantity: 1, unitPrice: 100 }] };
    await world.gateway().change(id, 'editOrder', ulid(), edit);
    await leaves(id, 'P1');
    expect(await reported(id, 'P1')).toMatchObject({ status: 'PROCESSING', attention: [{ step: 'shipment' }] });
  });

  it.concurrent('also when nothing of the order is left to ship; what says nothing new is not', async () => {
    const id = await order();
    await leaves(id, 'P1', 2);
    await untilOrder(world, id, ({ status }) => status === 'PARTIALLY_SHIPPED');
    await cancelUnits(id, 2);
    await world.gateway().shipmentUpdated(id, { eventId: 'e2', type: 'shipped', shipmentId: 'P1' });
    await world.gateway().shipmentUpdated(id, { eventId: 'e3', type: 'shipped' });
    await leaves(id, 'P2', 2);
    expect((await reported(id, 'P2')).attention).toHaveLength(1);
    const { eventTypes } = await soundBooks(world, id);
    expect(eventTypes.filter((type) => type === 'shipment.refused')).toHaveLength(1);
  });

  it.concurrent('stays before the operator when another one ships', async () => {
    const id = await order();
    await ask(id, 'holdOrder');
    await leaves(id, 'P1');
    await reported(id, 'P1');
    await ask(id, 'releaseOrder');
    await world.gateway().ship(id, { eventId: 's2', shipmentId: 'P2', lines: [{ lineId: 'line-1', quantity: 1 }] });
    expect(await theOrder(world, id)).toMatchObject({ needsAttention: true });
    await world.gateway().resolve(id, 'shipment', 'retry', 'it is on its way');
    expect(await theOrder(world, id)).toMatchObject({ needsAttention: false });
    expect(await parcels(id)).toEqual(['P2', 'P1']);
  });

  it.concurrent('and was settled by hand, is not recorded when a later one is', async () => {
    const id = await order();
    await ask(id, 'holdOrder');
    await leaves(id, 'P1');
    await reported(id, 'P1');
    await world.gateway().resolve(id, 'shipment', 'skip', 'called back');
    await leaves(id, 'P2');
    await reported(id, 'P2');
    await ask(id, 'releaseOrder');
    await world.gateway().resolve(id, 'shipment', 'retry', 'it is on its way');
    expect(await parcels(id)).toEqual(['P2']);
  });
});
