import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import type { Stack } from '../../support/stack.ts';
import { anOrder, line, post, problemOf, read, stocked, stockOf, timeline } from '../../support/stack-shop.ts';

const pay = (method: string) => ({ payment: { method } });

const REFUSED: [what: string, over: Record<string, unknown>, status: number, code: string][] = [
  ['an unknown customer', { customerId: 'cus_unknown' }, 422, 'customer_rejected'],
  ['a blocked customer', { customerId: 'cus_blocked' }, 422, 'customer_rejected'],
  ['a customer of a strange name', { customerId: 'nobody' }, 422, 'customer_rejected'],
  ['a customer named like another service', { customerId: '../health' }, 422, 'customer_rejected'],
  ['a customer named like a query', { customerId: '?x=cus_1#' }, 422, 'customer_rejected'],
  ['a declined card', pay('pm_card_chargeDeclined'), 402, 'payment_declined'],
  ['a card without funds', pay('pm_card_chargeDeclinedInsufficientFunds'), 402, 'payment_declined'],
  ['a card that wants 3-D Secure', pay('pm_card_authenticationRequired'), 402, 'authentication_required'],
  ['a card that the payment service does not know', pay('pm_nonsense'), 402, 'payment_declined'],
];

export function refusedOrders(stack: () => Stack): void {
  /** Posts an order of a new SKU, and sees to it that all of it was given back. */
  async function refused(over: Record<string, unknown>, status: number, code: string) {
    const sku = await stocked(stack(), 10);
    const answer = await post(stack(), anOrder({ lines: [line(sku, 4)], ...over }));
    const problem = problemOf(answer, status, code);
    const id = problem.orderId ?? '';
    const order = await read(stack(), id);
    expect(order).toMatchObject({ status: 'CANCELED', cancelReason: code, cancelNote: null, needsAttention: false });
    expect(await stockOf(stack(), sku)).toEqual({ onHand: 10, reserved: 0, available: 10 });
    expect(await stack().ledger(id)).toEqual([]);
    return { problem, order };
  }

  describe('an order that is refused ends CANCELED, with nothing reserved and nothing authorized', () => {
    it.each(REFUSED)('%s', async (_what, over, status, code) => {
      const { problem, order } = await refused(over, status, code);
      expect(problem).toMatchObject({ retryable: false });
      expect(order.payment).toMatchObject({ status: status === 402 ? 'declined' : 'none', authorized: 0 });
      expect((await timeline(stack(), order.id)).at(-1)?.type).toBe('order.canceled');
    });

    it('an unknown SKU, though another line could be had', async () => {
      const sku = await stocked(stack(), 10);
      const nothing = `SKU-${randomUUID()}`;
      const answer = await post(stack(), anOrder({ lines: [line(sku, 1), line(nothing, 1)] }));
      const problem = problemOf(answer, 422, 'unknown_sku');
      expect(problem).toMatchObject({ lines: [{ sku: nothing }] });
      expect(await read(stack(), problem.orderId ?? '')).toMatchObject({ cancelReason: 'unknown_sku' });
      expect(await stockOf(stack(), sku)).toEqual({ onHand: 10, reserved: 0, available: 10 });
    });

    it('more than there is, with what there is', async () => {
      const sku = await stocked(stack(), 3);
      const problem = problemOf(await post(stack(), anOrder({ lines: [line(sku, 4)] })), 409, 'out_of_stock');
      expect(problem).toMatchObject({ lines: [{ sku, requested: 4, available: 3 }] });
      const order = await read(stack(), problem.orderId ?? '');
      expect(order).toMatchObject({ status: 'CANCELED', cancelReason: 'out_of_stock', payment: { status: 'none' } });
      expect(await stack().ledger(order.id)).toEqual([]);
    });

    it('a total that no payment service takes', async () => {
      const lines = [line(await stocked(stack(), 1), 1, Number.MAX_SAFE_INTEGER)];
      await refused({ lines }, 402, 'payment_declined');
    });

    it('stays refused: it can be canceled again, and is not shipped', async () => {
      const { order } = await refused(pay('pm_card_chargeDeclined'), 402, 'payment_declined');
      const again = await stack().api('POST', `/v1/orders/${order.id}/cancel`, { body: { reason: 'again' } });
      expect(again).toMatchObject({ status: 200, body: order });
      const shipping = { key: 'dev-carrier', body: { eventId: randomUUID() } };
      problemOf(await stack().api('POST', `/v1/orders/${order.id}/shipments`, shipping), 409, 'invalid_transition');
    });

    it('is refused under the same key again, though the stock is there by now', async () => {
      const sku = await stocked(stack(), 0);
      const ask = { idempotencyKey: randomUUID() };
      const first = problemOf(await post(stack(), anOrder({ lines: [line(sku)] }), ask), 409, 'out_of_stock');
      await stack().api('PUT', `/v1/inventory/${sku}`, { key: 'dev-ops', body: { onHand: 5 } });
      const second = problemOf(await post(stack(), anOrder({ lines: [line(sku)] }), ask), 409, 'out_of_stock');
      expect(second).toMatchObject({ orderId: first.orderId, lines: [{ sku, requested: 1, available: 0 }] });
    });
  });
}
