import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { InventoryList } from '../../../contracts/http.ts';
import { CallerView } from '../../../contracts/http-caller.ts';
import { LiveAnalyticsView } from '../../../contracts/http-live.ts';
import { traceparent } from '../../../domain/trace.ts';
import type { Stack } from '../../support/stack.ts';
import { keyOf } from '../../support/stack-keys.ts';
import { firstLine, returnable } from '../../support/stack-later.ts';
import {
  anOrder,
  line,
  listOf,
  place,
  post,
  problemOf,
  stocked,
  timeline,
  uniqueSku,
} from '../../support/stack-shop.ts';
import { until } from '../../support/stack-wait.ts';

/** What people need who look after orders. */
export function lookingAfter(stack: () => Stack): void {
  const key = 'dev-ops';
  const idsOf = async (query: string, asker = key) =>
    listOf(await stack().api('GET', `/v1/orders?limit=100&${query}`, { key: asker })).data.map(({ id }) => id);

  describe('who looks after orders', () => {
    it('reads who it is, and what it may', async () => {
      const seen = async (asker: string) =>
        CallerView.parse((await stack().api('GET', '/v1/caller', { key: asker })).body);
      expect(await seen(key)).toMatchObject({
        name: 'dev-ops',
        role: 'operator',
        storefront: null,
        scopes: expect.arrayContaining(['attention:resolve']),
        temporalUi: `http://127.0.0.1:${stack().env['TEMPORAL_UI_PORT']}/namespaces/default/workflows`,
      });
      expect(await seen('dev-us')).toMatchObject({ role: 'checkout', storefront: 'us', temporalUi: null });
      const little = await keyOf(stack(), 'support', 'us', { scopes: ['orders:read'] });
      expect((await seen(little)).scopes).toEqual(['orders:read']);
    });

    it('lists the orders of one storefront', async () => {
      const { id } = await place(stack(), { reference: uniqueSku('cart') });
      expect(await idsOf('storefront=us')).toContain(id);
      expect(await idsOf('storefront=eu')).not.toContain(id);
      for (const [asker, storefront] of [
        ['dev-us', 'eu'],
        [key, 'nowhere'],
      ])
        problemOf(
          await stack().api('GET', `/v1/orders?storefront=${storefront}`, { key: asker ?? '' }),
          404,
          'not_found',
        );
    });

    it('lists orders with a return that waits, by where it stands', async () => {
      const { order, returnId } = await returnable(stack());
      expect(await idsOf('returnStatus=REQUESTED')).toContain(order.id);
      expect(await idsOf('returnStatus=APPROVED')).not.toContain(order.id);
      const path = `/v1/orders/${order.id}/returns/${returnId}`;
      await stack().api('POST', `${path}/approve`, { key, body: {} });
      expect(await idsOf('returnStatus=REQUESTED')).not.toContain(order.id);
      expect(await idsOf('returnStatus=APPROVED')).toContain(order.id);
      await stack().api('POST', `${path}/receive`, { key, body: { restock: true } });
      expect(await idsOf('returnStatus=APPROVED')).not.toContain(order.id);
    });

    it('takes no filter for what it does not say', async () => {
      problemOf(await stack().api('GET', '/v1/orders?needsAttention=false', { key }), 422, 'invalid_request');
      problemOf(await stack().api('GET', '/v1/orders?returnStatus=RECEIVED', { key }), 422, 'invalid_request');
    });

    it('lists the stock by SKU, a page at a time', async () => {
      const prefix = uniqueSku('LIST');
      const skus: string[] = [];
      for (const name of ['a', 'b', 'c']) skus.push(await stocked(stack(), 5, `${prefix}-${name}`));
      await place(stack(), { lines: [line(skus[0] ?? '', 2)] });
      const page = async (query = '') => {
        const answer = await stack().api('GET', `/v1/inventory?prefix=${prefix}&limit=2${query}`, { key });
        return InventoryList.parse(answer.body);
      };
      const first = await page();
      expect(first.data).toMatchObject([
        { sku: skus[0], onHand: 5, reserved: 2, available: 3, locations: [{ location: 'main' }] },
        { sku: skus[1], reserved: 0 },
      ]);
      const second = await page(`&cursor=${first.next}`);
      expect(second.data.map(({ sku }) => sku)).toEqual([skus[2]]);
      expect(second.next).toBeNull();
      const { body } = await stack().api('GET', `/v1/inventory/${skus[0]}`, { key });
      expect(first.data[0]).toEqual(body);
      problemOf(await stack().api('GET', `/v1/inventory?cursor=${first.next}`, { key }), 400, 'invalid_request');
    });

    it('reads how a storefront is doing now', async () => {
      const live = async () => LiveAnalyticsView.parse((await stack().api('GET', '/v1/analytics/live', { key })).body);
      const ofUs = async () => (await live()).data.find(({ storefront }) => storefront === 'us');
      const before = await ofUs();
      const { total } = await place(stack());
      const held = await place(stack());
      await stack().api('POST', `/v1/orders/${held.id}/hold`, { key, body: { reason: 'odd' } });
      await post(stack(), anOrder({ payment: { method: 'pm_card_chargeDeclined' } }));
      const after = await until('all three to be counted', async () => {
        const now = await ofUs();
        return now && now.orders >= (before?.orders ?? 0) + 3 && now;
      });
      const count = (figures: typeof before, status: string) =>
        figures?.byStatus.find((one) => one.status === status)?.orders ?? 0;
      expect(after.currency).toBe('USD');
      expect(after.revenue).toBe((before?.revenue ?? 0) + total);
      expect(after.waiting.holds).toBe((before?.waiting.holds ?? 0) + 1);
      for (const status of ['PROCESSING', 'ON_HOLD', 'CANCELED'])
        expect({ status, orders: count(after, status) }).toEqual({ status, orders: count(before, status) + 1 });
      expect(after.perMinute).toHaveLength(60);
      const lately = (figures: typeof before) =>
        (figures?.perMinute ?? []).slice(-5).reduce((n, { orders }) => n + orders, 0);
      expect(lately(after)).toBeGreaterThanOrEqual(3);
    });

    it('reads the trace of an order with its events', async () => {
      const order = await place(stack());
      expect(firstLine(order)).toBeDefined();
      for (const event of await timeline(stack(), order.id))
        expect(event.traceparent).toBe(traceparent(order.id, event.id));
      const { body } = await stack().api('GET', `/v1/orders/${order.id}/events`);
      const Traces = z.object({ data: z.array(z.object({ traceparent: z.string() })) });
      const traces = Traces.parse(body).data.map((event) => event.traceparent.split('-')[1]);
      expect(new Set(traces).size).toBe(1);
    });
  });
}
