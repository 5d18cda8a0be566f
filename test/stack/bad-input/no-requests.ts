import { describe, expect, it } from '@jest/globals';
import { startApi } from '../../support/api-process.ts';
import type { Answer } from '../../support/http.ts';
import { say } from '../../support/raw-line.ts';
import type { Stack } from '../../support/stack.ts';
import { allOrders, anOrder, problemOf } from '../../support/stack-shop.ts';

const ORDER = JSON.stringify(anOrder({ reference: 'no-request' }));
const FRAMED = `Content-Length: ${ORDER.length}`;

/** An order that would be placed, but for what is put in: headers behind its own, another body. */
const order = (headers: string[], body = ORDER, start = 'POST /v1/orders HTTP/1.1') =>
  [
    start,
    'Host: shop',
    'Authorization: Bearer dev-us',
    'Idempotency-Key: no-request',
    'Content-Type: application/json',
    'Connection: close',
    ...headers,
    '',
    body,
  ].join('\r\n');
const chunked = (body: string, coding = 'chunked') => order([`Transfer-Encoding: ${coding}`], body);
const CHUNK = `${ORDER.length.toString(16)}\r\n${ORDER}\r\n`;

/** By status and code; 400 `invalid_request` for most. */
export const NO_REQUESTS: [what: string, bytes: string, status?: number, code?: string][] = [
  ['words', 'hello, is anybody there?\r\n\r\n'],
  ["TLS' first bytes", '\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003\r\n\r\n'],
  ['the first HTTP there was', 'GET /v1/orders\r\n\r\n', 401, 'unauthenticated'],
  ['a version to come', order([FRAMED], ORDER, 'POST /v1/orders HTTP/9.9')],
  ['a method that nobody knows', order([FRAMED], ORDER, 'ORDER /v1/orders HTTP/1.1')],
  ['a path with a blank in it', order([FRAMED], ORDER, 'POST /v1/ orders HTTP/1.1')],
  ['a path with NUL in it', order([FRAMED], ORDER, 'POST /v1/orders\u0000 HTTP/1.1')],
  ['no host', order([FRAMED]).replace('Host: shop\r\n', '')],
  ['two hosts', order([FRAMED, 'Host: other'])],
  ['two keys', order([FRAMED, 'Authorization: Bearer dev-ops'])],
  ['two Idempotency-Keys', order([FRAMED, 'Idempotency-Key: other'])],
  ['two types of one body', order([FRAMED, 'Content-Type: text/plain'])],
  ['two codings of one body', order([FRAMED, 'Content-Encoding: identity', 'Content-Encoding: gzip'])],
  ['a header without a colon', order([FRAMED, 'nonsense'])],
  ['a header without a name', order([FRAMED, ': nonsense'])],
  ['a header with a blank before its colon', order([FRAMED, 'X-Shop : us'])],
  ['a header with NUL in it', order([FRAMED, 'X-Shop: u\u0000s'])],
  ['a header with a bare CR in it', order([FRAMED, 'X-Shop: u\rX-Other: s'])],
  ['two lengths', order([FRAMED, 'Content-Length: 4'])],
  ['a length and chunks', order([FRAMED, 'Transfer-Encoding: chunked'], `${CHUNK}0\r\n\r\n`)],
  ['a negative length', order(['Content-Length: -1'])],
  ['a length in words', order(['Content-Length: many'])],
  ['a length with a sign', order([`Content-Length: +${ORDER.length}`])],
  ['a length beyond all numbers', order(['Content-Length: 99999999999999999999999'])],
  ['chunks of no size', chunked(`\r\n${ORDER}\r\n0\r\n\r\n`)],
  ['chunks of a size in words', chunked(`lots\r\n${ORDER}\r\n0\r\n\r\n`)],
  ['chunks of a negative size', chunked(`-4\r\n${ORDER}\r\n0\r\n\r\n`)],
  ['chunks of a size beyond all numbers', chunked(`fffffffffffffffff\r\n${ORDER}\r\n0\r\n\r\n`)],
  ['chunks longer than they say', chunked(`4\r\n${ORDER}\r\n0\r\n\r\n`)],
  ['chunks and then some other coding', chunked(`${CHUNK}0\r\n\r\n`, 'chunked, gzip')],
  ['a coding that nobody knows', chunked(`${CHUNK}0\r\n\r\n`, 'rubbish')],
  ['chunks with endless extensions', chunked(`4;${'x'.repeat(20_000)}\r\n${CHUNK}`), 413, 'body_too_large'],
  ['endless headers', order([FRAMED, `X-Long: ${'x'.repeat(20_000)}`]), 431, 'headers_too_large'],
  ['an endless path', order([FRAMED], ORDER, `POST /v1/${'x'.repeat(20_000)} HTTP/1.1`), 431, 'headers_too_large'],
  [
    'thousands of headers',
    order([FRAMED, ...Array.from({ length: 3000 }, (_, n) => `X${n}: 1`)]),
    431,
    'headers_too_large',
  ],
];

const slow = (text: string) => text.slice(0, 200).split('');

/** Settings of an API for `saidSlowly`. */
export const IMPATIENT = { HEADERS_TIMEOUT_MS: '1000', REQUEST_TIMEOUT_MS: '1500' };

/** The answers to headers, and to a body, that come a letter at a time. */
export async function saidSlowly(port: number): Promise<Answer[]> {
  const [headers, body] = [order([FRAMED]), order([FRAMED], '')];
  return await Promise.all([say(port, slow(headers), 50), say(port, [body, ...slow(ORDER)], 50)]);
}

export function noRequests(stack: () => Stack): void {
  describe('what is no request', () => {
    it.each(NO_REQUESTS)('%s', async (_what, bytes, status = 400, code = 'invalid_request') => {
      problemOf(await say(Number(stack().env['PORT']), [bytes]), status, code);
    });

    it('places nothing', async () => {
      expect(await allOrders(stack(), '&reference=no-request')).toEqual([]);
      const { status } = await stack().api('GET', '/health/live', { key: null });
      expect(status).toBe(200);
    });

    it('goes on for ever: whoever sends a letter at a time is cut off', async () => {
      const api = await startApi(stack(), IMPATIENT);
      for (const answer of await saidSlowly(api.port)) problemOf(answer, 408, 'request_timeout');
      await api.stop();
    });
  });
}
