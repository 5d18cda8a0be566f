import { describe, expect, it } from '@jest/globals';
import { Timeline } from '../../../contracts/http.ts';
import type { Stack } from '../../support/stack.ts';
import { ADDRESS, orderOf, place, problemOf, read, ship, timeline } from '../../support/stack-shop.ts';

export function reading(stack: () => Stack): void {
  describe('reading and changing an order', () => {
    it('changes the address before it ships, and counts the version on', async () => {
      const { id } = await place(stack());
      const shippingAddress = { ...ADDRESS, line1: '2 Side St', phone: '+1 555 0199' };
      const answer = await stack().api('PATCH', `/v1/orders/${id}`, { body: { shippingAddress } });
      expect(orderOf(answer)).toMatchObject({ shippingAddress, version: 4, status: 'PROCESSING' });
      expect(answer.headers['etag']).toBe('"4"');
      expect((await timeline(stack(), id)).at(-1)).toMatchObject({ type: 'address.changed', version: 4 });
    });

    it('replaces the whole address: what the new one lacks is gone', async () => {
      const { id } = await place(stack(), { shippingAddress: { ...ADDRESS, phone: '+1 555 0100' } });
      const answer = await stack().api('PATCH', `/v1/orders/${id}`, { body: { shippingAddress: ADDRESS } });
      expect(orderOf(answer).shippingAddress).toEqual(ADDRESS);
    });

    it('refuses another address once it has shipped', async () => {
      const { id } = await place(stack());
      await ship(stack(), id);
      const answer = await stack().api('PATCH', `/v1/orders/${id}`, { body: { shippingAddress: ADDRESS } });
      problemOf(answer, 409, 'invalid_transition');
    });

    it.each([
      ['PATCH', '', { shippingAddress: ADDRESS }],
      ['POST', '/cancel', { reason: 'changed my mind' }],
    ])('honours If-Match on %s %s: a stale version is 412, the right one goes through', async (method, path, body) => {
      const { id, version } = await place(stack());
      const url = `/v1/orders/${id}${path}`;
      const stale = await stack().api(method, url, { body, headers: { 'If-Match': `"${version - 1}"` } });
      problemOf(stale, 412, 'version_mismatch');
      expect(await timeline(stack(), id)).toHaveLength(version);
      const fresh = await stack().api(method, url, { body, headers: { 'If-Match': `"${version}"` } });
      expect(fresh.status).toBe(200);
    });

    it('lets one of ten win that come at once with one version', async () => {
      const { id, version } = await place(stack());
      const answers = await Promise.all(
        Array.from({ length: 10 }, async (_, n) => {
          const body = { shippingAddress: { ...ADDRESS, line1: `${n} Main St` } };
          return await stack().api('PATCH', `/v1/orders/${id}`, { body, headers: { 'If-Match': `"${version}"` } });
        }),
      );
      const [won, ...others] = answers.toSorted((a, b) => a.status - b.status);
      expect(won?.status).toBe(200);
      for (const other of others)
        expect(problemOf(other, 412, 'version_mismatch')).toMatchObject({ version: version + 1 });
      expect(await read(stack(), id, 'dev-us')).toEqual(won?.body);
    });

    it('says nothing again to who knows that version (If-None-Match)', async () => {
      const { id } = await place(stack());
      const poll = async (path: string, tags: string) =>
        await stack().api('GET', `/v1/orders/${id}${path}`, { headers: { 'If-None-Match': tags } });
      for (const path of ['', '/refunds', '/returns']) {
        for (const tags of ['"3"', 'W/"3"', '"1", "3"', '*']) {
          const { status, text, headers } = await poll(path, tags);
          expect({ status, text, etag: headers['etag'] }).toEqual({ status: 304, text: '', etag: '"3"' });
        }
      }
      await ship(stack(), id);
      const { status, headers } = await poll('', '"3"');
      expect(status).toBe(200);
      expect(headers['etag']).not.toBe('"3"');
    });

    it('honours If-Match on a shipment, with a list of tags and with *', async () => {
      const { id, lines } = await place(stack());
      const url = `/v1/orders/${id}/shipments`;
      const parcel = (eventId: string) => ({ eventId, lines: [{ lineId: lines[0]?.id, quantity: 1 }] });
      const ask = (eventId: string, tags: string) => ({
        key: 'dev-carrier',
        body: parcel(eventId),
        headers: { 'If-Match': tags },
      });
      problemOf(await stack().api('POST', url, ask('e1', '"99"')), 412, 'version_mismatch');
      expect((await stack().api('POST', url, ask('e1', '"99", "3"'))).status).toBe(201);
      expect((await stack().api('POST', url, ask('e2', '*'))).status).toBe(201);
    });

    it.each([
      ['lines/x/cancel', { quantity: 1 }],
      ['refunds', { amount: 1 }],
      ['returns', { lines: [{ lineId: 'x', quantity: 1 }] }],
      ['returns/x/approve', {}],
      ['returns/x/reject', { reason: 'x' }],
      ['returns/x/receive', { restock: true }],
      ['hold', { reason: 'x' }],
      ['release', {}],
      ['reject', { reason: 'x' }],
      ['shipments/x/deliver', { eventId: 'e1' }],
      ['compensations/stock/resolve', { action: 'retry', reason: 'x' }],
    ])('looks at If-Match first of all on POST %s', async (what, body) => {
      const order = await place(stack());
      const ask = (version: number) => ({
        key: 'dev-ops',
        idempotencyKey: 'if-match',
        body,
        headers: { 'If-Match': `"${version}"` },
      });
      const url = `/v1/orders/${order.id}/${what}`;
      problemOf(await stack().api('POST', url, ask(order.version - 1)), 412, 'version_mismatch');
      expect(await read(stack(), order.id, 'dev-us')).toEqual(order);
      expect((await stack().api('POST', url, ask(order.version))).status).not.toBe(412);
    });

    it('gives its timeline page by page', async () => {
      const { id } = await place(stack());
      const first = await stack().api('GET', `/v1/orders/${id}/events?limit=2`);
      const { data, next } = Timeline.parse(first.body);
      expect(data.map(({ version }) => version)).toEqual([1, 2]);
      const rest = await stack().api('GET', `/v1/orders/${id}/events?limit=2&cursor=${next}`);
      expect(rest.body).toMatchObject({ data: [{ version: 3, type: 'order.confirmed' }], next: null });
    });

    it('shows no payment token in its timeline', async () => {
      const { id } = await place(stack());
      const { text } = await stack().api('GET', `/v1/orders/${id}/events`);
      expect(text).toContain('order.placed');
      expect(text).not.toMatch(/pm_card_visa|pi_/);
    });

    it('knows no order of an id that does not exist', async () => {
      for (const path of ['', '/events']) {
        problemOf(await stack().api('GET', `/v1/orders/01ARZ3NDEKTSV4RRFFQ69G5FAV${path}`), 404, 'not_found');
      }
    });
  });
}
