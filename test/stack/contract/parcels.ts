import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import type { Stack } from '../../support/stack.ts';
import {
  deliver,
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

export function parcels(stack: () => Stack): void {
  const untilFirstPaid = async (id: string) =>
    await until('the first parcel to be paid for', async () => (await read(stack(), id)).payment.captured > 0);

  describe('parcels', () => {
    it('ships and delivers the whole order, and takes its stock', async () => {
      const sku = await stocked(stack(), 10);
      const { id, lines } = await place(stack(), { lines: [line(sku, 4)] });
      const answer = await ship(stack(), id, { shipmentId: 'parcel-1', carrier: 'dhl', trackingNumber: 'T1' });
      const [parcel] = orderOf(answer, 201).shipments;
      expect(answer.body).toMatchObject({ status: 'SHIPPED', version: 4, lines: [{ shipped: 4 }] });
      expect(answer.headers['etag']).toBe('"4"');
      expect(parcel).toEqual({
        id: 'parcel-1',
        status: 'SHIPPED',
        carrier: 'dhl',
        trackingNumber: 'T1',
        lines: [{ lineId: lines[0]?.id, quantity: 4 }],
      });
      expect(await stockOf(stack(), sku)).toEqual({ onHand: 6, reserved: 0, available: 6 });
      await untilCaptured(stack(), id);
      const delivered = orderOf(await deliver(stack(), id, 'parcel-1'));
      expect(delivered).toMatchObject({ status: 'DELIVERED', version: 6, shipments: [{ status: 'DELIVERED' }] });
    });

    it('ships line by line, and is delivered once all of it is', async () => {
      const sku = await stocked(stack(), 10);
      const { id, lines } = await place(stack(), { lines: [line(sku, 2), line('SKU-RED-M', 1)] });
      const [first, second] = lines.map((each) => each.id);
      const one = orderOf(await ship(stack(), id, { lines: [{ lineId: first, quantity: 1 }] }), 201);
      expect(one).toMatchObject({ status: 'PARTIALLY_SHIPPED', lines: [{ shipped: 1 }, { shipped: 0 }] });
      expect(await stockOf(stack(), sku)).toEqual({ onHand: 9, reserved: 1, available: 8 });
      expect(orderOf(await deliver(stack(), id, one.shipments[0]?.id ?? '')).status).toBe('PARTIALLY_SHIPPED');
      const rest = [
        { lineId: first, quantity: 1 },
        { lineId: second, quantity: 1 },
      ];
      const all = orderOf(await ship(stack(), id, { lines: rest }), 201);
      expect(all).toMatchObject({ status: 'SHIPPED', lines: [{ shipped: 2 }, { shipped: 1 }] });
      expect(orderOf(await deliver(stack(), id, all.shipments[1]?.id ?? '')).status).toBe('DELIVERED');
      expect(await stockOf(stack(), sku)).toEqual({ onHand: 8, reserved: 0, available: 8 });
    });

    it('are paid for one by one, the whole of it in the end and once', async () => {
      const { id, total, lines } = await place(stack());
      await ship(stack(), id, { lines: [{ lineId: lines[0]?.id, quantity: 1 }] });
      await untilFirstPaid(id);
      await ship(stack(), id);
      const { payment } = await untilCaptured(stack(), id);
      expect(payment).toEqual({ status: 'captured', authorized: 0, captured: total, refunded: 0 });
      expect(await stack().ledger(id)).toMatchObject([
        { kind: 'authorization', amount: total },
        { kind: 'capture', amount: total / 2 },
        { kind: 'capture', amount: total / 2 },
      ]);
      const captured = { type: 'payment.captured', data: { amount: total / 2 } };
      expect((await timeline(stack(), id)).at(-1)).toMatchObject(captured);
    });

    it('of an empty list of lines takes all that is left', async () => {
      const { id, lines } = await place(stack());
      await ship(stack(), id, { lines: [{ lineId: lines[0]?.id, quantity: 1 }] });
      const order = orderOf(await ship(stack(), id, { lines: [] }), 201);
      expect(order.shipments[1]?.lines).toEqual([{ lineId: lines[0]?.id, quantity: 1 }]);
    });

    it('ships once for one eventId: the second time is 200 and changes nothing', async () => {
      const { id, lines } = await place(stack());
      const parcel = { eventId: randomUUID(), lines: [{ lineId: lines[0]?.id, quantity: 1 }] };
      const first = orderOf(await ship(stack(), id, parcel), 201);
      // Later it would change the order between the two looks at it.
      await untilFirstPaid(id);
      const second = orderOf(await ship(stack(), id, parcel));
      expect(second).toMatchObject({ shipments: first.shipments, lines: first.lines, version: first.version + 1 });
      expect(await read(stack(), id)).toEqual(second);
    });

    it('ships once when one eventId comes ten times at once', async () => {
      const sku = await stocked(stack(), 10);
      const { id, lines } = await place(stack(), { lines: [line(sku, 10)] });
      const parcel = { eventId: randomUUID(), lines: [{ lineId: lines[0]?.id, quantity: 1 }] };
      const answers = await Promise.all(Array.from({ length: 10 }, () => ship(stack(), id, parcel)));
      const statuses = answers.map(({ status }) => status).toSorted((a, b) => a - b);
      expect(statuses).toEqual([...Array<number>(9).fill(200), 201]);
      expect(await stockOf(stack(), sku)).toEqual({ onHand: 9, reserved: 9, available: 0 });
    });

    it('delivers once for one eventId', async () => {
      const { id } = await place(stack());
      const shipped = orderOf(await ship(stack(), id), 201);
      const parcel = shipped.shipments[0]?.id ?? '';
      // Later it would change the order between the two answers.
      await untilCaptured(stack(), id);
      const eventId = randomUUID();
      const first = await deliver(stack(), id, parcel, eventId);
      expect((await deliver(stack(), id, parcel, eventId)).text).toBe(first.text);
      expect(await timeline(stack(), id)).toHaveLength(6);
    });

    it('refuses to deliver what is not there: before any shipment, and of another parcel', async () => {
      const { id } = await place(stack());
      problemOf(await deliver(stack(), id, 'parcel-1'), 409, 'invalid_transition');
      await ship(stack(), id, { shipmentId: 'parcel-1' });
      problemOf(await deliver(stack(), id, 'parcel-2'), 409, 'invalid_transition');
      expect((await read(stack(), id)).status).toBe('SHIPPED');
    });

    it('keeps nothing of a delivery that REST refused', async () => {
      const { id } = await place(stack());
      await deliver(stack(), id, 'parcel-1');
      expect(orderOf(await ship(stack(), id, { shipmentId: 'parcel-1' }), 201).status).toBe('SHIPPED');
    });

    it('refuses more than is left, a second parcel of one id, and anything after DELIVERED', async () => {
      const { id, lines } = await place(stack());
      const lineId = lines[0]?.id;
      problemOf(await ship(stack(), id, { lines: [{ lineId, quantity: 3 }] }), 409, 'invalid_transition');
      await ship(stack(), id, { shipmentId: 'p1', lines: [{ lineId, quantity: 1 }] });
      problemOf(await ship(stack(), id, { shipmentId: 'p1' }), 409, 'invalid_transition');
      await ship(stack(), id, { shipmentId: 'p2' });
      await deliver(stack(), id, 'p1');
      await deliver(stack(), id, 'p2');
      expect((await read(stack(), id)).status).toBe('DELIVERED');
      problemOf(await ship(stack(), id), 409, 'invalid_transition');
      problemOf(await deliver(stack(), id, 'p1'), 409, 'invalid_transition');
      problemOf(await stack().api('POST', `/v1/orders/${id}/cancel`), 409, 'invalid_transition');
    });

    it.each([
      ['no eventId', { eventId: undefined }, '/eventId'],
      ['an empty eventId', { eventId: '' }, '/eventId'],
      ['a quantity of 0', { lines: [{ lineId: 'x', quantity: 0 }] }, '/lines/0/quantity'],
      ['half a unit', { lines: [{ lineId: 'x', quantity: 0.5 }] }, '/lines/0/quantity'],
      ['a line that the order lacks', { lines: [{ lineId: 'x', quantity: 1 }] }, '/lines/0/lineId'],
      ['an unknown field', { weight: 3 }, '/weight'],
      ['NUL in the tracking number', { trackingNumber: 'a\0b' }, '/trackingNumber'],
    ])('refuses a parcel with %s', async (_what, body, pointer) => {
      const { id } = await place(stack());
      const { errors } = problemOf(await ship(stack(), id, body), 422, 'invalid_request');
      expect(errors).toMatchObject([{ pointer }]);
      expect((await read(stack(), id)).status).toBe('PROCESSING');
    });
  });
}
