import { describe, expect, it } from '@jest/globals';
import { InventoryView } from '../../../contracts/http.ts';
import type { Stack } from '../../support/stack.ts';
import { anOrder, line, place, post, problemOf, ship, stocked, stockOf, uniqueSku } from '../../support/stack-shop.ts';

export function inventory(stack: () => Stack): void {
  const key = 'dev-ops';
  const put = async (sku: string, body: unknown, query = '', headers: Record<string, string> = {}) =>
    await stack().api('PUT', `/v1/inventory/${sku}${query}`, { key, body, headers });
  const get = async (sku: string, headers: Record<string, string> = {}) =>
    await stack().api('GET', `/v1/inventory/${sku}`, { key, headers });
  const seen = async (sku: string) => ({ 'If-Match': (await get(sku)).headers['etag'] ?? '' });

  describe('the inventory', () => {
    it('is set and read, by SKU', async () => {
      const sku = uniqueSku('SKU-NEW');
      problemOf(await stack().api('GET', `/v1/inventory/${sku}`, { key }), 404, 'not_found');
      const stock = {
        sku,
        onHand: 7,
        reserved: 0,
        available: 7,
        backorder: false,
        waiting: 0,
        locations: [{ location: 'main', onHand: 7, reserved: 0, available: 7 }],
      };
      expect(await put(sku, { onHand: 7 })).toMatchObject({ status: 200, body: stock });
      expect(await stack().api('GET', `/v1/inventory/${sku}`, { key })).toMatchObject({ status: 200, body: stock });
    });

    it('adds up over locations', async () => {
      const sku = await stocked(stack(), 5);
      expect(await put(sku, { onHand: 3 }, '?location=east')).toMatchObject({ body: { onHand: 8, available: 8 } });
      const { body } = await stack().api('GET', `/v1/inventory/${sku}`, { key });
      expect(body).toMatchObject({
        locations: [
          { location: 'east', onHand: 3 },
          { location: 'main', onHand: 5 },
        ],
      });
    });

    it('reserves on an order, gives back on a cancel, and takes on a shipment', async () => {
      const sku = await stocked(stack(), 10);
      const kept = await place(stack(), { lines: [line(sku, 3)] });
      const given = await place(stack(), { lines: [line(sku, 2)] });
      expect(await stockOf(stack(), sku)).toEqual({ onHand: 10, reserved: 5, available: 5 });
      await stack().api('POST', `/v1/orders/${given.id}/cancel`);
      expect(await stockOf(stack(), sku)).toEqual({ onHand: 10, reserved: 3, available: 7 });
      await ship(stack(), kept.id);
      expect(await stockOf(stack(), sku)).toEqual({ onHand: 7, reserved: 0, available: 7 });
    });

    it('takes all lines of an order or none', async () => {
      const [plenty, short] = [await stocked(stack(), 10), await stocked(stack(), 1)];
      const lines = [line(plenty, 5), line(short, 2)];
      const problem = problemOf(await post(stack(), anOrder({ lines })), 409, 'out_of_stock');
      expect(problem).toMatchObject({ lines: [{ sku: short, requested: 2, available: 1 }] });
      expect(await stockOf(stack(), plenty)).toEqual({ onHand: 10, reserved: 0, available: 10 });
    });

    it('sells the last unit once', async () => {
      const sku = await stocked(stack(), 1);
      const answers = await Promise.all([1, 2, 3].map(() => post(stack(), anOrder({ lines: [line(sku)] }))));
      expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 409, 409]);
      expect(await stockOf(stack(), sku)).toEqual({ onHand: 1, reserved: 1, available: 0 });
    });

    it('can not be set below what orders hold', async () => {
      const sku = await stocked(stack(), 10);
      await place(stack(), { lines: [line(sku, 4)] });
      const { errors } = problemOf(await put(sku, { onHand: 3 }), 422, 'invalid_request');
      expect(errors).toMatchObject([{ pointer: '/onHand' }]);
      expect((await put(sku, { onHand: 4 })).status).toBe(200);
      expect(await stockOf(stack(), sku)).toEqual({ onHand: 4, reserved: 4, available: 0 });
    });

    it('of a SKU that is sold also when it is not there has orders that wait, until it comes', async () => {
      const sku = await stocked(stack(), 1);
      expect(await put(sku, { backorder: true })).toMatchObject({ body: { onHand: 1, backorder: true, waiting: 0 } });
      await place(stack(), { lines: [line(sku, 3)] });
      const { body } = await stack().api('GET', `/v1/inventory/${sku}`, { key });
      expect(body).toMatchObject({ onHand: 1, reserved: 1, available: 0, waiting: 2 });
      expect(await put(sku, { onHand: 5 })).toMatchObject({
        body: { onHand: 5, reserved: 3, available: 2, waiting: 0 },
      });
      expect(await put(sku, { backorder: false })).toMatchObject({ body: { onHand: 5, backorder: false } });
      problemOf(await post(stack(), anOrder({ lines: [line(sku, 3)] })), 409, 'out_of_stock');
    });

    it('is changed by whoever has seen what is there, whatever orders have taken since (If-Match)', async () => {
      const sku = await stocked(stack(), 10);
      const before = await seen(sku);
      await place(stack(), { lines: [line(sku, 4)] });
      const counted = await put(sku, { onHand: 9 }, '', before);
      expect(counted).toMatchObject({ status: 200, body: { onHand: 9, reserved: 4 } });
      expect(counted.headers['etag']).toBe((await get(sku)).headers['etag']);
      const { version } = InventoryView.parse(counted.body);
      expect(problemOf(await put(sku, { onHand: 8 }, '', before), 412, 'version_mismatch')).toMatchObject({ version });
      expect(await stockOf(stack(), sku)).toMatchObject({ onHand: 9 });
      for (const tag of [`"${version}"`, '*']) {
        expect((await put(sku, { onHand: 9 }, '', { 'If-Match': tag })).status).toBe(200);
      }
    });

    it.each<[string, (sku: string) => Promise<unknown>]>([
      ['a parcel has left', async (sku) => ship(stack(), (await place(stack(), { lines: [line(sku)] })).id)],
      ['another location has it', async (sku) => put(sku, { onHand: 3 }, '?location=east')],
      ['orders may wait for it', async (sku) => put(sku, { backorder: true })],
      ['somebody has counted the same', async (sku) => put(sku, { onHand: 10 })],
    ])('is not changed by whoever has not seen that %s', async (_what, happen) => {
      const sku = await stocked(stack(), 10);
      const before = await seen(sku);
      await happen(sku);
      const stands = (await get(sku)).body;
      for (const body of [{ onHand: 11 }, { backorder: false }]) {
        problemOf(await put(sku, body, '', before), 412, 'version_mismatch');
      }
      expect((await get(sku)).body).toEqual(stands);
    });

    it('is changed by one of those who come at once and have seen the same, at a new location too', async () => {
      const sku = await stocked(stack(), 10);
      const before = await seen(sku);
      const answers = await Promise.all(
        ['main', 'east', 'west', 'main', 'east'].map((location, n) =>
          put(sku, { onHand: 20 + n }, `?location=${location}`, before),
        ),
      );
      expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 412, 412, 412, 412]);
    });

    it('is not made by whoever claims to have seen it', async () => {
      const sku = uniqueSku('SKU-UNSEEN');
      for (const tag of ['*', '"1"']) {
        problemOf(await put(sku, { onHand: 1 }, '', { 'If-Match': tag }), 412, 'version_mismatch');
      }
      problemOf(await get(sku), 404, 'not_found');
    });

    it('says nothing again to who knows it, and what orders take is news (If-None-Match)', async () => {
      const sku = await stocked(stack(), 10);
      const { headers } = await get(sku);
      const known = { 'If-None-Match': headers['etag'] ?? '' };
      expect(await get(sku, known)).toMatchObject({ status: 304, text: '', headers: { etag: headers['etag'] } });
      await place(stack(), { lines: [line(sku)] });
      expect(await get(sku, known)).toMatchObject({ status: 200, body: { reserved: 1 } });
    });

    it.each([
      ['a word for a switch', { backorder: 'yes' }, '/backorder'],
      ['a negative number', { onHand: -1 }, '/onHand'],
      ['half a unit', { onHand: 1.5 }, '/onHand'],
      ['more than Postgres counts', { onHand: 2 ** 31 }, '/onHand'],
      ['nothing', {}, '/onHand'],
      ['words', { onHand: '12' }, '/onHand'],
      ['what it does not know', { onHand: 1, reserved: 0 }, '/reserved'],
    ])('refuses %s', async (_what, body, pointer) => {
      const { errors } = problemOf(await put('SKU-RED-S', body), 422, 'invalid_request');
      expect(errors).toMatchObject([{ pointer }]);
    });

    it('knows no SKU that no order could name', async () => {
      for (const sku of ['%00', 'x'.repeat(101), 'x'.repeat(8000)]) {
        problemOf(await put(sku, { onHand: 1 }), 422, 'invalid_request');
      }
      problemOf(await put('SKU-RED-S', { onHand: 1000 }, '?location=%00'), 422, 'invalid_request');
    });

    it('takes a SKU of any letters', async () => {
      const sku = uniqueSku('größe/42 ☂');
      expect((await put(encodeURIComponent(sku), { onHand: 2 })).status).toBe(200);
      await place(stack(), { lines: [line(sku, 2)] });
      expect(await stockOf(stack(), encodeURIComponent(sku))).toEqual({ onHand: 2, reserved: 2, available: 0 });
    });
  });
}
