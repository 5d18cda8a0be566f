import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:net';
import { connect as connectTls, type SecureVersion } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type ApiProcess, startApi } from '../support/api-process.ts';
import { send } from '../support/http.ts';
import { openSocket } from '../support/live-socket.ts';
import { openStream } from '../support/live-stream.ts';
import { untilHeard } from '../support/moving-order.ts';
import { say } from '../support/raw-line.ts';
import { stackForThisFile } from '../support/stack.ts';
import { allOrders, anOrder, orderOf, problemOf } from '../support/stack-shop.ts';
import { until } from '../support/stack-wait.ts';
import { type TlsLine, tlsLineTo } from '../support/tls-line.ts';
import { IMPATIENT, NO_REQUESTS, saidSlowly } from './bad-input/no-requests.ts';

/** The API as tasks run it: a load balancer speaks TLS to it. */
const stack = stackForThisFile({ CARRIER: 'off' });
const HTTPS = 'self-signed';
let api: ApiProcess;
let line: TlsLine;

beforeAll(async () => {
  api = await startApi(stack(), { HTTPS });
  line = await tlsLineTo(api.port);
});
afterAll(() => line.close());

const placing = (port: number, over = {}) =>
  send(port, '/v1/orders', {
    method: 'POST',
    headers: { Authorization: 'Bearer dev-us', 'Content-Type': 'application/json', 'Idempotency-Key': randomUUID() },
    body: JSON.stringify(anOrder(over)),
  });

/** What TLS is agreed on with a client that speaks this and older. */
async function spoken(port: number, maxVersion: SecureVersion): Promise<string | null> {
  const ciphers = 'DEFAULT@SECLEVEL=0';
  const socket = connectTls({ port, rejectUnauthorized: false, minVersion: 'TLSv1', maxVersion, ciphers });
  await once(socket, 'secureConnect');
  const protocol = socket.getProtocol();
  socket.destroy();
  return protocol;
}

describe('the API over HTTPS', () => {
  it('decides an order, and tells of it over SSE and WebSocket', async () => {
    const { id, version } = orderOf(await placing(line.port), 201);
    const stream = await openStream(line.port, id);
    await untilHeard(stream, version);
    stream.cut();
    const client = await openSocket(line.port);
    client.say({ subscribe: id });
    expect(await client.next('subscribed')).toMatchObject({ subscribed: id });
    await client.close();
  });

  it.each(NO_REQUESTS)('refuses %s as over HTTP', async (_what, bytes, status = 400, code = 'invalid_request') => {
    problemOf(await say(line.port, [bytes]), status, code);
  });

  it('refuses whoever sends a letter at a time as over HTTP, and what is older than TLS 1.2 whatever Node is told', async () => {
    const NODE_OPTIONS = '--tls-min-v1.0 --tls-cipher-list=DEFAULT@SECLEVEL=0';
    const impatient = await startApi(stack(), { HTTPS, ...IMPATIENT, NODE_OPTIONS });
    const way = await tlsLineTo(impatient.port);
    for (const answer of await saidSlowly(way.port)) problemOf(answer, 408, 'request_timeout');
    await expect(spoken(impatient.port, 'TLSv1.1')).rejects.toThrow('protocol version');
    expect(await spoken(impatient.port, 'TLSv1.2')).toBe('TLSv1.2');
    await impatient.stop();
    await way.close();
  });

  it('signs operators in with a cookie that goes over HTTPS alone, also where nothing before it says how it was asked', async () => {
    const body = new URLSearchParams({ key: 'dev-ops' }).toString();
    const headers = { 'Content-Type': 'application/x-www-form-urlencoded' };
    const signedIn = await send(line.port, '/codec', { method: 'POST', headers, body });
    expect(signedIn.headers['set-cookie']).toContain('; Secure');
    const plainly = await stack().api('POST', '/codec', { key: null, headers, raw: body });
    expect(plainly.headers['set-cookie']).not.toContain('; Secure');
  });

  it('says nothing in plain HTTP, and cuts off whoever does not agree on TLS', async () => {
    expect(await say(api.port, ['GET /health/live HTTP/1.1\r\nHost: shop\r\n\r\n'])).toMatchObject({
      status: 0,
      text: '',
    });
    expect(await say(api.port, [])).toMatchObject({ status: 0, text: '' });
  });

  it('answers what is in hand when it is told to go, ends its streams, and waits for nobody who does not agree on TLS', async () => {
    const going = await startApi(stack(), { HTTPS });
    const way = await tlsLineTo(going.port);
    const { id } = orderOf(await placing(way.port), 201);
    const stream = await openStream(way.port, id);
    const client = await openSocket(way.port);
    const silent = connect(going.port, '127.0.0.1');
    await once(silent, 'connect');
    await stack().fault({ target: 'payments', latencyMs: 1500 });
    const inHand = placing(way.port, { reference: 'in-hand' });
    await until('it to be in hand', async () => (await allOrders(stack(), '&reference=in-hand')).length > 0);
    const stopped = going.stop();
    orderOf(await inHand, 201);
    await stack().fault({ target: 'payments', latencyMs: 0 });
    expect(await stream.over).toBe('ended');
    expect(await client.closed).toMatchObject({ code: 1001 });
    const { code, tookMs } = await stopped;
    expect(code).toBe(0);
    expect(tookMs).toBeLessThan(10_000);
    await way.close();
  });
});
