import { randomUUID } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import type { Stack } from '../../support/stack.ts';
import { anOrder, orderOf, place, post, problemOf, read } from '../../support/stack-shop.ts';

const LIMIT = 256 * 1024;
const order = JSON.stringify(anOrder());

export function strangeRequests(stack: () => Stack): void {
  describe('a strange request', () => {
    it('of exactly 256 KiB is taken, of one byte more it is too large', async () => {
      expect((await post(stack(), undefined, { raw: order.padEnd(LIMIT) })).status).toBe(201);
      problemOf(await post(stack(), undefined, { raw: order.padEnd(LIMIT + 1) }), 413, 'body_too_large');
    });

    it('that unpacks to more than 256 KiB is too large', async () => {
      const raw = gzipSync(order.padEnd(100 * LIMIT));
      expect(raw.length).toBeLessThan(LIMIT);
      const answer = await post(stack(), undefined, { raw, headers: { 'Content-Encoding': 'gzip' } });
      problemOf(answer, 413, 'body_too_large');
    });

    it.each([
      ['says gzip and is not', { 'Content-Encoding': 'gzip' }],
      ['is packed in an unknown way', { 'Content-Encoding': 'klingon' }],
      ['is written in an unknown alphabet', { 'Content-Type': 'application/json; charset=klingon' }],
    ])('that %s cannot be parsed', async (_what, headers) => {
      problemOf(await post(stack(), undefined, { raw: order, headers }), 400, 'invalid_request');
    });

    it.each(['text/plain', 'application/x-www-form-urlencoded', 'application/xml', 'rubbish'])(
      'whose body says that it is %s is not read',
      async (type) => {
        const answer = await post(stack(), undefined, { raw: order, headers: { 'Content-Type': type } });
        problemOf(answer, 415, 'unsupported_media_type');
      },
    );

    it('with a query that the operation does not have is refused', async () => {
      problemOf(
        await stack().api('POST', '/v1/orders?dryRun=true', { body: anOrder(), idempotencyKey: 'dry' }),
        422,
        'invalid_request',
      );
    });

    it.each([
      ['is empty', ''],
      ['is an empty quoted string', '""'],
      ['has 256 letters', 'k'.repeat(256)],
      ['is not ASCII', 'sch\xfcssel'],
      ['has a tab', 'a\tb'],
    ])('whose Idempotency-Key %s is refused', async (_what, idempotencyKey) => {
      problemOf(await post(stack(), anOrder(), { idempotencyKey }), 400, 'invalid_request');
    });

    it('with a key of 255 letters is taken', async () => {
      await place(stack(), {}, { idempotencyKey: randomUUID().padEnd(255, 'k') });
    });

    it('keeps every letter of what a shop may send', async () => {
      const name = '山田 太郎 🧑‍🚀 O’Brien "x" \\ <b> \u202e %s ${1} \'; DROP TABLE orders; --';
      const { id } = await place(stack(), {
        shippingAddress: { name, line1: name, city: 'Zürich', country: 'CH' },
        reference: name,
        metadata: { 'clé/~': name, constructor: 'x', toString: 'y' },
      });
      expect(await read(stack(), id)).toMatchObject({
        shippingAddress: { name, line1: name },
        reference: name,
        metadata: { 'clé/~': name, constructor: 'x', toString: 'y' },
      });
    });

    it('of 200 lines is legal', async () => {
      const lines = Array.from({ length: 200 }, () => ({ sku: 'CD', quantity: 1, unitPrice: 1 }));
      expect((await place(stack(), { lines })).total).toBe(200);
    });

    it.each(['%', '%zz', '%c3%28', 'a%'])('for an order named %s cannot be parsed', async (id) => {
      problemOf(await stack().api('GET', `/v1/orders/${id}`), 400, 'invalid_request');
    });

    it.each(['%00', '..%2f..', '%F0%9F%92%A5', "'%20or%20'1'='1", 'x'.repeat(64), '__proto__'])(
      'for an order named %s finds none',
      async (id) => {
        const { status, body } = await stack().api('GET', `/v1/orders/${id}`);
        const code = status === 404 ? 'not_found' : 'invalid_request';
        expect([404, 422]).toContain(status);
        expect(body).toMatchObject({ status, code });
      },
    );

    it.each(['status=PENDING&status=SHIPPED', 'limit[]=1', 'status[x]=1', 'createdFrom=0000-01-01T00:00:00Z'])(
      'for a list by %s is refused',
      async (query) => {
        problemOf(await stack().api('GET', `/v1/orders?${query}`), 422, 'invalid_request');
      },
    );

    it('with a strange If-Match changes nothing', async () => {
      const { id } = await place(stack());
      for (const tag of ['3', 'W/"3"', '""', '"3', 'rubbish']) {
        const answer = await stack().api('POST', `/v1/orders/${id}/cancel`, { headers: { 'If-Match': tag } });
        problemOf(answer, 412, 'version_mismatch');
      }
    });

    it('with an endless request id gets a short one back', async () => {
      const answer = await post(stack(), anOrder(), { headers: { 'X-Request-Id': 'r'.repeat(5000) } });
      expect(answer.headers['x-request-id']).toHaveLength(100);
    });

    it('with headers of 20,000 letters is refused, and the door stays open', async () => {
      const { status } = await stack().api('GET', '/v1/orders', { headers: { 'X-Long': 'x'.repeat(20_000) } });
      expect(status).toBe(431);
      expect(orderOf(await post(stack(), anOrder()), 201).status).toBe('PROCESSING');
    });

    it('never learns anything of the house from an error', async () => {
      const answers = [
        await stack().api('GET', '/v1/orders/%zz'),
        await post(stack(), undefined, { raw: '{"a":' }),
        await stack().api('GET', '/v1/orders?cursor=rubbish'),
      ];
      for (const { text } of answers) expect(text).not.toMatch(/node_modules|\/work\/|at \S+ \(|select |insert /i);
    });
  });
}
