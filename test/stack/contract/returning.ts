import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { ReturnList } from '../../../contracts/http.ts';
import type { Stack } from '../../support/stack.ts';
import { firstLine, placeAndDeliver, returnOf, tellOrder } from '../../support/stack-later.ts';
import { line, problemOf, read, stocked, stockOf } from '../../support/stack-shop.ts';

const ULID = /^[0-9A-HJKMNP-TV-Z]{26}$/;

export function returning(stack: () => Stack): void {
  const sendBack = async (id: string, body: unknown, ask = {}) =>
    await tellOrder(stack(), id, 'returns', body, { key: 'dev-us', ...ask });

  /** A delivered order of three units of a new SKU, of which so many are to come back. */
  async function requested(quantity: number) {
    const sku = await stocked(stack(), 10);
    const order = await placeAndDeliver(stack(), { lines: [line(sku, 3)] });
    const lines = [{ lineId: firstLine(order).id, quantity }];
    const answer = await sendBack(order.id, { lines, reason: 'too small' });
    const { id: returnId } = returnOf(answer, 201);
    const say = async (what: string, body?: unknown, ask = {}) =>
      await tellOrder(stack(), order.id, `returns/${returnId}/${what}`, body, ask);
    return { sku, order, lines, answer, returnId, say };
  }

  describe('a return', () => {
    it('is requested, approved, received, back for sale and refunded', async () => {
      const { sku, order, lines, answer, returnId, say } = await requested(2);
      expect(answer.body).toEqual({
        id: expect.stringMatching(ULID),
        status: 'REQUESTED',
        lines,
        reason: 'too small',
        note: null,
        received: [],
        refundId: null,
        createdAt: expect.any(String),
      });
      expect(returnOf(await say('approve'))).toMatchObject({ id: returnId, status: 'APPROVED' });
      const received = returnOf(await say('receive', { restock: true }));
      expect(received).toMatchObject({ status: 'RECEIVED', received: [{ ...lines[0], restock: true }] });
      const after = await read(stack(), order.id);
      expect(after).toMatchObject({
        status: 'DELIVERED',
        lines: [{ returned: 2 }],
        returns: [received],
        refunds: [{ id: received.refundId, returnId, amount: 2000, status: 'SUCCEEDED', lines }],
        payment: { status: 'partially_refunded', refunded: 2000 },
      });
      expect(await stockOf(stack(), sku)).toEqual({ onHand: 9, reserved: 0, available: 9 });
      const { body } = await stack().api('GET', `/v1/orders/${order.id}/returns`);
      expect(ReturnList.parse(body)).toEqual({ data: [received] });
    });

    it('is received line by line: a part for sale again, a part written off, a part that never came', async () => {
      const { sku, order, lines, say } = await requested(3);
      returnOf(await say('approve'));
      const [all] = lines;
      const came = [
        { ...all, quantity: 1, restock: true },
        { ...all, quantity: 1, restock: false },
      ];
      expect(returnOf(await say('receive', { lines: came }))).toMatchObject({ status: 'RECEIVED', received: came });
      expect(await stockOf(stack(), sku)).toEqual({ onHand: 8, reserved: 0, available: 8 });
      expect((await read(stack(), order.id)).payment.refunded).toBe(2000);
    });

    it('is rejected with a reason that the shop can tell its customer, and what was announced is free again', async () => {
      const { order, lines, returnId, say } = await requested(3);
      problemOf(await sendBack(order.id, { lines }), 409, 'invalid_transition');
      expect(returnOf(await say('reject', { reason: 'worn' }))).toMatchObject({ status: 'REJECTED', note: 'worn' });
      const shown = (await read(stack(), order.id, 'dev-us')).returns;
      expect(shown).toMatchObject([{ id: returnId, status: 'REJECTED', note: 'worn' }]);
      expect(returnOf(await sendBack(order.id, { lines }), 201).id).not.toBe(returnId);
    });

    it('is requested once for one Idempotency-Key, and refunded once', async () => {
      const { order, lines, say } = await requested(1);
      const ask = { idempotencyKey: randomUUID() };
      const ids = [await sendBack(order.id, { lines }, ask), await sendBack(order.id, { lines }, ask)];
      expect(new Set(ids.map((answer) => returnOf(answer, 201).id)).size).toBe(1);
      problemOf(await sendBack(order.id, { lines, reason: 'x' }, ask), 422, 'idempotency_key_reused');
      await say('approve', undefined, ask);
      returnOf(await say('approve', undefined, ask));
      const first = returnOf(await say('receive', { restock: false }, ask));
      expect(returnOf(await say('receive', { restock: false }, ask))).toEqual(first);
      expect((await read(stack(), order.id)).refunds).toHaveLength(1);
      problemOf(await say('receive', { restock: false }), 409, 'invalid_transition');
    });
  });
}
