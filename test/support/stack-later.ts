import { randomUUID } from 'node:crypto';
import { expect } from '@jest/globals';
import { type OrderView, RefundView, ReturnView } from '../../contracts/http.ts';
import type { Answer } from './http.ts';
import type { Ask, Stack } from './stack.ts';
import { deliver, orderOf, place, ship, untilCaptured } from './stack-shop.ts';

/** What tests ask of orders after their answer. */

/** Says something to an order, as an operator unless another key is given. */
export async function tellOrder(stack: Stack, id: string, what: string, body?: unknown, ask: Ask = {}) {
  const sent = body === undefined ? {} : { body };
  return await stack.api('POST', `/v1/orders/${id}/${what}`, { key: 'dev-ops', ...sent, ...ask });
}

export async function refund(stack: Stack, id: string, body: unknown, ask: Ask = {}): Promise<Answer> {
  return await tellOrder(stack, id, 'refunds', body, { key: 'dev-us', idempotencyKey: randomUUID(), ...ask });
}

export function refundOf(answer: Answer, status = 201): RefundView {
  expect({ status: answer.status, text: answer.text }).toEqual({ status, text: expect.anything() });
  return RefundView.parse(answer.body);
}

export function returnOf(answer: Answer, status = 200): ReturnView {
  expect({ status: answer.status, text: answer.text }).toEqual({ status, text: expect.anything() });
  return ReturnView.parse(answer.body);
}

/** An order of which everything has shipped and is paid for. */
export async function placeAndShip(stack: Stack, over: Record<string, unknown> = {}): Promise<OrderView> {
  const { id } = await place(stack, over);
  orderOf(await ship(stack, id, { shipmentId: 'parcel-1' }), 201);
  return await untilCaptured(stack, id);
}

/** One that has arrived, too. */
export async function placeAndDeliver(stack: Stack, over: Record<string, unknown> = {}): Promise<OrderView> {
  const { id } = await placeAndShip(stack, over);
  return orderOf(await deliver(stack, id, 'parcel-1'));
}

/** One that has arrived, and of which a unit is to come back. */
export async function returnable(stack: Stack): Promise<{ order: OrderView; returnId: string }> {
  const order = await placeAndDeliver(stack);
  const lines = [{ lineId: firstLine(order).id, quantity: 1 }];
  const asked = await tellOrder(stack, order.id, 'returns', { lines, reason: 'too small' }, { key: 'dev-us' });
  return { order, returnId: returnOf(asked, 201).id };
}

/** Its first line. */
export function firstLine({ lines }: OrderView): OrderView['lines'][number] {
  const [first] = lines;
  if (!first) throw new Error('the order has no lines');
  return first;
}
