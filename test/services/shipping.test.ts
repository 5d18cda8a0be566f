import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '../../db/ids.ts';
import { setOnHand, setStock } from '../../db/inventory.ts';
import { noteAllocated } from '../../db/backorders.ts';
import { changeOrder } from '../../db/orders.ts';
import { fitReservations } from '../../db/stock-release.ts';
import { changeAddress } from '../../domain/decisions.ts';
import { hold, release } from '../../domain/holds.ts';
import { cancelLine } from '../../domain/line-cancel.ts';
import type { Order } from '../../domain/order.ts';
import { breaker } from '../../messaging/breaker.ts';
import { type Carrier, shippingHandler } from '../../messaging/handlers/shipping.ts';
import type { MessageHandler, OutgoingMessage } from '../../messaging/port.ts';
import { type CarrierWorld, startCarrierWorld } from '../support/carrier-world.ts';
import { cancelOrder, eventsOf, order as confirmed, shipOrder } from '../support/shop-orders.ts';
import { until } from '../support/stack-wait.ts';

let world: CarrierWorld;
let sku: string;
beforeAll(async () => {
  world = await startCarrierWorld();
  sku = `SKU-${newId()}`;
  await setOnHand(world.db, sku, 'main', 10_000);
});
afterAll(async () => await world?.stop());

/** The service, and how often its circuit has opened. */
function service(overrides: Partial<Carrier> = {}) {
  const seen = { opened: 0 };
  const onChange = (state: string) => {
    if (state === 'open') seen.opened += 1;
  };
  // Whoever finds the carrier away waits: on its queue one that fails before the circuit opens comes again.
  const carrierBreaker = breaker({ failures: 1, firstPauseMs: 50, maxPauseMs: 200, onChange });
  const handle = shippingHandler({ db: world.db, carrier: { ...world.carrier, ...overrides }, carrierBreaker });
  return { handle, seen };
}

/** As a consumer gets it from its queue. */
async function hear(handle: MessageHandler, ...messages: Pick<OutgoingMessage, 'body'>[]): Promise<void> {
  for (const { body } of messages) await handle({ body, receives: 1 }, new AbortController().signal);
}

/** Of orders whose first line has three units. */
const order = async (units: Record<string, number> = { [sku]: 3 }) => await confirmed(world.db, { units });

async function eventOf({ id }: Order, type: string): Promise<OutgoingMessage> {
  const event = (await eventsOf(world.db, id)).findLast(({ eventType }) => eventType === type);
  if (!event) throw new Error(`order ${id} has had no ${type}`);
  return event;
}

/** The customer cancels; gives the event of it. */
async function cancel(one: Order): Promise<OutgoingMessage> {
  await cancelOrder(world.db, one, 'requested');
  return await eventOf(one, 'order.cancelled');
}

async function holdIt({ id }: Order): Promise<void> {
  await changeOrder(world.db, id, (current) => hold(current, { reason: 'requested', note: null, until: null }));
}
async function releaseIt({ id }: Order): Promise<void> {
  await changeOrder(world.db, id, (current) => release(current, null));
}

describe('the shipping service', () => {
  it('books an order once, however often it is told, and withdraws it when it is canceled', async () => {
    const { handle } = service();
    const one = await order();
    const created = await eventOf(one, 'order.created');
    // Also where the first try died before it noted that.
    await Promise.all(
      [created, { ...created, body: created.body.replace(/"id":"[^"]+"/, '"id":"again"') }].map((m) =>
        hear(handle, m, m),
      ),
    );
    expect(world.bookings(one.id)).toMatchObject({ booked: 1, waiting: [{ 'line-0': 3 }] });
    await hear(handle, await cancel(one));
    expect(world.bookings(one.id)).toMatchObject({ booked: 1, waiting: [] });
  });

  it('leaves no parcel of orders that were canceled while it waited for the carrier', async () => {
    const { handle, seen } = service();
    const orders = await Promise.all(Array.from({ length: 6 }, () => order()));
    await world.carrierIs('away');
    const waiting = orders.map(async (one) => await hear(handle, await eventOf(one, 'order.created')));
    await until('the circuit to open', async () => seen.opened > 0);
    waiting.push(...(await Promise.all(orders.map(cancel))).map((event) => hear(handle, event)));
    await world.carrierIs('there');
    await Promise.all(waiting);
    for (const { id } of orders) expect(world.bookings(id)).toEqual({ booked: 0, waiting: [], left: [] });
  });

  it('leaves no parcel of an order whose cancellation overtook its booking on the way to the carrier', async () => {
    const one = await order();
    const { handle } = service({
      book: async (...args) => {
        await hear(service().handle, await cancel(one));
        await world.carrier.book(...args);
      },
    });
    await hear(handle, await eventOf(one, 'order.created'));
    expect(world.bookings(one.id)).toMatchObject({ waiting: [] });
  });

  it('books only what can leave: the rest when its stock has come', async () => {
    const { handle } = service();
    const waits = `SKU-${newId()}`;
    await setStock(world.db, waits, 'main', { onHand: 1, backorder: true });
    const one = await order({ [sku]: 1, [waits]: 3 });
    await hear(handle, await eventOf(one, 'order.created'));
    expect(world.bookings(one.id).waiting).toEqual([{ 'line-0': 1, 'line-1': 1 }]);
    await setStock(world.db, waits, 'main', { onHand: 2 });
    await changeOrder(world.db, one.id, async (_current, tx) => [
      { type: 'stock.allocated', data: { reservations: await noteAllocated(tx, one.id) } },
    ]);
    await hear(handle, await eventOf(one, 'order.updated'));
    expect(world.bookings(one.id)).toMatchObject({ booked: 2, waiting: [{ 'line-0': 1, 'line-1': 2 }] });
  });

  it('books nothing of an order that is all in wait for stock', async () => {
    const waits = `SKU-${newId()}`;
    await setStock(world.db, waits, 'main', { backorder: true });
    const one = await order({ [waits]: 1 });
    await hear(service().handle, await eventOf(one, 'order.created'));
    expect(world.bookings(one.id).booked).toBe(0);
  });

  it('withdraws what is held, and books it anew when it is released', async () => {
    const { handle } = service();
    const one = await order();
    await hear(handle, await eventOf(one, 'order.created'));
    await holdIt(one);
    await hear(handle, await eventOf(one, 'order.held'));
    expect(world.bookings(one.id)).toMatchObject({ booked: 1, waiting: [] });
    await releaseIt(one);
    await hear(handle, await eventOf(one, 'order.released'));
    expect(world.bookings(one.id)).toMatchObject({ booked: 2, waiting: [{ 'line-0': 3 }] });
  });

  it('books what is left of a canceled line, and the address that it goes to by now', async () => {
    const addresses: string[] = [];
    const { handle } = service({
      book: async (now, lines) => {
        addresses.push(now.shippingAddress.city);
        await world.carrier.book(now, lines);
      },
    });
    const one = await order({ [sku]: 3 });
    await hear(handle, await eventOf(one, 'order.created'));
    await changeOrder(world.db, one.id, () => changeAddress({ ...one.shippingAddress, city: 'Elsewhere' }));
    await hear(handle, await eventOf(one, 'order.updated'));
    const { order: less } = await changeOrder(world.db, one.id, (now) =>
      cancelLine(now, { lineId: 'line-0', quantity: 1 }, null),
    );
    await world.db.transaction(async (tx) => void (await fitReservations(tx, less)));
    await hear(handle, await eventOf(one, 'order.updated'));
    expect(world.bookings(one.id)).toMatchObject({ booked: 3, waiting: [{ 'line-0': 2 }] });
    expect(addresses).toEqual(['S', 'Elsewhere', 'Elsewhere']);
  });

  it('ends with one booking of what is left, in whichever order it hears, and however often', async () => {
    for (let round = 0; round < 10; round += 1) {
      const one = await order();
      const { handle } = service();
      await holdIt(one);
      await releaseIt(one);
      // The first half of the messages is on its way when the rest happens.
      const early = (await eventsOf(world.db, one.id)).map((event) => hear(handle, event));
      await changeOrder(world.db, one.id, () => changeAddress({ ...one.shippingAddress, city: 'Elsewhere' }));
      await shipOrder(world.db, one, 1);
      await holdIt(one);
      await releaseIt(one);
      const all = (await eventsOf(world.db, one.id)).map((event) => ({ event, at: Math.random() }));
      const shuffled = all.toSorted((a, b) => a.at - b.at).map(({ event }) => event);
      await Promise.all([...early, ...[...shuffled, ...shuffled].map((event) => hear(handle, event))]);
      expect(world.bookings(one.id).waiting).toEqual([{ 'line-0': 2 }]);
    }
  });

  it('books nothing again that has left and that the order has not heard of', async () => {
    const { handle } = service();
    const one = await order();
    await hear(handle, await eventOf(one, 'order.created'));
    const [parcel] = world.send(one.id);
    await changeOrder(world.db, one.id, () => changeAddress({ ...one.shippingAddress, city: 'Elsewhere' }));
    await hear(handle, await eventOf(one, 'order.updated'));
    expect(parcel).toBeDefined();
    expect(world.bookings(one.id)).toEqual({ booked: 1, waiting: [], left: [{ 'line-0': 3 }] });
  });
});
