import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { AuditList } from '../../../contracts/http-audit.ts';
import type { Stack } from '../../support/stack.ts';
import { place, problemOf } from '../../support/stack-shop.ts';
import { keyOf } from '../../support/stack-keys.ts';

export function auditing(stack: () => Stack): void {
  const trail = async (query: string, key = 'dev-ops') => {
    const { status, text, body } = await stack().api('GET', `/v1/audit${query}`, { key });
    expect({ status, text }).toMatchObject({ status: 200 });
    return AuditList.parse(body);
  };
  const hold = async (id: string, ask: { key?: string; headers?: Record<string, string> } = {}) =>
    await stack().api('POST', `/v1/orders/${id}/hold`, { key: 'dev-ops', body: { reason: 'odd' }, ...ask });

  describe('the audit trail', () => {
    it('has who did what to which order, why, and what it came to', async () => {
      const { id } = await place(stack());
      const answer = await hold(id);
      const { data } = await trail(`?orderId=${id}`);
      expect(data).toEqual([
        {
          id: expect.any(String),
          actor: 'dev-ops',
          role: 'operator',
          storefront: 'us',
          operation: 'holdOrder',
          path: `/v1/orders/${id}/hold`,
          orderId: id,
          reason: 'odd',
          details: {},
          status: 200,
          refusal: null,
          requestId: answer.headers['x-request-id'],
          createdAt: expect.any(String),
        },
      ]);
    });

    it('has what was refused, with its code', async () => {
      const { id } = await place(stack());
      problemOf(await hold(id, { headers: { 'If-Match': '"1"' } }), 412, 'version_mismatch');
      expect((await trail(`?orderId=${id}`)).data).toMatchObject([{ status: 412, refusal: 'version_mismatch' }]);
    });

    it("has amounts and choices, and nothing of a customer's", async () => {
      const { id, shippingAddress } = await place(stack());
      const body = { shippingAddress: { ...shippingAddress, line1: '9 Elsewhere Rd' } };
      expect(await stack().api('PATCH', `/v1/orders/${id}`, { key: 'dev-ops', body })).toMatchObject({ status: 200 });
      const sku = `SKU-AUDIT-${randomUUID().slice(0, 8)}`;
      const count = { onHand: 7, reason: 'counted by hand' };
      await stack().api('PUT', `/v1/inventory/${sku}`, { key: 'dev-ops', body: count });
      const { data } = await trail('?actor=dev-ops&limit=2');
      expect(data).toMatchObject([
        {
          operation: 'setInventory',
          path: `/v1/inventory/${sku}`,
          orderId: null,
          details: { onHand: 7 },
          reason: 'counted by hand',
        },
        { operation: 'patchOrder', orderId: id, details: {}, reason: null },
      ]);
    });

    it('has nothing of reading, nor of what checkouts do', async () => {
      const { id } = await place(stack());
      await stack().api('GET', `/v1/orders/${id}`, { key: 'dev-ops' });
      expect(await stack().api('POST', `/v1/orders/${id}/cancel`, { body: {} })).toMatchObject({ status: 200 });
      expect((await trail(`?orderId=${id}`)).data).toEqual([]);
    });

    it('comes in pages, newest first', async () => {
      const { id } = await place(stack());
      for (const _ of [1, 2, 3]) await hold(id);
      const first = await trail(`?orderId=${id}&limit=2`);
      const rest = await trail(`?orderId=${id}&limit=2&cursor=${first.next}`);
      const ids = [...first.data, ...rest.data].map((entry) => entry.id);
      expect(ids).toHaveLength(3);
      expect(ids).toEqual(ids.toSorted().toReversed());
      expect(rest.next).toBeNull();
      problemOf(await stack().api('GET', `/v1/audit?cursor=${first.next}`, { key: 'dev-ops' }), 400, 'invalid_request');
    });

    it("of another storefront's orders is not there", async () => {
      const { id } = await place(stack());
      await hold(id);
      const theirs = await keyOf(stack(), 'support', 'eu');
      const own = await keyOf(stack(), 'support', 'us');
      expect((await trail(`?orderId=${id}`, theirs)).data).toEqual([]);
      expect((await trail(`?orderId=${id}`, own)).data).toHaveLength(1);
    });
  });
}
