import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { deliver, ship } from '../../domain/decisions.ts';
import { OrderSagaError } from '../../domain/errors.ts';
import type { OrderEvent } from '../../domain/events.ts';
import { nextMove } from '../../domain/money-moves.ts';
import { COMPENSATIONS, OPERATOR_STEPS, type Order, unitsLeft } from '../../domain/order.ts';
import { publicType } from '../../domain/public-events.ts';
import { apply, fold } from '../../domain/reducer.ts';
import { TRANSITIONS } from '../../domain/states.ts';
import { after, pending, placed, processing, recorded } from './an-order.ts';

const compensation = fc.constantFrom(...COMPENSATIONS);
const parcel = fc.record({
  eventId: fc.uuid(),
  shipment: fc.record({
    id: fc.constantFrom('p1', 'p2', 'p3'),
    status: fc.constant('SHIPPED' as const),
    carrier: fc.constant(null),
    trackingNumber: fc.constant(null),
    lines: fc.array(
      fc.record({ lineId: fc.constantFrom('line-0', 'line-1'), quantity: fc.integer({ min: 1, max: 2 }) }),
    ),
  }),
});
const arrival = fc.record({ eventId: fc.uuid(), shipmentId: fc.constantFrom('p1', 'p2', 'p3') });

const eventOf = <Type extends OrderEvent['type']>(
  type: Type,
  data: fc.Arbitrary<Extract<OrderEvent, { type: Type }>['data']>,
) => data.map((value) => ({ type, data: value }) as Extract<OrderEvent, { type: Type }>);

/** Anything that might ever be said of an order, sensible or not. */
const anyEvent: fc.Arbitrary<OrderEvent> = fc.oneof(
  eventOf('order.placed', fc.constant({ order: placed(3, 2) })),
  eventOf('stock.reserved', fc.constant({ reservations: [] })),
  eventOf('order.confirmed', fc.record({ authorized: fc.constantFrom(0, 500) })),
  eventOf('address.changed', fc.constant({ shippingAddress: placed().shippingAddress })),
  eventOf('order.partially_shipped', parcel),
  eventOf('order.shipped', parcel),
  eventOf('delivery.early', arrival),
  eventOf('parcel.delivered', arrival),
  eventOf('order.delivered', arrival),
  eventOf(
    'order.cancel_started',
    fc.record({
      reason: fc.constantFrom('requested', 'out_of_stock', 'payment_declined'),
      note: fc.constant(null),
      details: fc.constant(null),
      undo: fc.uniqueArray(compensation),
    }),
  ),
  eventOf('stock.released', fc.constant({ reservations: [] })),
  eventOf('payment.voided', fc.record({ amount: fc.constantFrom(0, 500), certain: fc.boolean() })),
  eventOf('compensation.failed', fc.record({ step: compensation, error: fc.constant('no answer') })),
  eventOf('compensation.skipped', fc.record({ step: compensation, note: fc.constant('by hand') })),
  eventOf('order.canceled', fc.constant({})),
  eventOf('payment.captured', fc.record({ amount: fc.constantFrom(0, 500) })),
  eventOf('capture.failed', fc.record({ error: fc.constant('no answer') })),
  eventOf('capture.skipped', fc.record({ note: fc.constant('by hand') })),
  eventOf('payment.left_open', fc.record({ intents: fc.constantFrom(1, 2) })),
);

/** The order after the event, or the code of its refusal. */
function attempt(next: () => Order): Order | string {
  try {
    return next();
  } catch (error) {
    if (error instanceof OrderSagaError) return error.code;
    throw error;
  }
}

interface Step {
  before: Order | null;
  event: OrderEvent;
  outcome: Order | string;
}

/** Tells an order one event after the other; what it refuses changes nothing. */
function tell(events: readonly OrderEvent[]) {
  const kept = [];
  const steps: Step[] = [];
  let order: Order | null = null;
  for (const event of events) {
    const before: Order | null = order;
    const next = recorded(before, event);
    const outcome = attempt(() => apply(before, next));
    steps.push({ before, event, outcome });
    if (typeof outcome === 'string') continue;
    kept.push(next);
    order = outcome;
  }
  return { order, kept, steps };
}

const first: OrderEvent = { type: 'order.placed', data: { order: placed(3, 2) } };
const story = fc.array(anyEvent, { maxLength: 40 }).map((events) => [first, ...events]);

describe('an order', () => {
  it('takes the steps of the table and refuses all others with invalid_transition', () => {
    fc.assert(
      fc.property(story, (events) => {
        for (const { before, event, outcome } of tell(events).steps) {
          const to = TRANSITIONS[before?.status ?? 'NEW'][event.type];
          const status = typeof outcome === 'string' ? outcome : outcome.status;
          expect(['invalid_transition', to]).toContain(status);
        }
      }),
    );
  });

  it('counts its versions without a gap, and its public events beside them', () => {
    fc.assert(
      fc.property(story, (events) => {
        const { order, kept, steps } = tell(events);
        const versions = steps.flatMap(({ outcome }) => (typeof outcome === 'string' ? [] : [outcome.version]));
        expect(versions).toEqual(kept.map((_event, index) => index + 1));
        expect(order?.publicSequence).toBe(kept.filter(({ type }) => publicType(type)).length);
      }),
    );
  });

  it('is CANCELED only when nothing is left to give back', () => {
    fc.assert(
      fc.property(story, (events) => {
        const orders = tell(events).steps.flatMap(({ outcome }) => (typeof outcome === 'string' ? [] : [outcome]));
        const canceled = orders.filter(({ status }) => status === 'CANCELED');
        expect(canceled.flatMap(({ openCompensations }) => openCompensations)).toEqual([]);
      }),
    );
  });

  it('is the same whether it is folded from its events or from what was stored of them', () => {
    fc.assert(
      fc.property(story, (events) => {
        const { order, kept } = tell(events);
        expect(fold(JSON.parse(JSON.stringify(kept)))).toEqual(order);
      }),
    );
  });

  it('refuses an event out of its place', () => {
    const order = processing();
    for (const version of [order.version, order.version + 2]) {
      const event = { ...recorded(order, { type: 'address.changed', data: placed() }), version };
      expect(() => apply(order, event)).toThrow(RangeError);
    }
  });

  it('that is delivered stays delivered', () => {
    expect(new Set(Object.values(TRANSITIONS.DELIVERED))).toEqual(new Set(['DELIVERED']));
  });

  it('can only be left unpaid, or with its money back, when it is canceled', () => {
    const out = after(
      processing(),
      {
        type: 'order.cancel_started',
        data: { reason: 'requested', note: null, details: null, undo: ['stock', 'payment'] },
      },
      { type: 'payment.voided', data: { amount: 200, certain: true } },
    );
    expect(() => after(out, { type: 'order.canceled', data: {} })).toThrow('stock');
    const canceled = after(
      out,
      { type: 'stock.released', data: { reservations: [] } },
      { type: 'order.canceled', data: {} },
    );
    expect(canceled).toMatchObject({ status: 'CANCELED', payment: { status: 'voided', authorized: 0 } });
  });

  it('needs attention exactly while something waits for an operator', () => {
    fc.assert(
      fc.property(story, (events) => {
        for (const { outcome } of tell(events).steps) {
          if (typeof outcome === 'string') continue;
          expect(outcome.needsAttention).toBe(outcome.attention.length > 0);
          expect(OPERATOR_STEPS).toEqual(expect.arrayContaining(outcome.attention.map(({ step }) => step)));
        }
      }),
    );
  });

  it('is captured for what has shipped, and with the last parcel for all of it', () => {
    const order = processing();
    const now = new Date(order.updatedAt);
    expect(nextMove(order, now)).toBeNull();
    const half = after(order, ...ship(order, { eventId: 'e1', lines: [{ lineId: 'line-0', quantity: 1 }] }, 'p1'));
    // By a card that can be captured but once: the rest is authorized again.
    expect(nextMove(half, now)).toMatchObject({ kind: 'capture', amount: 100, final: true });
    const taken = after(half, { type: 'payment.captured', data: { amount: 100, number: 1, released: 100 } });
    expect(taken.payment).toEqual({ status: 'partially_captured', authorized: 0, captured: 100, refunded: 0 });
    expect(nextMove(taken, now)).toMatchObject({ kind: 'authorize', amount: 100 });
    const terms = { captureBefore: null, multicapture: false };
    const again = after(taken, { type: 'payment.authorized', data: { number: 2, amount: 100, ...terms } });
    expect(nextMove(again, now)).toBeNull();
    const whole = after(again, ...ship(again, { eventId: 'e2' }, 'p2'));
    expect(nextMove(whole, now)).toMatchObject({ kind: 'capture', amount: 100, number: 2, final: true });
    const paid = after(whole, { type: 'payment.captured', data: { amount: 100, number: 2, released: 0 } });
    expect(paid).toMatchObject({
      status: 'SHIPPED',
      payment: { status: 'captured', authorized: 0, captured: 200 },
      publicSequence: whole.publicSequence + 1,
    });
    expect(nextMove(paid, now)).toBeNull();
  });

  it('shows that its capture was given up, until it is captured or somebody answers for it', () => {
    const order = processing();
    const shipped = after(order, ...ship(order, { eventId: 'e1' }, 'p1'));
    const stuck = after(shipped, { type: 'capture.failed', data: { error: 'expired' } });
    expect(stuck).toMatchObject({
      status: 'SHIPPED',
      needsAttention: true,
      attention: [{ step: 'capture', error: 'expired' }],
    });
    for (const way of [
      { type: 'payment.captured', data: { amount: 200 } },
      { type: 'capture.skipped', data: { note: 'by hand' } },
    ] as const) {
      expect(after(stuck, way)).toMatchObject({ needsAttention: false, attention: [] });
    }
  });

  it('needs nobody for an authorization that was declined once it is being canceled', () => {
    const declined = after(
      processing(),
      { type: 'step.failed', data: { step: 'authorize', error: 'declined' } },
      { type: 'order.held', data: { reason: 'payment_declined', note: null, until: null } },
      {
        type: 'order.cancel_started',
        data: { reason: 'requested', note: null, details: null, undo: ['payment'] },
      },
    );
    expect(declined.needsAttention).toBe(false);
    const voided = after(declined, { type: 'payment.voided', data: { amount: 200, certain: true } });
    expect(voided).toMatchObject({ needsAttention: false, attention: [], openCompensations: [] });
  });

  it('shows that a compensation was given up, until somebody sees to it', () => {
    const stuck = after(
      pending(),
      { type: 'order.cancel_started', data: { reason: 'requested', note: null, details: null, undo: ['stock'] } },
      { type: 'compensation.failed', data: { step: 'stock', error: 'no answer' } },
    );
    expect(stuck).toMatchObject({ status: 'CANCELING', needsAttention: true, attention: [{ step: 'stock' }] });
    const skipped = after(stuck, { type: 'compensation.skipped', data: { step: 'stock', note: 'by hand' } });
    expect(skipped).toMatchObject({ needsAttention: false, attention: [], openCompensations: [] });
  });
});

const command = fc.oneof(
  fc.record({
    kind: fc.constant('ship' as const),
    shipmentId: fc.constantFrom('p1', 'p2', 'p3', undefined),
    lines: fc.array(
      fc.record({ lineId: fc.constantFrom('line-0', 'line-1', 'nothing'), quantity: fc.integer({ min: 1, max: 4 }) }),
      { maxLength: 3 },
    ),
  }),
  fc.record({ kind: fc.constant('deliver' as const), shipmentId: fc.constantFrom('p1', 'p2', 'p3', undefined) }),
);
type Command = typeof command extends fc.Arbitrary<infer Value> ? Value : never;

function decide(order: Order, given: Command, index: number): OrderEvent[] {
  const update = { eventId: `e${index}`, shipmentId: given.shipmentId };
  return given.kind === 'ship'
    ? ship(order, { ...update, lines: given.lines }, `own-${index}`)
    : deliver(order, update);
}

describe('whatever shipping systems say', () => {
  it('no line ships more than was ordered, and what arrived is what left', () => {
    fc.assert(
      fc.property(fc.array(command, { maxLength: 20 }), (commands) => {
        let order = processing(3, 2);
        for (const [index, given] of commands.entries()) {
          const outcome = attempt(() => after(order, ...decide(order, given, index)));
          if (typeof outcome !== 'string') order = outcome;
          expect(['invalid_transition', 'invalid_request', order]).toContain(outcome);
          for (const line of order.lines) {
            expect(line.shipped + line.canceled).toBeLessThanOrEqual(line.quantity);
            const inParcels = order.shipments.flatMap(({ lines }) => lines).filter(({ lineId }) => lineId === line.id);
            expect(inParcels.reduce((sum, { quantity }) => sum + quantity, 0)).toBe(line.shipped);
          }
          expect(order.status).toBe(statusByParcels(order));
        }
      }),
    );
  });
});

/** Where an order must stand, going by its parcels alone. */
function statusByParcels({ lines, shipments }: Order): Order['status'] {
  if (shipments.length === 0) return 'PROCESSING';
  if (lines.some((line) => unitsLeft(line) > 0)) return 'PARTIALLY_SHIPPED';
  return shipments.every(({ status }) => status === 'DELIVERED') ? 'DELIVERED' : 'SHIPPED';
}
