import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, Connection } from '@temporalio/client';
import { describe, expect, it } from '@jest/globals';
import { startApi } from '../support/api-process.ts';
import { type Death, DEATHS } from '../support/deaths.ts';
import { type Answer, send } from '../support/http.ts';
import { stackForThisFile } from '../support/stack.ts';
import { firstLine, placeAndShip } from '../support/stack-later.ts';
import { anOrder, orderOf, place, read, timeline, uniqueSku } from '../support/stack-shop.ts';
import { until } from '../support/stack-wait.ts';

const stack = stackForThisFile({ CARRIER: 'off' });
const AT_ONCE = 10;
const MOVES_FOR_MS = 1500;

interface Keyed {
  path: string;
  body: unknown;
  key: string;
}

const headersOf = ({ key }: Keyed) => ({
  Authorization: 'Bearer dev-us',
  'Idempotency-Key': key,
  'Content-Type': 'application/json',
});

async function ask(request: Keyed, port = Number(stack().env['PORT'])): Promise<Answer> {
  return await send(port, request.path, {
    method: 'POST',
    headers: headersOf(request),
    body: JSON.stringify(request.body),
  });
}

/** Sends it to an API process that dies at that step; the caller hears nothing. */
async function dieOf(death: Death, request: Keyed): Promise<void> {
  const { port, child } = await startApi(stack(), { DIES: death }, 'test/support/dying-api-main.ts');
  const exited = once(child, 'exit');
  await expect(ask(request, port)).rejects.toThrow(/socket hang up|ECONNRESET/);
  expect(await exited).toEqual([null, 'SIGKILL']);
}

/** Sends it again to a process that lives, many times at once, until all are answered: the same to all. */
async function sameAnswer(request: Keyed): Promise<Answer> {
  const answers = await until('everybody to be answered', async () => {
    const all = await Promise.all(Array.from({ length: AT_ONCE }, () => ask(request)));
    return all.every(({ status }) => status < 300 && status !== 202) && all;
  });
  const [first] = answers;
  if (!first) throw new Error('nobody was answered');
  for (const { status, text, headers } of answers)
    expect({ status, text, etag: headers['etag'] }).toEqual({
      status: first.status,
      text: first.text,
      etag: first.headers['etag'],
    });
  return first;
}

/** Kills the whole app with the request under way at the payment service, and starts it again. */
async function dieWith(request: Keyed): Promise<void> {
  await stack().fault({ target: 'payments', latencyMs: MOVES_FOR_MS });
  const lost = ask(request).catch(String);
  await sleep(MOVES_FOR_MS / 2);
  await stack().kill9();
  expect(await lost).toMatch(/socket hang up|ECONNRESET/);
  await stack().restart();
  await stack().fault({ target: 'payments', latencyMs: 0 });
}

/** How many runs its workflow has had. */
async function runsOf(id: string): Promise<number> {
  const connection = await Connection.connect({ address: stack().temporalAddress });
  const { count } = await new Client({ connection }).workflow.count(`WorkflowId = 'order-${id}'`);
  await connection.close();
  return count;
}

const kindsOf = async (id: string) => (await stack().ledger(id)).map(({ kind }) => kind);
const typesOf = async (id: string) => (await timeline(stack(), id)).map(({ type }) => type);

describe('a process that dies, and the same request again', () => {
  it.each(DEATHS)('makes one order with one authorization: when %s', async (death) => {
    const reference = uniqueSku('cart');
    const request = { path: '/v1/orders', body: anOrder({ reference }), key: randomUUID() };
    await dieOf(death, request);
    const { id } = orderOf(await sameAnswer(request), 201);
    expect(await kindsOf(id)).toEqual(['authorization']);
    const { body } = await stack().api('GET', `/v1/orders?reference=${reference}`);
    expect(body).toMatchObject({ data: [{ id }], next: null });
    await until('its workflow to be listed', async () => (await runsOf(id)) > 0);
    expect(await runsOf(id)).toBe(1);
  });

  it.each(DEATHS)('gives money back once: when %s', async (death) => {
    const { id } = await placeAndShip(stack());
    const request = { path: `/v1/orders/${id}/refunds`, body: { amount: 100 }, key: randomUUID() };
    await dieOf(death, request);
    expect(await sameAnswer(request)).toMatchObject({ status: 201, body: { amount: 100, status: 'SUCCEEDED' } });
    expect(await kindsOf(id)).toEqual(['authorization', 'capture', 'refund']);
    expect((await read(stack(), id)).payment.refunded).toBe(100);
  });

  it.each(DEATHS)('cancels an order once: when %s', async (death) => {
    const { id } = await place(stack());
    const request = { path: `/v1/orders/${id}/cancel`, body: { reason: 'twice' }, key: randomUUID() };
    await dieOf(death, request);
    expect(orderOf(await sameAnswer(request))).toMatchObject({ status: 'CANCELED', cancelNote: 'twice' });
    expect(await kindsOf(id)).toEqual(['authorization', 'void']);
    expect((await typesOf(id)).filter((type) => type === 'order.canceled')).toHaveLength(1);
  });

  it.each(DEATHS)('takes one unit off a line: when %s', async (death) => {
    const order = await place(stack());
    const path = `/v1/orders/${order.id}/lines/${firstLine(order).id}/cancel`;
    const request = { path, body: { quantity: 1 }, key: randomUUID() };
    await dieOf(death, request);
    expect(firstLine(orderOf(await sameAnswer(request)))).toMatchObject({ quantity: 2, canceled: 1 });
    expect(firstLine(await read(stack(), order.id)).canceled).toBe(1);
  });
});

describe('the whole app that dies while the money moves, and the same request again', () => {
  it('authorizes once', async () => {
    const request = { path: '/v1/orders', body: anOrder(), key: randomUUID() };
    await dieWith(request);
    const { id } = orderOf(await sameAnswer(request), 201);
    expect(await kindsOf(id)).toEqual(['authorization']);
  });

  it('refunds once', async () => {
    const { id } = await placeAndShip(stack());
    const request = { path: `/v1/orders/${id}/refunds`, body: { amount: 100 }, key: randomUUID() };
    await dieWith(request);
    expect(await sameAnswer(request)).toMatchObject({ status: 201, body: { amount: 100 } });
    await until('the money to be back', async () => (await read(stack(), id)).payment.refunded === 100);
    expect(await kindsOf(id)).toEqual(['authorization', 'capture', 'refund']);
  });
});
