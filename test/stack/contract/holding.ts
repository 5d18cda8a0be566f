import { randomUUID } from 'node:crypto';
import { Client, Connection } from '@temporalio/client';
import { describe, expect, it } from '@jest/globals';
import type { Stack } from '../../support/stack.ts';
import { tellOrder } from '../../support/stack-later.ts';
import {
  anOrder,
  line,
  orderOf,
  place,
  post,
  problemOf,
  read,
  ship,
  stocked,
  stockOf,
  timeline,
  untilStatus,
} from '../../support/stack-shop.ts';
import { until } from '../../support/stack-wait.ts';

export function holding(stack: () => Stack): void {
  /** An order that the fraud check wants somebody to look at. */
  async function risky() {
    const sku = await stocked(stack(), 10);
    const ask = { idempotencyKey: randomUUID() };
    const body = anOrder({ customerId: 'cus_risky', lines: [line(sku, 4)] });
    const again = async () => await post(stack(), body, ask);
    const startedAt = Date.now();
    const answer = await again();
    return { sku, answer, again, id: orderOf(answer, 202).id, tookMs: Date.now() - startedAt };
  }

  describe('an order that somebody should look at', () => {
    it('is answered 202 at once, on hold, its stock reserved and its money held', async () => {
      const { sku, answer, again, id, tookMs } = await risky();
      expect(tookMs).toBeLessThan(4000);
      expect(answer.headers).toMatchObject({ location: `/v1/orders/${id}` });
      expect(answer.headers).not.toHaveProperty('retry-after');
      expect(orderOf(answer, 202)).toMatchObject({
        status: 'ON_HOLD',
        hold: { reason: 'fraud_check', note: null, until: expect.any(String) },
        payment: { status: 'authorized', authorized: 4000 },
      });
      expect(await stockOf(stack(), sku)).toEqual({ onHand: 10, reserved: 4, available: 6 });
      expect(await again()).toMatchObject({ status: 202, text: answer.text });
    });

    it('that is released gives its key the 201 that it waited for', async () => {
      const { again, id } = await risky();
      const released = orderOf(await tellOrder(stack(), id, 'release', { reason: 'known by name' }));
      expect(released).toMatchObject({ status: 'PROCESSING', hold: null });
      const confirmed = await again();
      expect(orderOf(confirmed, 201)).toEqual(await read(stack(), id, 'dev-us'));
      await ship(stack(), id);
      expect((await again()).text).toBe(confirmed.text);
    });

    it('that is rejected gives its key the refusal, and all is given back', async () => {
      const { sku, again, id } = await risky();
      const rejected = orderOf(await tellOrder(stack(), id, 'reject', { reason: 'stolen card' }));
      expect(rejected).toMatchObject({
        status: 'CANCELED',
        cancelReason: 'review_rejected',
        cancelNote: 'stolen card',
      });
      expect(problemOf(await again(), 422, 'review_rejected')).toMatchObject({ orderId: id, retryable: false });
      expect(await stockOf(stack(), sku)).toEqual({ onHand: 10, reserved: 0, available: 10 });
      expect((await read(stack(), id)).payment).toMatchObject({ status: 'voided', authorized: 0 });
    });
  });

  describe('a hold that is rejected while the payment service is slow', () => {
    it('is answered 202 past the deadline, and ends CANCELED', async () => {
      const { again, id } = await risky();
      await stack().fault({ target: 'payments', latencyMs: 6000 });
      const ask = { idempotencyKey: randomUUID() };
      const answer = await tellOrder(stack(), id, 'reject', { reason: 'x' }, ask);
      await stack().fault({ target: 'payments', latencyMs: 0 });
      expect(orderOf(answer, 202)).toMatchObject({ status: 'CANCELING', cancelReason: 'review_rejected' });
      await untilStatus(stack(), id, 'CANCELED');
      expect(orderOf(await tellOrder(stack(), id, 'reject', { reason: 'x' }, ask)).status).toBe('CANCELED');
      problemOf(await again(), 422, 'review_rejected');
    });
  });

  describe('a hold', () => {
    it('stops an order on its way, until it is released', async () => {
      const { id } = await place(stack());
      const held = orderOf(await tellOrder(stack(), id, 'hold', { reason: 'call the customer' }));
      expect(held).toMatchObject({
        status: 'ON_HOLD',
        hold: { reason: 'requested', note: 'call the customer', until: null },
      });
      problemOf(await ship(stack(), id), 409, 'invalid_transition');
      expect(orderOf(await tellOrder(stack(), id, 'release'))).toMatchObject({ status: 'PROCESSING', hold: null });
      orderOf(await ship(stack(), id), 201);
    });

    it('keeps what operators write for each other from everybody else', async () => {
      const { id } = await place(stack());
      await tellOrder(stack(), id, 'hold', { reason: 'looks like Jack' });
      await tellOrder(stack(), id, 'release', { reason: 'it is not Jack' });
      await tellOrder(stack(), id, 'hold', { reason: 'it is Jack after all' });
      for (const path of ['', '/events', '?limit=100']) {
        const url = path.startsWith('?') ? `/v1/orders${path}` : `/v1/orders/${id}${path}`;
        const [shop, operator] = await Promise.all([
          stack().api('GET', url, { key: 'dev-us' }),
          stack().api('GET', url, { key: 'dev-ops' }),
        ]);
        expect(shop.text).toContain(id);
        expect(shop.text).not.toContain('Jack');
        expect(operator.text).toContain('Jack');
      }
    });

    it('is put on once for one Idempotency-Key: a repeat that comes after the release does not hold it again', async () => {
      const { id } = await place(stack());
      const ask = { idempotencyKey: randomUUID() };
      const held = await tellOrder(stack(), id, 'hold', { reason: 'x' }, ask);
      const released = await tellOrder(stack(), id, 'release', undefined, ask);
      expect((await tellOrder(stack(), id, 'hold', { reason: 'x' }, ask)).text).toBe(held.text);
      expect((await read(stack(), id)).status).toBe('PROCESSING');
      expect((await tellOrder(stack(), id, 'release', undefined, ask)).text).toBe(released.text);
      problemOf(await tellOrder(stack(), id, 'hold', { reason: 'y' }, ask), 422, 'idempotency_key_reused');
      expect((await timeline(stack(), id)).filter(({ type }) => type === 'order.held')).toHaveLength(1);
    });

    it('that is rejected cancels what has not shipped', async () => {
      const sku = await stocked(stack(), 10);
      const { id, lines } = await place(stack(), { lines: [line(sku, 3)] });
      await ship(stack(), id, { lines: [{ lineId: lines[0]?.id, quantity: 1 }] });
      orderOf(await tellOrder(stack(), id, 'hold', { reason: 'x' }));
      const rejected = orderOf(await tellOrder(stack(), id, 'reject', { reason: 'enough' }));
      expect(rejected).toMatchObject({ status: 'SHIPPED', hold: null, lines: [{ shipped: 1, canceled: 2 }] });
      expect(await stockOf(stack(), sku)).toEqual({ onHand: 9, reserved: 0, available: 9 });
    });
  });

  describe('what waits for an operator', () => {
    it('is a parcel that left while its order was on hold: it is skipped or tried again, and once', async () => {
      const { id } = await place(stack());
      await tellOrder(stack(), id, 'hold', { reason: 'x' });
      const connection = await Connection.connect({ address: stack().temporalAddress });
      const parcel = { eventId: randomUUID(), type: 'shipped', shipmentId: 'early-bird' };
      await new Client({ connection }).workflow.getHandle(`order-${id}`).signal('shipmentUpdated', parcel);
      await connection.close();
      const waiting = await until('the order to need attention', async () => {
        const order = await read(stack(), id);
        return order.needsAttention && order;
      });
      expect(waiting.attention).toMatchObject([{ step: 'shipment', error: expect.stringContaining('early-bird') }]);
      const word = { action: 'retry', reason: 'it was right to' };
      const resolve = async (step: string, ask = {}) =>
        await tellOrder(stack(), id, `compensations/${step}/resolve`, word, ask);
      problemOf(await resolve('refund'), 409, 'invalid_transition');
      problemOf(await resolve('shipment'), 409, 'invalid_transition');
      expect((await read(stack(), id)).attention).toEqual(waiting.attention);
      await tellOrder(stack(), id, 'release');
      const ask = { idempotencyKey: randomUUID() };
      const shipped = orderOf(await resolve('shipment', ask));
      expect(shipped).toMatchObject({ status: 'SHIPPED', attention: [], shipments: [{ id: 'early-bird' }] });
      expect((await resolve('shipment', ask)).status).toBe(200);
      problemOf(await resolve('shipment'), 409, 'invalid_transition');
      problemOf(await tellOrder(stack(), id, 'compensations/nothing/resolve', word), 404, 'not_found');
    });
  });
}
