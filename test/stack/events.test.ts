import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { Client, Connection } from '@temporalio/client';
import { stackForThisFile } from '../support/stack.ts';
import { Ear, publishShipping, sendToQueue, shippingEvent } from '../support/stack-aws.ts';
import {
  ADDRESS,
  anOrder,
  line,
  place,
  post,
  problemOf,
  read,
  ship,
  stocked,
  stockOf,
  timeline,
  untilCaptured,
  untilStatus,
} from '../support/stack-shop.ts';
import { temporalOf } from '../support/stack-temporal.ts';
import { until } from '../support/stack-wait.ts';

const stack = stackForThisFile({ CARRIER: 'off' });
let all: Ear;
let deliveries: Ear;
let client: Client;

beforeAll(async () => {
  all = await Ear.subscribe(stack());
  deliveries = await Ear.subscribe(stack(), { eventType: ['order.delivered'], storefront: ['us'] });
  const connection = await Connection.connect({ address: stack().temporalAddress });
  stack().beforeEnd(() => connection.close());
  client = new Client({ connection });
});

const types = (ear: Ear, orderId: string) => ear.of(orderId).map(({ event }) => event.type);
const signal = async (orderId: string, message: unknown) =>
  await client.workflow.getHandle(`order-${orderId}`).signal('shipmentUpdated', message);

describe('what others hear of an order', () => {
  it('is everything that happens to it, in order and without gaps', async () => {
    const { id, lines } = await place(stack());
    await stack().api('PATCH', `/v1/orders/${id}`, { body: { shippingAddress: { ...ADDRESS, line1: '2 Side St' } } });
    await ship(stack(), id, { shipmentId: 'p1', lines: [{ lineId: lines[0]?.id, quantity: 1 }] });
    await ship(stack(), id, { shipmentId: 'p2' });
    for (const parcel of ['p1', 'p2']) {
      const body = { eventId: randomUUID() };
      await stack().api('POST', `/v1/orders/${id}/shipments/${parcel}/deliver`, { key: 'dev-carrier', body });
    }
    await all.untilHeard(id, 'order.delivered');
    const paid = { status: 'captured', authorized: 0, captured: 2598, refunded: 0 };
    await until('the money', () =>
      Promise.resolve(all.of(id).some(({ event }) => event.data.payment.captured === paid.captured)),
    );
    const heard = all.of(id).map(({ event }) => event);
    expect(heard.map(({ sequence }) => sequence)).toEqual(heard.map((_, index) => index + 1));
    // Nobody waits for the payment: it is captured some time after a parcel has left, both at once where they are quick.
    const captured = heard.filter(({ type }) => type === 'payment.captured');
    expect(captured.length === 1 || captured.length === 2).toBe(true);
    expect(captured[0]?.sequence).toBeGreaterThan(3);
    expect(captured.at(-1)?.data.payment).toEqual(paid);
    const others = heard.filter(({ type }) => type !== 'payment.captured').map(({ type, data }) => [type, data.status]);
    expect(others).toEqual([
      ['order.created', 'PROCESSING'],
      ['order.updated', 'PROCESSING'],
      ['order.shipped', 'PARTIALLY_SHIPPED'],
      ['order.shipped', 'SHIPPED'],
      ['order.updated', 'SHIPPED'],
      ['order.delivered', 'DELIVERED'],
    ]);
  });

  it('comes in the envelope of CloudEvents, with attributes to filter by', async () => {
    const order = await place(stack(), { reference: 'cart-1' }, {});
    const { event, body, attributes } = await all.untilHeard(order.id, 'order.created');
    expect(attributes).toEqual({ eventType: 'order.created', storefront: 'us' });
    expect(event).toMatchObject({
      specversion: '1.0',
      id: expect.stringMatching(/^[0-9A-Z]{26}$/),
      subject: order.id,
      datacontenttype: 'application/json',
      dataschema: expect.any(String),
      sequence: 1,
      storefront: 'us',
      data: { orderId: order.id, status: 'PROCESSING', reference: 'cart-1', total: order.total, currency: 'USD' },
    });
    // Raw delivery: the body is the event itself, not an envelope of SNS around it.
    expect(JSON.parse(body)).not.toHaveProperty('Message');
  });

  it('holds no e-mail, no address and no payment token, whatever happens', async () => {
    const secrets = { email: 'secret@example.com', billingAddress: { ...ADDRESS, name: 'B. Payer' } };
    const { id } = await place(stack(), secrets);
    await stack().api('PATCH', `/v1/orders/${id}`, { body: { shippingAddress: ADDRESS } });
    await stack().api('POST', `/v1/orders/${id}/cancel`, { body: { reason: 'a private reason' } });
    await all.untilHeard(id, 'order.cancelled');
    expect(types(all, id)).toEqual(['order.created', 'order.updated', 'order.cancelled']);
    for (const { body } of all.heard) {
      expect(body).not.toMatch(/@|Main St|Buyer|Payer|Springfield|pm_card|pi_|private reason/);
    }
  });

  it('of an order that was never confirmed is that it was canceled, and why', async () => {
    const answer = await post(stack(), anOrder({ payment: { method: 'pm_card_chargeDeclined' } }));
    const { orderId = '' } = problemOf(answer, 402, 'payment_declined');
    const { event } = await all.untilHeard(orderId, 'order.cancelled');
    expect(event).toMatchObject({ sequence: 1, data: { status: 'CANCELED', cancelReason: 'payment_declined' } });
    expect(types(all, orderId)).toEqual(['order.cancelled']);
  });

  it('is by a filter only what one asked for', async () => {
    const [american, european] = [await place(stack()), await place(stack(), { currency: 'EUR' }, { key: 'dev-eu' })];
    for (const { id } of [european, american]) {
      await ship(stack(), id, { shipmentId: 'p1' });
      const body = { eventId: randomUUID() };
      await stack().api('POST', `/v1/orders/${id}/shipments/p1/deliver`, { key: 'dev-carrier', body });
    }
    await Promise.all([european, american].map(({ id }) => all.untilHeard(id, 'order.delivered')));
    await deliveries.untilHeard(american.id, 'order.delivered');
    expect(types(deliveries, american.id)).toEqual(['order.delivered']);
    expect(types(deliveries, european.id)).toEqual([]);
  });
});

describe('what an order hears from shipping', () => {
  it('on shipping-events moves it, and three times the same moves it once', async () => {
    const sku = await stocked(stack(), 10);
    const { id } = await place(stack(), { lines: [line(sku, 4)] });
    const message = JSON.stringify(shippingEvent('order.shipped', id, randomUUID()));
    for (let i = 0; i < 3; i += 1) await publishShipping(stack(), 'order.shipped', message);
    const shipped = await untilStatus(stack(), id, 'SHIPPED');
    expect(shipped.shipments).toMatchObject([{ id: `parcel-${id}`, carrier: 'ups', trackingNumber: 'U1' }]);
    const delivered = JSON.stringify(shippingEvent('order.delivered', id, randomUUID()));
    for (let i = 0; i < 3; i += 1) await publishShipping(stack(), 'order.delivered', delivered);
    await untilStatus(stack(), id, 'DELIVERED');
    await untilCaptured(stack(), id);
    expect(await timeline(stack(), id)).toHaveLength(6);
    expect(await stockOf(stack(), sku)).toEqual({ onHand: 6, reserved: 0, available: 6 });
  });

  it('goes on though rubbish comes by every queue', async () => {
    for (const body of ['no JSON', '{}', 'null', '[]', '{"specversion":"1.0"}', JSON.stringify({ id: 1 })]) {
      await publishShipping(stack(), 'order.shipped', body);
      await sendToQueue(stack(), 'shipping', body);
    }
    const nobody = JSON.stringify(shippingEvent('order.shipped', 'nobody', randomUUID()));
    await publishShipping(stack(), 'order.shipped', nobody);
    const { id } = await place(stack());
    const message = JSON.stringify(shippingEvent('order.shipped', id, randomUUID()));
    await publishShipping(stack(), 'order.shipped', message);
    await untilStatus(stack(), id, 'SHIPPED');
  });

  it('by the signal shipmentUpdated moves it too, and twice the same changes nothing', async () => {
    const { id, lines } = await place(stack());
    const parcel = { eventId: randomUUID(), type: 'shipped', carrier: 'dhl', trackingNumber: 'D1', lines: [] };
    await signal(id, parcel);
    await signal(id, parcel);
    const order = await untilStatus(stack(), id, 'SHIPPED');
    expect(order.shipments).toMatchObject([{ carrier: 'dhl', lines: [{ lineId: lines[0]?.id, quantity: 2 }] }]);
    await signal(id, { eventId: randomUUID(), type: 'delivered', shipmentId: order.shipments[0]?.id });
    await untilStatus(stack(), id, 'DELIVERED');
    await untilCaptured(stack(), id);
    expect(await timeline(stack(), id)).toHaveLength(6);
  });

  it('keeps a delivery that overtook its shipment', async () => {
    const { id } = await place(stack());
    await signal(id, { eventId: randomUUID(), type: 'delivered', shipmentId: 'p1' });
    await until('the early delivery', async () => (await timeline(stack(), id)).length === 4);
    expect((await read(stack(), id)).status).toBe('PROCESSING');
    await signal(id, { eventId: randomUUID(), type: 'shipped', shipmentId: 'p1' });
    expect((await untilStatus(stack(), id, 'DELIVERED')).shipments).toMatchObject([{ id: 'p1', status: 'DELIVERED' }]);
  });

  it('ignores a signal of an unknown shape, and lives on', async () => {
    const { id } = await place(stack());
    const odd = [undefined, null, 7, 'x', [], {}, { type: 'lost' }, { eventId: 'a', type: 'shipped', lines: 'all' }];
    for (const message of odd) await signal(id, message);
    await signal(id, { eventId: 'c', type: 'shipped' });
    await untilStatus(stack(), id, 'SHIPPED');
    await untilCaptured(stack(), id);
    expect(await timeline(stack(), id)).toHaveLength(5);
  });

  it('has a person look at a parcel of lines that it does not have, and lives on', async () => {
    const { id } = await place(stack());
    await signal(id, { eventId: 'b', type: 'shipped', lines: [{ lineId: 'nothing', quantity: 1 }] });
    await signal(id, { eventId: 'c', type: 'shipped' });
    await untilStatus(stack(), id, 'SHIPPED');
    const { body } = await stack().api('GET', `/v1/orders/${id}`);
    expect(body).toMatchObject({ needsAttention: true, attention: [{ step: 'shipment' }] });
  });
});

describe("an operator in Temporal's UI", () => {
  it('finds orders by their status, and reads where one stands', async () => {
    const { id } = await place(stack());
    await ship(stack(), id, { shipmentId: 'p1' });
    await signal(id, { eventId: randomUUID(), type: 'delivered' });
    await untilStatus(stack(), id, 'DELIVERED');
    const query = `OrderStatus="DELIVERED" AND Storefront="us" AND NeedsAttention=false AND WorkflowId="order-${id}"`;
    const found = await until('the order in the list', async () => {
      for await (const workflow of client.workflow.list({ query })) return workflow;
      return null;
    });
    expect(found.type).toBe('OrderWorkflow');
    expect(found.taskQueue).toBe('orders');
    // Who has no key sees that there is a summary, and not what it says.
    const ofHouse = await temporalOf(stack());
    stack().beforeEnd(() => ofHouse.close());
    const summaryFor = async (reader: Client) =>
      await (await reader.workflow.getHandle(`order-${id}`).describe()).staticSummary();
    expect(await summaryFor(ofHouse.client)).toContain('us');
    await expect(summaryFor(client)).rejects.toThrow(/Unknown encoding/);
  });
});
