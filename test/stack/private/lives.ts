import { randomUUID } from 'node:crypto';
import { expect } from '@jest/globals';
import type { OrderView } from '../../../contracts/http.ts';
import type { Stack } from '../../support/stack.ts';
import { firstLine, refund, refundOf, returnOf, tellOrder } from '../../support/stack-later.ts';
import { deliver, orderOf, place, post, problemOf, ship, untilCaptured } from '../../support/stack-shop.ts';
import { MOVED, ORDER, TRACKING, WORDS } from './person.ts';

const reason = { reason: WORDS };
/** Keys that callers make of what they know. */
const idempotencyKey = () => `canary-key-${randomUUID()}`;
const own = (stack: Stack, over: Record<string, unknown> = {}) =>
  place(stack, { ...ORDER, ...over }, { idempotencyKey: idempotencyKey() });

async function arrived(stack: Stack): Promise<OrderView> {
  const { id } = await own(stack);
  orderOf(await stack.api('PATCH', `/v1/orders/${id}`, { body: { shippingAddress: MOVED } }));
  const parcel = { shipmentId: 'parcel-1', carrier: 'dhl', trackingNumber: TRACKING };
  orderOf(await ship(stack, id, parcel), 201);
  await untilCaptured(stack, id);
  return orderOf(await deliver(stack, id, 'parcel-1'));
}

/** Every way that an order of this person can go, each by the API, and all of them over at the end. */
export const LIVES: Record<string, (stack: Stack) => Promise<string>> = {
  'arrived, returned and refunded': async (stack) => {
    const order = await arrived(stack);
    const lines = [{ lineId: firstLine(order).id, quantity: 1 }];
    const asked = await tellOrder(
      stack,
      order.id,
      'returns',
      { lines, ...reason },
      { key: 'dev-us', idempotencyKey: idempotencyKey() },
    );
    const { id } = returnOf(asked, 201);
    returnOf(await tellOrder(stack, order.id, `returns/${id}/approve`));
    returnOf(await tellOrder(stack, order.id, `returns/${id}/receive`, { restock: true }));
    refundOf(await refund(stack, order.id, { amount: 100, ...reason }, { idempotencyKey: idempotencyKey() }));
    return order.id;
  },
  'arrived, and its return was rejected': async (stack) => {
    const order = await arrived(stack);
    const lines = [{ lineId: firstLine(order).id, quantity: 1 }];
    const { id } = returnOf(await tellOrder(stack, order.id, 'returns', { lines, ...reason }), 201);
    returnOf(await tellOrder(stack, order.id, `returns/${id}/reject`, reason));
    return order.id;
  },
  'canceled line by line': async (stack) => {
    const order = await own(stack);
    for (const { id, quantity } of order.lines)
      orderOf(await tellOrder(stack, order.id, `lines/${id}/cancel`, { quantity, ...reason }));
    return order.id;
  },
  'held, released, edited and canceled': async (stack) => {
    const { id, lines } = await own(stack);
    orderOf(await tellOrder(stack, id, 'hold', reason));
    orderOf(await tellOrder(stack, id, 'release', reason));
    const wanted = lines.map((line) => ({ id: line.id, quantity: line.quantity + 1 }));
    orderOf(await stack.api('PATCH', `/v1/orders/${id}`, { body: { lines: wanted } }));
    orderOf(await tellOrder(stack, id, 'cancel', reason));
    return id;
  },
  declined: async (stack) => {
    const payment = { method: 'pm_card_chargeDeclined' };
    const answer = await post(stack, { ...ORDER, payment }, { idempotencyKey: idempotencyKey() });
    problemOf(answer, 402, 'payment_declined');
    return String(Object(answer.body).orderId);
  },
  'placed in a batch, and canceled': async (stack) => {
    const line = JSON.stringify({ idempotencyKey: idempotencyKey(), order: ORDER });
    const headers = { 'Content-Type': 'application/x-ndjson' };
    const { status, text } = await stack.api('POST', '/v1/orders/batch', { raw: line, headers });
    expect({ status, text }).toMatchObject({ status: 200, text: expect.stringContaining('"id"') });
    const [, id = ''] = /"id":"([0-9A-Z]{26})"/.exec(text) ?? [];
    orderOf(await tellOrder(stack, id, 'cancel', reason));
    return id;
  },
};
