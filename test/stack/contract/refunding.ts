import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { RefundList } from '../../../contracts/http.ts';
import type { Stack } from '../../support/stack.ts';
import { firstLine, placeAndShip, refund, refundOf, tellOrder } from '../../support/stack-later.ts';
import { line, orderOf, place, problemOf, read, timeline } from '../../support/stack-shop.ts';
import { until } from '../../support/stack-wait.ts';

const ULID = /^[0-9A-HJKMNP-TV-Z]{26}$/;

export function refunding(stack: () => Stack): void {
  const charges = [{ type: 'shipping', name: 'Standard', amount: 499 }];
  const givenBack = async (id: string) =>
    (await stack().ledger(id)).filter(({ kind }) => kind === 'refund').map(({ amount }) => amount);

  describe('a refund', () => {
    it('of an amount is answered 201 with its id, and given back', async () => {
      const { id } = await placeAndShip(stack());
      const answer = await refund(stack(), id, { amount: 500, reason: 'late' });
      expect(answer).toMatchObject({ status: 201 });
      expect(answer.body).toEqual({
        id: expect.stringMatching(ULID),
        status: 'SUCCEEDED',
        amount: 500,
        reason: 'late',
        lines: null,
        returnId: null,
        createdAt: expect.any(String),
      });
      const order = await read(stack(), id);
      expect(answer.headers['etag']).toBe(`"${order.version}"`);
      expect(order).toMatchObject({ refunds: [answer.body], payment: { status: 'partially_refunded', refunded: 500 } });
      expect(await givenBack(id)).toEqual([500]);
    });

    it('of lines gives back what they cost, and leaves the charges out', async () => {
      const order = await placeAndShip(stack(), { lines: [line('SKU-RED-M', 2)], charges });
      const lines = [{ lineId: firstLine(order).id, quantity: 2 }];
      expect(refundOf(await refund(stack(), order.id, { lines }))).toMatchObject({ amount: 2000, lines });
      problemOf(await refund(stack(), order.id, { lines }), 409, 'refund_exceeds_captured');
      refundOf(await refund(stack(), order.id, { amount: 499 }));
      expect((await read(stack(), order.id)).payment).toMatchObject({ status: 'refunded', refunded: 2499 });
    });

    it('of more than is left says how much that is', async () => {
      const { id, total } = await placeAndShip(stack());
      refundOf(await refund(stack(), id, { amount: total - 100 }));
      const problem = problemOf(await refund(stack(), id, { amount: 101 }), 409, 'refund_exceeds_captured');
      expect(problem).toMatchObject({ left: 100 });
      refundOf(await refund(stack(), id, { amount: 100 }));
      expect(await givenBack(id)).toEqual([total - 100, 100]);
    });

    it('is made once for one Idempotency-Key, also when it comes five times at once', async () => {
      const { id, version } = await placeAndShip(stack());
      const ask = { idempotencyKey: randomUUID(), headers: { 'If-Match': `"${version}"` } };
      const answers = await Promise.all([1, 2, 3, 4, 5].map(() => refund(stack(), id, { amount: 300 }, ask)));
      const again = refundOf(await refund(stack(), id, { amount: 300 }, ask));
      const made = answers.filter(({ status }) => status === 201);
      expect(made.length).toBeGreaterThan(0);
      for (const answer of made) expect(refundOf(answer)).toMatchObject({ id: again.id, amount: 300 });
      problemOf(await refund(stack(), id, { amount: 301 }, ask), 422, 'idempotency_key_reused');
      expect(await givenBack(id)).toEqual([300]);
    });

    it('needs a key, which belongs to its order', async () => {
      const [one, other] = await Promise.all([placeAndShip(stack()), placeAndShip(stack())]);
      const keyless = await tellOrder(stack(), one.id, 'refunds', { amount: 1 });
      problemOf(keyless, 400, 'idempotency_key_required');
      const ask = { idempotencyKey: randomUUID() };
      const ids = [one, other].map(async ({ id }) => refundOf(await refund(stack(), id, { amount: 1 }, ask)).id);
      expect(new Set(await Promise.all(ids)).size).toBe(2);
    });

    it('is in the list of the order', async () => {
      const { id } = await placeAndShip(stack());
      const first = refundOf(await refund(stack(), id, { amount: 1 }));
      const second = refundOf(await refund(stack(), id, { amount: 2 }));
      const { body } = await stack().api('GET', `/v1/orders/${id}/refunds`);
      expect(RefundList.parse(body)).toEqual({ data: [first, second] });
    });

    it('of an order that has not shipped is refused: nothing was taken', async () => {
      const { id, version } = await place(stack());
      const problem = problemOf(await refund(stack(), id, { amount: 1 }), 409, 'refund_exceeds_captured');
      expect(problem).toMatchObject({ left: 0 });
      expect((await read(stack(), id)).version).toBe(version);
    });
  });

  describe('a refund that fails', () => {
    it('does not count as given back, tells operators why and nobody else, and can be tried again', async () => {
      const { id } = await placeAndShip(stack(), { payment: { method: 'pm_refund_fails_once' } });
      const { id: refundId } = refundOf(await refund(stack(), id, { amount: 500 }));
      const waiting = await until('the refund to fail', async () => {
        const order = await read(stack(), id);
        return order.needsAttention && order;
      });
      expect(waiting).toMatchObject({
        refunds: [{ id: refundId, status: 'FAILED' }],
        payment: { refunded: 0 },
        attention: [{ step: 'refund', error: expect.any(String), since: expect.any(String) }],
      });
      const [shown] = (await read(stack(), id, 'dev-us')).attention;
      expect(shown).toEqual({ step: 'refund', error: null, since: waiting.attention[0]?.since });
      const failed = (await timeline(stack(), id)).find(({ type }) => type === 'step.failed');
      expect(failed?.data).toMatchObject({ error: waiting.attention[0]?.error });
      const { text } = await stack().api('GET', `/v1/orders/${id}/events`);
      expect(text).toContain('step.failed');
      expect(text).not.toContain(waiting.attention[0]?.error);

      const word = { action: 'retry', reason: 'the bank is back' };
      const ask = { idempotencyKey: randomUUID() };
      const mended = orderOf(await tellOrder(stack(), id, 'compensations/refund/resolve', word, ask));
      expect(mended).toMatchObject({ refunds: [{ status: 'SUCCEEDED' }], attention: [], needsAttention: false });
      expect(orderOf(await tellOrder(stack(), id, 'compensations/refund/resolve', word, ask))).toEqual(mended);
      problemOf(await tellOrder(stack(), id, 'compensations/refund/resolve', word), 409, 'invalid_transition');
      expect(await givenBack(id)).toEqual([500]);
    });
  });
}
