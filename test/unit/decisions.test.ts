import { describe, expect, it } from '@jest/globals';
import { compensated, deliver, deliverOrKeep, ship, startCancel } from '../../domain/decisions.ts';
import type { OrderEvent } from '../../domain/events.ts';
import { after, pending, processing } from './an-order.ts';

const parcel = (eventId: string, shipmentId?: string, lines?: { lineId: string; quantity: number }[]) => ({
  eventId,
  shipmentId,
  lines,
});
const types = (events: readonly OrderEvent[]) => events.map(({ type }) => type);

/** Two parcels under way: p1 and p2, of one unit each. */
const shipped = () => {
  const part = after(
    processing(2),
    ...ship(processing(2), parcel('e1', 'p1', [{ lineId: 'line-0', quantity: 1 }]), ''),
  );
  return after(part, ...ship(part, parcel('e2', 'p2'), ''));
};

describe('a parcel that leaves', () => {
  it('takes all that is left when it names no lines', () => {
    const [event] = ship(processing(2, 3), parcel('e1'), 'own');
    expect(event).toMatchObject({
      type: 'order.shipped',
      data: {
        shipment: {
          id: 'own',
          lines: [
            { lineId: 'line-0', quantity: 2 },
            { lineId: 'line-1', quantity: 3 },
          ],
        },
      },
    });
  });

  it('leaves the order partially shipped while something is left', () => {
    const order = after(
      processing(2, 3),
      ...ship(processing(2, 3), parcel('e1', 'p1', [{ lineId: 'line-1', quantity: 3 }]), ''),
    );
    expect(order).toMatchObject({ status: 'PARTIALLY_SHIPPED', lines: [{ shipped: 0 }, { shipped: 3 }] });
    expect(types(ship(order, parcel('e2', 'p2'), ''))).toEqual(['order.shipped']);
  });

  it('counts one line that it names twice together', () => {
    const lines = [
      { lineId: 'line-0', quantity: 1 },
      { lineId: 'line-0', quantity: 1 },
    ];
    expect(types(ship(processing(2), parcel('e1', 'p1', lines), ''))).toEqual(['order.shipped']);
    expect(() => ship(processing(1), parcel('e1', 'p1', lines), '')).toThrow('0 units left');
  });

  it('is refused with another parcel of its id, and with a line that the order lacks', () => {
    const order = after(
      processing(2),
      ...ship(processing(2), parcel('e1', 'p1', [{ lineId: 'line-0', quantity: 1 }]), ''),
    );
    expect(() => ship(order, parcel('e2', 'p1'), '')).toThrow('p1 has shipped already');
    expect(() => ship(order, parcel('e2', 'p2', [{ lineId: 'x', quantity: 1 }]), '')).toThrow('/lines/0/lineId');
  });
});

describe('a parcel that arrives', () => {
  it('delivers the order with the last one', () => {
    const one = after(shipped(), ...deliver(shipped(), { eventId: 'e3', shipmentId: 'p2' }));
    expect(one.status).toBe('SHIPPED');
    expect(after(one, ...deliver(one, { eventId: 'e4', shipmentId: 'p1' })).status).toBe('DELIVERED');
  });

  it('is the oldest under way where it has no name', () => {
    expect(deliver(shipped(), { eventId: 'e3' })).toMatchObject([{ data: { shipmentId: 'p1' } }]);
  });

  it('is refused when it is not under way, has arrived already, or never left', () => {
    expect(() => deliver(processing(1), { eventId: 'e3', shipmentId: 'p1' })).toThrow('no parcel p1');
    expect(() => deliver(shipped(), { eventId: 'e3', shipmentId: 'p9' })).toThrow('no parcel p9');
    const one = after(shipped(), ...deliver(shipped(), { eventId: 'e3', shipmentId: 'p1' }));
    expect(() => deliver(one, { eventId: 'e4', shipmentId: 'p1' })).toThrow('delivered already');
  });

  it('does not deliver an order of which something is still to be shipped', () => {
    const part = after(
      processing(2),
      ...ship(processing(2), parcel('e1', 'p1', [{ lineId: 'line-0', quantity: 1 }]), ''),
    );
    expect(types(deliver(part, { eventId: 'e3' }))).toEqual(['parcel.delivered']);
  });
});

describe('a delivery that overtakes its shipment', () => {
  it.each([['p1'], [undefined]])('is kept, and applied when the parcel leaves (named %s)', (shipmentId) => {
    const waiting = after(processing(2), ...deliverOrKeep(processing(2), { eventId: 'early', shipmentId }));
    expect(waiting).toMatchObject({ status: 'PROCESSING', earlyDeliveries: [{ eventId: 'early' }] });
    const events = ship(waiting, parcel('e1', 'p1'), '');
    expect(types(events)).toEqual(['order.shipped', 'order.delivered']);
    expect(after(waiting, ...events)).toMatchObject({ status: 'DELIVERED', earlyDeliveries: [] });
  });

  it('keeps it once, however many say so', () => {
    const waiting = after(processing(2), ...deliverOrKeep(processing(2), { eventId: 'early', shipmentId: 'p1' }));
    expect(deliverOrKeep(waiting, { eventId: 'again', shipmentId: 'p1' })).toEqual([]);
  });

  it('waits for its own parcel, not for another', () => {
    const waiting = after(processing(2), ...deliverOrKeep(processing(2), { eventId: 'early', shipmentId: 'p2' }));
    const one = after(waiting, ...ship(waiting, parcel('e1', 'p1', [{ lineId: 'line-0', quantity: 1 }]), ''));
    expect(one.shipments).toMatchObject([{ id: 'p1', status: 'SHIPPED' }]);
    const both = after(one, ...ship(one, parcel('e2', 'p2'), ''));
    expect(both).toMatchObject({ status: 'SHIPPED', shipments: [{ status: 'SHIPPED' }, { status: 'DELIVERED' }] });
  });

  it('is no such thing once everything has left', () => {
    const order = after(processing(1), ...ship(processing(1), parcel('e1', 'p1'), ''));
    expect(() => deliverOrKeep(order, { eventId: 'e2', shipmentId: 'p9' })).toThrow('no parcel p9');
    expect(types(deliverOrKeep(order, { eventId: 'e2', shipmentId: 'p1' }))).toEqual(['order.delivered']);
  });

  it('is not kept for an order that is not confirmed', () => {
    expect(() => deliverOrKeep(pending(1), { eventId: 'e1' })).toThrow('no parcel');
  });
});

describe('canceling', () => {
  const request = { reason: 'requested', note: null, details: null };

  it('is over at once with nothing to give back', () => {
    expect(types(startCancel(processing(2), request, []))).toEqual(['order.cancel_started', 'order.canceled']);
  });

  it('is over with the last compensation, whichever that is, and hears each only once', () => {
    const released: OrderEvent = { type: 'stock.released', data: { reservations: [] } };
    const voided: OrderEvent = { type: 'payment.voided', data: { amount: 200, certain: true } };
    const open = after(processing(2), ...startCancel(processing(2), request, ['stock', 'payment']));
    expect(types(compensated(open, 'payment', voided))).toEqual(['payment.voided']);
    const half = after(open, ...compensated(open, 'payment', voided));
    expect(compensated(half, 'payment', voided)).toEqual([]);
    expect(types(compensated(half, 'stock', released))).toEqual(['stock.released', 'order.canceled']);
  });

  it('by a refusal stops an order that is PENDING, and leaves a confirmed one as it is', () => {
    const refusal = { ...request, reason: 'out_of_stock' };
    expect(types(startCancel(pending(1), refusal, ['stock']))).toEqual(['order.cancel_started']);
    expect(startCancel(processing(1), refusal, ['stock'])).toEqual([]);
  });

  it('begins once', () => {
    const begun = after(processing(1), ...startCancel(processing(1), request, ['stock']));
    expect(startCancel(begun, request, ['stock'])).toEqual([]);
  });

  it('is refused once anything has shipped', () => {
    const order = after(processing(1), ...ship(processing(1), parcel('e1', 'p1'), ''));
    expect(() => after(order, ...startCancel(order, request, ['stock']))).toThrow('The order is SHIPPED');
  });
});
