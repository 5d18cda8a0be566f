import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import type { Stack } from '../../support/stack.ts';
import { firstLine } from '../../support/stack-later.ts';
import { anOrder, line, orderOf, place, post, problemOf, ship, timeline, uniqueSku } from '../../support/stack-shop.ts';

export function idempotency(stack: () => Stack): void {
  describe('an Idempotency-Key', () => {
    it('makes one order, and gives the same answer again', async () => {
      const idempotencyKey = randomUUID();
      const first = await post(stack(), anOrder(), { idempotencyKey });
      const second = await post(stack(), anOrder(), { idempotencyKey });
      expect(second).toMatchObject({ status: 201, text: first.text });
      expect(second.headers).toMatchObject({ location: first.headers['location'], etag: first.headers['etag'] });
    });

    it('answers as at first, also when the order has moved on since', async () => {
      const idempotencyKey = randomUUID();
      const first = await post(stack(), anOrder(), { idempotencyKey });
      await ship(stack(), orderOf(first, 201).id);
      expect((await post(stack(), anOrder(), { idempotencyKey })).text).toBe(first.text);
    });

    it('gives a refusal again, of the same order', async () => {
      const ask = { idempotencyKey: randomUUID() };
      const body = anOrder({ payment: { method: 'pm_card_chargeDeclined' } });
      const first = problemOf(await post(stack(), body, ask), 402, 'payment_declined');
      const second = problemOf(await post(stack(), body, ask), 402, 'payment_declined');
      expect(second.orderId).toBe(first.orderId);
      expect(second.detail).toBe(first.detail);
    });

    it('does not mind the order of the fields', async () => {
      const ask = { idempotencyKey: randomUUID() };
      const { id } = await place(stack(), {}, ask);
      const turned = Object.fromEntries(Object.entries(anOrder()).toReversed());
      expect(orderOf(await post(stack(), turned, ask), 201).id).toBe(id);
    });

    it('with another body is refused', async () => {
      const ask = { idempotencyKey: randomUUID() };
      await place(stack(), {}, ask);
      problemOf(await post(stack(), anOrder({ reference: 'other' }), ask), 422, 'idempotency_key_reused');
    });

    it('belongs to its caller: another storefront may use the same one', async () => {
      const ask = { idempotencyKey: randomUUID() };
      const american = await place(stack(), {}, ask);
      const european = await place(stack(), { currency: 'EUR' }, { ...ask, key: 'dev-eu' });
      expect(european.id).not.toBe(american.id);
    });

    it('sent twenty times at once makes one order and one authorization', async () => {
      const ask = { idempotencyKey: randomUUID() };
      const reference = uniqueSku('cart');
      const answers = await Promise.all(Array.from({ length: 20 }, () => post(stack(), anOrder({ reference }), ask)));
      for (const answer of answers.filter(({ status }) => status !== 201)) {
        problemOf(answer, 409, 'idempotency_in_progress');
      }
      const ids = new Set(answers.filter(({ status }) => status === 201).map((answer) => orderOf(answer, 201).id));
      expect(ids.size).toBe(1);
      const [id = ''] = ids;
      expect(orderOf(await post(stack(), anOrder({ reference }), ask), 201).id).toBe(id);
      expect(await stack().ledger(id)).toMatchObject([{ kind: 'authorization' }]);
      const { body } = await stack().api('GET', `/v1/orders?reference=${reference}`);
      expect(body).toMatchObject({ data: [{ id }], next: null });
    });

    it('is needed for an order', async () => {
      const answer = await stack().api('POST', '/v1/orders', { body: anOrder() });
      problemOf(answer, 400, 'idempotency_key_required');
    });

    it('may be written as a quoted string, as the draft of its RFC has it', async () => {
      const key = randomUUID();
      const { id } = await place(stack(), {}, { idempotencyKey: `"${key}"` });
      expect((await place(stack(), {}, { idempotencyKey: key })).id).toBe(id);
    });

    it('is not used up by a request that was refused at the door', async () => {
      const ask = { idempotencyKey: randomUUID() };
      problemOf(await post(stack(), anOrder({ lines: [line('SKU-RED-S', 0)] }), ask), 422, 'invalid_request');
      expect((await place(stack(), {}, ask)).status).toBe('PROCESSING');
    });

    it.each([
      ['cancel', 'dev-us', { reason: 'too late' }, { reason: 'too early' }],
      ['lines/:line/cancel', 'dev-us', { quantity: 1 }, { quantity: 1, reason: 'x' }],
      ['shipments', 'dev-carrier', { eventId: 'e1', shipmentId: 'p1' }, { eventId: 'e1', shipmentId: 'p2' }],
      ['hold', 'dev-ops', { reason: 'look' }, { reason: 'see' }],
    ])('is honoured on POST %s, where it is not required', async (what, key, body, other) => {
      const order = await place(stack());
      const { id } = order;
      const url = `/v1/orders/${id}/${what.replace(':line', firstLine(order).id)}`;
      // The version that it had before: a repeat must not fail on what it has changed itself.
      const ask = { key, idempotencyKey: randomUUID(), headers: { 'If-Match': `"${order.version}"` } };
      expect((await stack().api('POST', url, { ...ask, body })).status).toBeLessThan(300);
      const after = await timeline(stack(), id);
      expect((await stack().api('POST', url, { ...ask, body })).status).toBe(200);
      problemOf(await stack().api('POST', url, { ...ask, body: other }), 422, 'idempotency_key_reused');
      const types = (await timeline(stack(), id)).map(({ type }) => type).filter((type) => type !== 'payment.captured');
      expect(types).toEqual(after.map(({ type }) => type).filter((type) => type !== 'payment.captured'));
    });

    it('belongs to one path, in whatever letters it is written', async () => {
      const { id } = await place(stack());
      const ask = { key: 'dev-ops', idempotencyKey: randomUUID() };
      const hold = async (url: string, reason: string) => await stack().api('POST', url, { ...ask, body: { reason } });
      expect((await hold(`/v1/orders/${id}/hold`, 'x')).status).toBe(200);
      problemOf(await hold(`/V1/Orders/${id}/HOLD/`, 'y'), 422, 'idempotency_key_reused');
      expect((await hold(`/v1/orders/${id}/release`, 'y')).status).toBe(200);
    });

    it('is not used up by a version that is stale', async () => {
      const { id } = await place(stack());
      const ask = { key: 'dev-ops', idempotencyKey: randomUUID() };
      const stale = { ...ask, body: { reason: 'x' }, headers: { 'If-Match': '"1"' } };
      problemOf(await stack().api('POST', `/v1/orders/${id}/hold`, stale), 412, 'version_mismatch');
      expect((await stack().api('POST', `/v1/orders/${id}/hold`, { ...ask, body: { reason: 'y' } })).status).toBe(200);
    });
  });
}
