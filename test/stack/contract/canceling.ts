import { describe, expect, it } from '@jest/globals';
import type { Stack } from '../../support/stack.ts';
import { line, orderOf, place, problemOf, read, ship, stocked, stockOf, timeline } from '../../support/stack-shop.ts';

export function canceling(stack: () => Stack): void {
  const cancel = async (id: string, body?: unknown, key = 'dev-us') =>
    await stack().api('POST', `/v1/orders/${id}/cancel`, { key, ...(body === undefined ? {} : { body }) });

  describe('canceling an order', () => {
    it('gives the stock back and voids the payment', async () => {
      const sku = await stocked(stack(), 10);
      const { id, total } = await place(stack(), { lines: [line(sku, 4)] });
      const answer = await cancel(id, { reason: 'changed my mind' });
      expect(orderOf(answer)).toMatchObject({
        status: 'CANCELED',
        cancelReason: 'requested',
        cancelNote: 'changed my mind',
        lines: [{ quantity: 4, canceled: 4, shipped: 0 }],
        payment: { status: 'voided', authorized: 0, captured: 0, refunded: 0 },
        needsAttention: false,
      });
      expect(answer.headers['etag']).toBe(`"${orderOf(answer).version}"`);
      expect(await stockOf(stack(), sku)).toEqual({ onHand: 10, reserved: 0, available: 10 });
      expect(await stack().ledger(id)).toMatchObject([
        { kind: 'authorization', amount: total },
        { kind: 'void', amount: total },
      ]);
      const types = (await timeline(stack(), id)).map(({ type }) => type).slice(3);
      expect(types.at(0)).toBe('order.cancel_started');
      expect(types.slice(1, 3).toSorted()).toEqual(['payment.voided', 'stock.released']);
      expect(types.slice(3)).toEqual(['order.canceled']);
    });

    it('twice, or five times at once, cancels once', async () => {
      const sku = await stocked(stack(), 10);
      const { id } = await place(stack(), { lines: [line(sku, 4)] });
      const answers = await Promise.all(Array.from({ length: 5 }, () => cancel(id)));
      answers.push(await cancel(id, { reason: 'again' }));
      for (const answer of answers) expect(orderOf(answer)).toMatchObject({ id, status: 'CANCELED', cancelNote: null });
      expect(await stockOf(stack(), sku)).toEqual({ onHand: 10, reserved: 0, available: 10 });
      expect((await stack().ledger(id)).filter(({ kind }) => kind === 'void')).toHaveLength(1);
    });

    it('needs no body and no reason', async () => {
      const { id } = await place(stack());
      expect(orderOf(await cancel(id))).toMatchObject({ cancelReason: 'requested', cancelNote: null });
    });

    it('of a total of 0 voids nothing', async () => {
      const { id } = await place(stack(), { lines: [line('SKU-BLUE-S', 1, 0)], payment: undefined });
      expect(orderOf(await cancel(id))).toMatchObject({ status: 'CANCELED', payment: { status: 'none' } });
      expect(await stack().ledger(id)).toEqual([]);
    });

    it('is refused once anything has shipped', async () => {
      const { id, lines } = await place(stack());
      await ship(stack(), id, { lines: [{ lineId: lines[0]?.id, quantity: 1 }] });
      problemOf(await cancel(id), 409, 'invalid_transition');
      await ship(stack(), id);
      problemOf(await cancel(id, {}, 'dev-ops'), 409, 'invalid_transition');
      expect((await read(stack(), id)).status).toBe('SHIPPED');
    });

    it('closes the order to parcels and addresses', async () => {
      const { id, shippingAddress } = await place(stack());
      await cancel(id);
      problemOf(await ship(stack(), id), 409, 'invalid_transition');
      const patch = await stack().api('PATCH', `/v1/orders/${id}`, { body: { shippingAddress } });
      problemOf(patch, 409, 'invalid_transition');
    });

    it('wins or loses against a parcel, never half', async () => {
      const sku = await stocked(stack(), 10);
      const { id } = await place(stack(), { lines: [line(sku, 4)] });
      const [canceled, shipped] = await Promise.all([cancel(id), ship(stack(), id)]);
      const order = await read(stack(), id);
      const won = order.status === 'CANCELED';
      expect([canceled.status, shipped.status]).toEqual(won ? [200, 409] : [409, 201]);
      const stock = won ? { onHand: 10, reserved: 0, available: 10 } : { onHand: 6, reserved: 0, available: 6 };
      expect(await stockOf(stack(), sku)).toEqual(stock);
    });

    it('refuses unknown fields and words that are none', async () => {
      const { id } = await place(stack());
      for (const [body, pointer] of [
        [{ reason: 'x'.repeat(501) }, '/reason'],
        [{ reason: 'a\0b' }, '/reason'],
        [{ why: 'x' }, '/why'],
        [{ reason: 3 }, '/reason'],
      ] as const) {
        expect(problemOf(await cancel(id, body), 422, 'invalid_request').errors).toMatchObject([{ pointer }]);
      }
      expect((await read(stack(), id)).status).toBe('PROCESSING');
    });
  });
}
