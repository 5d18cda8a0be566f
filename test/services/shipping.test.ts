import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { required } from '../../bin/settings.ts';
import { breaker } from '../../messaging/breaker.ts';
import { httpCarrier } from '../../messaging/handlers/http-carrier.ts';
import { orderStatusHandler } from '../../messaging/handlers/order-status.ts';
import { type Carrier, shippingHandler } from '../../messaging/handlers/shipping.ts';
import type { MessageHandler, OutgoingMessage } from '../../messaging/port.ts';
import { eventsOf } from '../support/shop-orders.ts';
import { until } from '../support/stack-wait.ts';
import { confirmed } from '../support/workflow-orders.ts';
import { untilOrder } from '../support/workflow-waits.ts';
import { startWorld, type World } from '../support/world.ts';

/** Both sides of the carrier, on the simulated one: orders are booked, and its word on their parcels comes back. */
let world: World;
let carrier: Carrier;
let desk: DatabaseSync;

beforeAll(async () => {
  world = await startWorld();
  carrier = httpCarrier({ url: world.simulatorUrl, timeoutMs: 5000 });
  desk = new DatabaseSync(join(required(world.settings, 'DATA_DIR'), 'simulators.sqlite'), { readOnly: true });
});
afterAll(async () => {
  desk?.close();
  await world?.stop();
});

/** How many parcels of the order the carrier has in its books, and how many of them it will take. */
function bookings(orderId: string) {
  const count = desk.prepare(
    'SELECT count(*) AS booked, count(*) FILTER (WHERE canceled_at IS NULL) AS live FROM shipments WHERE order_id = ?',
  );
  return { ...count.get(orderId) };
}

async function carrierIs(state: 'away' | 'there'): Promise<void> {
  const body = JSON.stringify({ target: 'carrier', errorRate: state === 'away' ? 1 : 0 });
  const headers = { 'Content-Type': 'application/json' };
  expect((await fetch(new URL('/faults', world.simulatorUrl), { method: 'PUT', headers, body })).status).toBe(200);
}

/** The service, and how often its circuit has opened. */
function service(overrides: Partial<Carrier> = {}) {
  const seen = { opened: 0 };
  const onChange = (state: string) => {
    if (state === 'open') seen.opened += 1;
  };
  // Whoever finds the carrier away waits: on its queue one that fails before the circuit opens comes again.
  const carrierBreaker = breaker({ failures: 1, firstPauseMs: 50, maxPauseMs: 200, onChange });
  const handle = shippingHandler({
    db: world.database.db,
    carrier: { ...carrier, ...overrides },
    carrierBreaker,
  });
  return { handle, seen };
}

/** As a consumer gets it from its queue. */
async function hear(handle: MessageHandler, { body }: Pick<OutgoingMessage, 'body'>): Promise<void> {
  await handle({ body, receives: 1 }, new AbortController().signal);
}

async function eventOf(id: string, type: string): Promise<OutgoingMessage> {
  const event = (await eventsOf(world.database.db, id)).find(({ eventType }) => eventType === type);
  if (!event) throw new Error(`order ${id} has had no ${type}`);
  return event;
}

/** The customer cancels; gives the event of it. */
async function cancel(id: string): Promise<OutgoingMessage> {
  await world.gateway().cancel(id, null);
  return await eventOf(id, 'order.cancelled');
}

describe('the shipping service', () => {
  it('books an order once, however often it is told, and withdraws it when it is canceled', async () => {
    const { handle } = service();
    const { id } = await confirmed(world);
    const created = await eventOf(id, 'order.created');
    await hear(handle, created);
    await hear(handle, created);
    expect(bookings(id)).toEqual({ booked: 1, live: 1 });
    await hear(handle, await cancel(id));
    expect(bookings(id)).toEqual({ booked: 1, live: 0 });
  });

  it('leaves no parcel of orders that were canceled while it waited for the carrier', async () => {
    const { handle, seen } = service();
    const orders = await Promise.all(Array.from({ length: 6 }, () => confirmed(world)));
    await carrierIs('away');
    const waiting = orders.map(async ({ id }) => await hear(handle, await eventOf(id, 'order.created')));
    await until('the circuit to open', async () => seen.opened > 0);
    waiting.push(...(await Promise.all(orders.map(({ id }) => cancel(id)))).map((event) => hear(handle, event)));
    await carrierIs('there');
    await Promise.all(waiting);
    expect(orders.map(({ id }) => bookings(id))).toEqual(orders.map(() => ({ booked: 0, live: 0 })));
  });

  it('withdraws an order whose cancellation overtook its booking on the way to the carrier', async () => {
    const { handle } = service({ book: overtaken });
    const { id } = await confirmed(world);
    await hear(handle, await eventOf(id, 'order.created'));
    expect(bookings(id)).toEqual({ booked: 1, live: 0 });
  });

  it('withdraws it also where the carrier goes away after that booking', async () => {
    const { handle, seen } = service({
      book: async (order, eventId) => {
        await overtaken(order, eventId);
        await carrierIs('away');
      },
    });
    const { id } = await confirmed(world);
    const heard = hear(handle, await eventOf(id, 'order.created'));
    await until('the circuit to open', async () => seen.opened > 0);
    expect(bookings(id)).toEqual({ booked: 1, live: 1 });
    await carrierIs('there');
    await heard;
    expect(bookings(id)).toEqual({ booked: 1, live: 0 });
  });
});

/** A booking that reaches the carrier when the order is canceled, and the service has heard of that. */
const overtaken: Carrier['book'] = async (order, eventId) => {
  const cancelled = await cancel(order.id);
  await hear(service().handle, cancelled);
  await carrier.book(order, eventId);
};

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
      await hear(handle, { body: JSON.stringify(event) });
    }
    const [first, second] = await Promise.all(
      orders.map(({ id }) => untilOrder(world, id, ({ status }) => status === 'SHIPPED')),
    );
    expect(first?.shipments).toMatchObject([{ id: 'P0', carrier: 'carrier-0' }]);
    expect(second?.shipments).toMatchObject([{ id: 'P1', carrier: 'carrier-1' }]);
  });
});
