import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from '@jest/globals';
import { InventoryView, OrderList, OrderView, Problem, Timeline } from '../../contracts/http.ts';
import type { Answer } from './http.ts';
import type { Ask, Stack } from './stack.ts';
import { until } from './stack-wait.ts';

/** What tests say to a shop, and what they read from its answers. */

/** Whatever takes requests. */
export type Shop = Pick<Stack, 'api'>;

export const ADDRESS = { name: 'A. Buyer', line1: '1 Main St', city: 'Springfield', country: 'US' };

/** A legal order of storefront `us` of two red ones; `over` replaces or (undefined) takes out fields. */
export function anOrder(over: Record<string, unknown> = {}) {
  return {
    customerId: 'cus_100',
    currency: 'USD',
    lines: [{ sku: 'SKU-RED-S', quantity: 2, unitPrice: 1299 }],
    payment: { method: 'pm_card_visa' },
    shippingAddress: ADDRESS,
    ...over,
  };
}

export function line(sku: string, quantity = 1, unitPrice = 1000) {
  return { sku, quantity, unitPrice };
}

export const uniqueSku = (name: string) => `${name}-${randomUUID().slice(0, 8)}`;

/** A rush of orders is decided within it, also on a busy machine: 88 s were seen at three times as much work as cores. */
const DECIDED_WITHIN_MS = 300_000;
/** Nothing is decided: the same request had better come again. */
const LATER = ['idempotency_in_progress', 'overloaded', 'rate_limited'];

/** Posts an order as a checkout does, under a new key unless one is given: asked to come again, it does. */
export async function post(stack: Shop, body: unknown, ask: Ask = {}): Promise<Answer> {
  const asked = { idempotencyKey: randomUUID(), ...ask };
  const end = Date.now() + DECIDED_WITHIN_MS;
  for (;;) {
    const answer = await postOnce(stack, body, asked);
    const after = answer.headers['retry-after'];
    const isUndecided = answer.status === 202 || LATER.includes(Object(answer.body).code);
    if (after === undefined || !isUndecided || Date.now() > end) return answer;
    await sleep(Number(after) * 1000);
  }
}

/** The answer to one post: 202 where it is not decided in time. */
export async function postOnce(stack: Shop, body: unknown, ask: Ask = {}): Promise<Answer> {
  return await stack.api('POST', '/v1/orders', { idempotencyKey: randomUUID(), body, ...ask });
}

/** Places an order that is to be confirmed. */
export async function place(stack: Shop, over: Record<string, unknown> = {}, ask: Ask = {}): Promise<OrderView> {
  return orderOf(await post(stack, anOrder(over), ask), 201);
}

export function orderOf(answer: Answer, status = 200): OrderView {
  expect({ status: answer.status, text: answer.text }).toEqual({ status, text: expect.anything() });
  return OrderView.parse(answer.body);
}

export function listOf(answer: Answer) {
  expect({ status: answer.status, text: answer.text }).toMatchObject({ status: 200 });
  return OrderList.parse(answer.body);
}

/** An error as RFC 9457 wants it, with this status and code. */
export function problemOf(answer: Answer, status: number, code: string) {
  expect({ status: answer.status, text: answer.text }).toEqual({ status, text: expect.stringContaining(`"${code}"`) });
  expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/);
  const problem = Problem.parse(answer.body);
  expect(problem).toMatchObject({ status, code });
  expect(problem.requestId).toBe(answer.headers['x-request-id']);
  return problem;
}

export async function read(stack: Shop, id: string, key = 'dev-ops'): Promise<OrderView> {
  return orderOf(await stack.api('GET', `/v1/orders/${id}`, { key }));
}

export async function timeline(stack: Shop, id: string) {
  return Timeline.parse((await stack.api('GET', `/v1/orders/${id}/events`, { key: 'dev-ops' })).body).data;
}

/** Waits for an order to get there. */
export async function untilStatus(stack: Shop, id: string, status: OrderView['status'], withinMs?: number) {
  return await until(
    `order ${id} to be ${status}`,
    async () => {
      const order = await read(stack, id);
      return order.status === status && order;
    },
    { withinMs, everyMs: 100 },
  );
}

/** Waits until what has shipped is paid for: seconds after it has, and before or after it is delivered. */
export async function untilCaptured(stack: Shop, id: string): Promise<OrderView> {
  return await until(
    `order ${id} to be captured`,
    async () => {
      const order = await read(stack, id);
      return order.payment.status === 'captured' && order;
    },
    { everyMs: 100 },
  );
}

export async function stockOf(stack: Shop, sku: string) {
  const answer = await stack.api('GET', `/v1/inventory/${sku}`, { key: 'dev-ops' });
  const { onHand, reserved, available } = InventoryView.parse(answer.body);
  return { onHand, reserved, available };
}

/** A new SKU with so much on hand. */
export async function stocked(stack: Shop, onHand: number, name = 'SKU-TEST'): Promise<string> {
  const sku = uniqueSku(name);
  const answer = await stack.api('PUT', `/v1/inventory/${sku}`, { key: 'dev-ops', body: { onHand } });
  expect(answer.status).toBe(200);
  return sku;
}

/** Every order that the operator sees, newest first, page by page. */
export async function allOrders(stack: Shop, query = ''): Promise<OrderView[]> {
  const orders: OrderView[] = [];
  let cursor = '';
  do {
    const page = listOf(await stack.api('GET', `/v1/orders?limit=100${query}${cursor}`, { key: 'dev-ops' }));
    orders.push(...page.data);
    cursor = page.next === null ? '' : `&cursor=${page.next}`;
  } while (cursor !== '');
  return orders;
}

/** Waits until no order of the customer is in any of these states any more. */
export async function untilNone(
  stack: Shop,
  customerId: string,
  statuses: readonly OrderView['status'][],
): Promise<void> {
  for (const status of statuses) {
    const path = `/v1/orders?limit=1&customerId=${customerId}&status=${status}`;
    const isNone = async () => listOf(await stack.api('GET', path, { key: 'dev-ops' })).data.length === 0;
    await until(`no order to be ${status}`, isNone, { everyMs: 200 });
  }
}

export async function ship(stack: Shop, id: string, body: Record<string, unknown> = {}) {
  return await stack.api('POST', `/v1/orders/${id}/shipments`, {
    key: 'dev-carrier',
    body: { eventId: randomUUID(), ...body },
  });
}

export async function deliver(stack: Shop, id: string, shipmentId: string, eventId: string = randomUUID()) {
  const path = `/v1/orders/${id}/shipments/${shipmentId}/deliver`;
  return await stack.api('POST', path, { key: 'dev-carrier', body: { eventId } });
}
