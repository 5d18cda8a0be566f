import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import type { Stack } from '../../support/stack.ts';
import { firstLine, placeAndShip, refund, refundOf } from '../../support/stack-later.ts';
import {
  anOrder,
  line,
  orderOf,
  place,
  post,
  problemOf,
  read,
  ship,
  timeline,
  uniqueSku,
  untilCaptured,
} from '../../support/stack-shop.ts';

export function idempotency(stack: () => Stack): void {
  describe('an Idempotency-Key', () => {
    it('makes one order, and gives the same answer again', async () => {
      const idempotencyKey = randomUUID();
      const first = await post(stack(), anOrder(), { idempotencyKey });
      const second = await post(stack(), anOrder(), { idempotencyKey });
      expect(second).toMatchObject({ status: 201, text: first.text });
      expect(second.headers).toMatchObject({
        location: first.headers['location'],
        etag: first.headers['etag'],
        'idempotent-replayed': 'true',
      });
      expect(first.headers).not.toHaveProperty('idempotent-replayed');
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

    it('sent fifty times at once makes one order and one authorization, and fifty equal answers', async () => {
      const ask = { idempotencyKey: randomUUID() };
      const reference = uniqueSku('cart');
      const answers = await Promise.all(Array.from({ length: 50 }, () => post(stack(), anOrder({ reference }), ask)));
      const [first] = answers;
      const { id } = orderOf(answers[0] ?? (await post(stack(), anOrder(), ask)), 201);
      for (const { status, text, headers } of answers) {
        expect({ status, text, etag: headers['etag'] }).toEqual({
          status: 201,
          text: first?.text,
          etag: first?.headers['etag'],
        });
      }
      expect(answers.filter(({ headers }) => headers['idempotent-replayed'] === undefined).length).toBeLessThan(2);
      expect(await stack().ledger(id)).toMatchObject([{ kind: 'authorization' }]);
      const { body } = await stack().api('GET', `/v1/orders?reference=${reference}`);
      expect(body).toMatchObject({ data: [{ id }], next: null });
    });

    it('sent fifty times at once gives money back once, and fifty equal answers', async () => {
      const { id } = await placeAndShip(stack());
      const ask = { idempotencyKey: randomUUID() };
      const answers = await Promise.all(Array.from({ length: 50 }, () => refund(stack(), id, { amount: 100 }, ask)));
      const { id: refundId } = refundOf(answers[0] ?? (await refund(stack(), id, { amount: 100 }, ask)));
      expect(new Set(answers.map(({ status, text, headers }) => `${status} ${headers['etag']} ${text}`)).size).toBe(1);
      const order = await read(stack(), id);
      expect(order.refunds).toMatchObject([{ id: refundId, amount: 100 }]);
      expect((await stack().ledger(id)).filter(({ kind }) => kind === 'refund')).toHaveLength(1);
    });

    it('of a change gives its answer again to the byte, whatever has become of the order since', async () => {
      const { id } = await placeAndShip(stack());
      const ask = { idempotencyKey: randomUUID() };
      const first = await refund(stack(), id, { amount: 100 }, ask);
      expect(first.headers).not.toHaveProperty('idempotent-replayed');
      await refund(stack(), id, { amount: 200 });
      const again = await refund(stack(), id, { amount: 100 }, ask);
      expect({ status: again.status, text: again.text, etag: again.headers['etag'] }).toEqual({
        status: 201,
        text: first.text,
        etag: first.headers['etag'],
      });
      expect(again.headers['idempotent-replayed']).toBe('true');
    });

    it('of a change that was refused is refused again, though it were possible by now', async () => {
      const { id } = await place(stack());
      const ask = { idempotencyKey: randomUUID() };
      const first = problemOf(await refund(stack(), id, { amount: 100 }, ask), 409, 'refund_exceeds_captured');
      await ship(stack(), id);
      await untilCaptured(stack(), id);
      const again = await refund(stack(), id, { amount: 100 }, ask);
      expect(problemOf(again, 409, 'refund_exceeds_captured').detail).toBe(first.detail);
      expect(again.headers['idempotent-replayed']).toBe('true');
      expect((await refund(stack(), id, { amount: 100 })).status).toBe(201);
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
      const again = await stack().api('POST', url, { ...ask, body });
      expect(again.headers['idempotent-replayed']).toBe('true');
      expect(again.status).toBeLessThan(300);
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
