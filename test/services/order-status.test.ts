import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { breaker } from '../../messaging/breaker.ts';
import { orderStatusHandler } from '../../messaging/handlers/order-status.ts';
import { confirmed } from '../support/workflow-orders.ts';
import { untilOrder } from '../support/workflow-waits.ts';
import { startWorld, type World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(async () => await world?.stop());

describe("a carrier's word on a parcel", () => {
  it('is heard also where another carrier has numbered its own alike', async () => {
    const handle = orderStatusHandler({
      db: world.database.db,
      gateway: world.gateway(),
      temporal: breaker(),
    });
    const orders = await Promise.all([confirmed(world), confirmed(world)]);
    for (const [index, { id: orderId }] of orders.entries()) {
      const [type, time] = ['order.shipped', new Date().toISOString()];
      const data = { eventId: '1', orderId, shipmentId: `P${index}`, carrier: `carrier-${index}` };
      const event = { specversion: '1.0', id: '1', source: `/carrier-${index}`, type, subject: orderId, time, data };
      await handle({ body: JSON.stringify(event), receives: 1 }, new AbortController().signal);
    }
    const [first, second] = await Promise.all(
      orders.map(({ id }) => untilOrder(world, id, ({ status }) => status === 'SHIPPED')),
    );
    expect(first?.shipments).toMatchObject([{ id: 'P0', carrier: 'carrier-0' }]);
    expect(second?.shipments).toMatchObject([{ id: 'P1', carrier: 'carrier-1' }]);
  });
});
