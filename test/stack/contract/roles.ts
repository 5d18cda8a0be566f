import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Stack } from '../../support/stack.ts';
import { firstLine } from '../../support/stack-later.ts';
import { ADDRESS, anOrder, place, problemOf, read } from '../../support/stack-shop.ts';

type Verdict = 401 | 403 | 404 | 'in';

const STATUSES = { 401: [401], 403: [403], 404: [404], in: [200, 201, 409, 422] };
const CODES = { 401: { code: 'unauthenticated' }, 403: { code: 'forbidden' }, 404: { code: 'not_found' }, in: {} };

const OPERATORS_ONLY = { us: 403, eu: 403, carrier: 403 } as const;
const UNITS = [{ lineId: 'x', quantity: 1 }];

/** Who may do what. `in`: the door lets it through, whatever it answers then. */
const MATRIX: { method: string; path: string; body?: unknown; us: Verdict; eu: Verdict; carrier: Verdict }[] = [
  { method: 'POST', path: '/v1/orders', body: {}, us: 'in', eu: 'in', carrier: 403 },
  { method: 'GET', path: '/v1/orders', us: 'in', eu: 'in', carrier: 403 },
  { method: 'GET', path: '/v1/orders/:id', us: 'in', eu: 404, carrier: 403 },
  { method: 'GET', path: '/v1/orders/:id/events', us: 'in', eu: 404, carrier: 403 },
  {
    method: 'PATCH',
    path: '/v1/orders/:id',
    body: { shippingAddress: ADDRESS },
    us: 'in',
    eu: 404,
    carrier: 403,
  },
  { method: 'POST', path: '/v1/orders/:id/lines/:line/cancel', body: { quantity: 9 }, us: 'in', eu: 404, carrier: 403 },
  { method: 'POST', path: '/v1/orders/:id/refunds', body: { amount: 1 }, us: 'in', eu: 404, carrier: 403 },
  { method: 'GET', path: '/v1/orders/:id/refunds', us: 'in', eu: 404, carrier: 403 },
  { method: 'POST', path: '/v1/orders/:id/returns', body: { lines: UNITS }, us: 'in', eu: 404, carrier: 403 },
  { method: 'GET', path: '/v1/orders/:id/returns', us: 'in', eu: 404, carrier: 403 },
  ...['returns/x/approve', 'returns/x/reject', 'returns/x/receive', 'hold', 'release', 'reject'].map((what) => ({
    method: 'POST',
    path: `/v1/orders/:id/${what}`,
    body: {},
    ...OPERATORS_ONLY,
  })),
  { method: 'POST', path: '/v1/orders/:id/compensations/stock/resolve', body: {}, ...OPERATORS_ONLY },
  { method: 'POST', path: '/v1/orders/:id/shipments', body: { eventId: '' }, us: 403, eu: 403, carrier: 'in' },
  {
    method: 'POST',
    path: '/v1/orders/:id/shipments/p/deliver',
    body: { eventId: '' },
    us: 403,
    eu: 403,
    carrier: 'in',
  },
  { method: 'GET', path: '/v1/inventory/CD', us: 403, eu: 403, carrier: 403 },
  { method: 'PUT', path: '/v1/inventory/CD', body: { onHand: 100_000 }, us: 403, eu: 403, carrier: 403 },
  { method: 'GET', path: '/v1/analytics/daily', us: 403, eu: 403, carrier: 403 },
  { method: 'POST', path: '/v1/orders/:id/cancel', body: {}, us: 'in', eu: 404, carrier: 403 },
];

export function roles(stack: () => Stack): void {
  describe('who may call', () => {
    let id = '';
    let lineId = '';
    beforeAll(async () => {
      const order = await place(stack());
      id = order.id;
      lineId = firstLine(order).id;
    });

    const ask = async (row: (typeof MATRIX)[number], key: string | null, headers = {}) =>
      await stack().api(row.method, row.path.replace(':id', id).replace(':line', lineId), {
        key,
        headers,
        idempotencyKey: `roles-${row.path}-${key}`,
        ...(row.body === undefined ? {} : { body: row.body }),
      });

    it.each(MATRIX)('$method $path: nobody without a key that is known', async (row) => {
      for (const headers of [
        {},
        { Authorization: 'Bearer wrong' },
        { Authorization: 'Bearer ' },
        { Authorization: 'Bearer dev-us extra' },
        { Authorization: 'Basic dev-us' },
        { Authorization: 'dev-us' },
      ]) {
        const answer = await ask(row, null, headers);
        problemOf(answer, 401, 'unauthenticated');
        expect(answer.headers['www-authenticate']).toBe('Bearer');
      }
    });

    it.each(MATRIX)('$method $path: us $us, eu $eu, carrier $carrier', async (row) => {
      const verdicts = { 'dev-eu': row.eu, 'dev-carrier': row.carrier, 'dev-us': row.us };
      for (const [key, verdict] of Object.entries(verdicts)) {
        const answer = await ask(row, key);
        expect(STATUSES[verdict]).toContain(answer.status);
        expect(answer.body).toMatchObject(CODES[verdict]);
      }
    });

    it('the operator may all but place orders in a storefront it does not have', async () => {
      const placed = await stack().api('POST', '/v1/orders', {
        key: 'dev-ops',
        idempotencyKey: 'ops',
        body: anOrder(),
      });
      problemOf(placed, 403, 'forbidden');
      for (const row of MATRIX.slice(1)) {
        // It has been canceled by now, and has no return.
        const { status, text } = await ask(row, 'dev-ops');
        expect({
          row,
          text,
          isIn: [200, 201, 409, 422].includes(status) || text.includes('has no return'),
        }).toMatchObject({
          isIn: true,
        });
      }
    });

    it("another storefront's key left the order as it was", async () => {
      const other = await place(stack());
      for (const row of MATRIX.filter(({ eu }) => eu === 404)) {
        const path = row.path.replace(':id', other.id).replace(':line', firstLine(other).id);
        const idempotencyKey = `roles-${path}`;
        await stack().api(row.method, path, {
          key: 'dev-eu',
          idempotencyKey,
          ...(row.body === undefined ? {} : { body: row.body }),
        });
      }
      expect(await read(stack(), other.id)).toEqual(other);
    });

    it('the scheme is written in any case (RFC 9110)', async () => {
      const answer = await stack().api('GET', '/v1/orders', { key: null, headers: { authorization: 'bEARER dev-us' } });
      expect(answer.status).toBe(200);
    });
  });
}
