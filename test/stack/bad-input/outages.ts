import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import type { Stack } from '../../support/stack.ts';
import {
  anOrder,
  line,
  orderOf,
  postOnce,
  problemOf,
  read,
  stocked,
  stockOf,
  untilStatus,
} from '../../support/stack-shop.ts';

const DECIDED_WITHIN_MS = 60_000;

export function outages(stack: () => Stack): void {
  async function placeDuring(over: Record<string, unknown>) {
    const sku = await stocked(stack(), 10);
    const ask = { idempotencyKey: randomUUID() };
    const body = anOrder({ lines: [line(sku, 4)], ...over });
    const startedAt = Date.now();
    const answer = await postOnce(stack(), body, ask);
    return { sku, answer, again: () => postOnce(stack(), body, ask), startedAt };
  }

  /** 202 first, then CANCELED in time, with everything back. */
  async function givenUp(over: Record<string, unknown>): Promise<void> {
    const { sku, answer, again, startedAt } = await placeDuring(over);
    const { id } = orderOf(answer, 202);
    expect(Date.now() - startedAt).toBeLessThan(10_000);
    expect(answer.headers['location']).toBe(`/v1/orders/${id}`);
    expect((await read(stack(), id)).status).toMatch(/^(PENDING|CANCELING)$/);
    const meanwhile = await again();
    const codes = ['idempotency_in_progress', 'dependency_unavailable'];
    expect(codes).toContain(Object(meanwhile.body).code);
    expect(meanwhile.body).toMatchObject({ orderId: id, retryable: true });
    expect(meanwhile.headers['retry-after']).toBe('1');

    const order = await untilStatus(stack(), id, 'CANCELED', startedAt + DECIDED_WITHIN_MS - Date.now());
    expect(order).toMatchObject({ cancelReason: 'dependency_unavailable', needsAttention: false });
    expect(order.payment.authorized).toBe(0);
    expect(await stockOf(stack(), sku)).toEqual({ onHand: 10, reserved: 0, available: 10 });
    expect(await stack().ledger(id)).toEqual([]);
    const problem = problemOf(await again(), 503, 'dependency_unavailable');
    expect(problem).toMatchObject({ orderId: id, retryable: true });
  }

  /** The answer comes too late, the money is held: found again, and never held twice. */
  async function lateAuthorization(): Promise<void> {
    const { sku, answer } = await placeDuring({ payment: { method: 'pm_timeout' } });
    expect([201, 202]).toContain(answer.status);
    const { id } = orderOf(answer, answer.status);
    const order = await untilStatus(stack(), id, 'PROCESSING', DECIDED_WITHIN_MS);
    expect(order.payment).toMatchObject({ status: 'authorized', authorized: 4000 });
    expect(await stack().ledger(id)).toEqual([{ orderId: id, kind: 'authorization', amount: 4000, currency: 'USD' }]);
    expect(await stockOf(stack(), sku)).toEqual({ onHand: 10, reserved: 4, available: 6 });
  }

  describe('a service that stays away', () => {
    it('is waited for so long, and then all is given back; an answer that is late holds the money once', async () => {
      await Promise.all([
        givenUp({ customerId: 'cus_outage' }),
        givenUp({ payment: { method: 'pm_outage' } }),
        lateAuthorization(),
      ]);
    });
  });
}
