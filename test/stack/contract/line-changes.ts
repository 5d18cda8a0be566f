import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import type { Stack } from '../../support/stack.ts';
import { firstLine, tellOrder } from '../../support/stack-later.ts';
import {
  ADDRESS,
  line,
  orderOf,
  place,
  problemOf,
  read,
  ship,
  stocked,
  stockOf,
  timeline,
  untilCaptured,
} from '../../support/stack-shop.ts';
import { until } from '../../support/stack-wait.ts';

export function lineChanges(stack: () => Stack): void {
  const cancelLine = async (id: string, lineId: string, body: unknown, ask = {}) =>
    await tellOrder(stack(), id, `lines/${lineId}/cancel`, body, { key: 'dev-us', ...ask });
  const edit = async (id: string, lines: unknown, headers = {}) =>
    await stack().api('PATCH', `/v1/orders/${id}`, { body: { lines }, headers });

  describe('canceling units of a line', () => {
    it('gives their stock back, and they are not paid for', async () => {
      const sku = await stocked(stack(), 10);
      const order = await place(stack(), { lines: [line(sku, 4)] });
      const answer = await cancelLine(order.id, firstLine(order).id, { quantity: 1, reason: 'one too many' });
      const changed = orderOf(answer);
      expect(changed).toMatchObject({ status: 'PROCESSING', lines: [{ quantity: 4, canceled: 1 }], total: 4000 });
      expect(answer.headers['etag']).toBe(`"${changed.version}"`);
      expect(await stockOf(stack(), sku)).toEqual({ onHand: 10, reserved: 3, available: 7 });
      await ship(stack(), order.id);
      expect((await untilCaptured(stack(), order.id)).payment).toMatchObject({ captured: 3000, authorized: 0 });
    });

    it('is done once for one Idempotency-Key', async () => {
      const order = await place(stack(), { lines: [line('SKU-RED-M', 4)] });
      const ask = { idempotencyKey: randomUUID() };
      const cancel = async (quantity: number) =>
        await cancelLine(order.id, firstLine(order).id, { quantity }, { ...ask });
      orderOf(await cancel(1));
      expect(orderOf(await cancel(1)).lines).toMatchObject([{ canceled: 1 }]);
      problemOf(await cancel(2), 422, 'idempotency_key_reused');
      expect((await read(stack(), order.id)).lines).toMatchObject([{ canceled: 1 }]);
    });

    it('is that of the order where nothing would be left, and answers the same key so again', async () => {
      const sku = await stocked(stack(), 4);
      const order = await place(stack(), { lines: [line(sku, 4)] });
      const ask = { idempotencyKey: randomUUID(), headers: { 'If-Match': `"${order.version}"` } };
      const first = await cancelLine(order.id, firstLine(order).id, { quantity: 4 }, ask);
      expect(orderOf(first)).toMatchObject({
        status: 'CANCELED',
        cancelReason: 'requested',
        payment: { authorized: 0 },
      });
      expect(await stockOf(stack(), sku)).toEqual({ onHand: 4, reserved: 0, available: 4 });
      const again = await cancelLine(order.id, firstLine(order).id, { quantity: 4 }, ask);
      expect(again).toMatchObject({ status: 200, text: first.text });
    });

    it('of the rest closes an order that has shipped in part', async () => {
      const order = await place(stack(), { lines: [line('SKU-BLUE-M', 3)] });
      const lineId = firstLine(order).id;
      await ship(stack(), order.id, { lines: [{ lineId, quantity: 1 }] });
      expect(orderOf(await cancelLine(order.id, lineId, { quantity: 2 }))).toMatchObject({ status: 'SHIPPED' });
      expect((await untilCaptured(stack(), order.id)).payment).toMatchObject({ captured: 1000, authorized: 0 });
    });
  });

  describe('editing the lines of an order', () => {
    it('takes the whole list as wanted: more of one, another one added, one taken off', async () => {
      const [more, gone, added] = [await stocked(stack(), 10), await stocked(stack(), 10), await stocked(stack(), 10)];
      const order = await place(stack(), { lines: [line(more, 1), line(gone, 2)] });
      const { id } = firstLine(order);
      const answer = await edit(order.id, [
        { id, quantity: 3 },
        { sku: added, quantity: 1, unitPrice: 700 },
      ]);
      const edited = orderOf(answer);
      expect(edited).toMatchObject({
        status: 'PROCESSING',
        total: 3700,
        lines: [
          { id, sku: more, quantity: 3, total: 3000 },
          { sku: added, quantity: 1, total: 700 },
        ],
      });
      expect(edited.payment.authorized).toBeGreaterThanOrEqual(3700);
      expect(answer.headers['etag']).toBe(`"${edited.version}"`);
      const reserved = await Promise.all(
        [more, gone, added].map(async (sku) => (await stockOf(stack(), sku)).reserved),
      );
      expect(reserved).toEqual([3, 0, 1]);
      expect(await read(stack(), order.id, 'dev-us')).toEqual(edited);
    });

    it('is refused as a whole where a part of it cannot be had', async () => {
      const sku = await stocked(stack(), 2);
      const order = await place(stack(), { lines: [line(sku, 1), line('SKU-RED-M', 2)] });
      const [first, second] = order.lines;
      const wanted = [
        { id: first?.id, quantity: 5 },
        { id: second?.id, quantity: 1 },
      ];
      const problem = problemOf(await edit(order.id, wanted), 409, 'out_of_stock');
      expect(problem).toMatchObject({ lines: [{ sku }] });
      expect(await read(stack(), order.id, 'dev-us')).toEqual(order);
      expect(await stockOf(stack(), sku)).toEqual({ onHand: 2, reserved: 1, available: 1 });
    });

    it('is refused as a whole where it is not paid for', async () => {
      const sku = await stocked(stack(), 10);
      const over = { lines: [line(sku, 1)], payment: { method: 'pm_declines_off_session' } };
      const order = await place(stack(), over);
      problemOf(await edit(order.id, [{ id: firstLine(order).id, quantity: 5 }]), 402, 'payment_declined');
      const { lines, total, status } = await read(stack(), order.id);
      expect({ lines, total, status }).toEqual({ lines: order.lines, total: order.total, status: 'PROCESSING' });
      expect(await stockOf(stack(), sku)).toEqual({ onHand: 10, reserved: 1, available: 9 });
    });

    it('that is not paid for within the deadline is answered 202, and made once it is', async () => {
      const sku = await stocked(stack(), 10);
      const order = await place(stack(), { lines: [line(sku, 1)] });
      await stack().fault({ target: 'payments', latencyMs: 6000 });
      const answer = await edit(order.id, [{ id: firstLine(order).id, quantity: 5 }]);
      await stack().fault({ target: 'payments', latencyMs: 0 });
      expect(orderOf(answer, 202)).toMatchObject({ total: 1000, lines: [{ quantity: 1 }] });
      const edited = await until('the edit to be made', async () => {
        const now = await read(stack(), order.id);
        return now.total === 5000 && now;
      });
      expect(edited).toMatchObject({ lines: [{ quantity: 5 }], payment: { authorized: 5000 } });
    });

    it('honours If-Match', async () => {
      const order = await place(stack());
      const wanted = [{ id: firstLine(order).id, quantity: 1 }];
      problemOf(await edit(order.id, wanted, { 'If-Match': '"2"' }), 412, 'version_mismatch');
      expect(await timeline(stack(), order.id)).toHaveLength(order.version);
      expect((await edit(order.id, wanted, { 'If-Match': `"${order.version}"` })).status).toBe(200);
    });

    it('is asked for apart from an address', async () => {
      const order = await place(stack());
      const patch = async (body: unknown) => await stack().api('PATCH', `/v1/orders/${order.id}`, { body });
      const both = { shippingAddress: ADDRESS, lines: [{ id: firstLine(order).id, quantity: 1 }] };
      expect(problemOf(await patch(both), 422, 'invalid_request').errors).toMatchObject([{ pointer: '/lines' }]);
      expect(problemOf(await patch({}), 422, 'invalid_request').errors).toMatchObject([{ pointer: '' }]);
      expect(await read(stack(), order.id, 'dev-us')).toEqual(order);
    });
  });
}
