import { describe, expect, it } from '@jest/globals';
import type { Stack } from '../../support/stack.ts';
import { anOrder, line, place, post, problemOf, ship, stocked, stockOf, uniqueSku } from '../../support/stack-shop.ts';

export function inventory(stack: () => Stack): void {
  const key = 'dev-ops';
  const put = async (sku: string, body: unknown, query = '') =>
    await stack().api('PUT', `/v1/inventory/${sku}${query}`, { key, body });

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
