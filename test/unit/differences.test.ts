import { describe, expect, it } from '@jest/globals';
import { leftUndone, needsWorkflow, stockDifference, sumsDifference } from '../../domain/differences.ts';
import type { Authorization, Order } from '../../domain/order.ts';
import { after, pending, processing } from './an-order.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
const HOUR_MS = 60 * 60 * 1000;
const NOW = new Date('2026-11-26T12:00:00Z');
const daysAgo = (days: number) => new Date(NOW.getTime() - days * DAY_MS).toISOString();

const canceled = (order: Order) =>
  after(
    order,
    { type: 'order.cancel_started', data: { reason: 'requested', note: null, details: null, undo: [] } },
    { type: 'order.canceled', data: {} },
  );
const shipped = (order: Order, quantity: number, isLast = true) => {
  const lines = [{ lineId: 'line-0', quantity }];
  const shipment = { id: 'P1', status: 'SHIPPED' as const, carrier: null, trackingNumber: null, lines };
  return after(order, {
    type: isLast ? 'order.shipped' : 'order.partially_shipped',
    data: { eventId: 's1', shipment },
  });
};
const delivered = (order: Order, days: number): Order => ({
  ...after(shipped(order, 2), { type: 'order.delivered', data: { eventId: 'd1', shipmentId: 'P1' } }),
  deliveredAt: daysAgo(days),
});
const held = (quantity: number, sku = 'SKU-0') => ({ sku, quantity });
const attention = [{ step: 'capture' as const, error: 'declined', since: daysAgo(1) }];

describe('an order needs a workflow', () => {
  const cases: [what: string, order: Order, needed: boolean][] = [
    ['while it is decided', pending(), true],
    ['while it waits to be shipped', processing(), true],
    ['until it is delivered', shipped(processing(), 2), true],
    ['while it can come back', delivered(processing(), 13), true],
    ['no more when it cannot', delivered(processing(), 15), false],
    [
      'when it cannot come back and an operator has to answer',
      { ...delivered(processing(), 15), needsAttention: true },
      true,
    ],
    ['no more when it is canceled', canceled(processing()), false],
    ['canceled, while a call may still arrive', { ...canceled(processing()), paymentUncertain: true }, true],
  ];
  it.each(cases)('%s', (_, order, needed) => {
    expect(needsWorkflow(order, 14 * DAY_MS, NOW)).toBe(needed);
  });

  it('or not, at the very end of its window: clocks differ', () => {
    const order = {
      ...delivered(processing(), 0),
      deliveredAt: new Date(NOW.getTime() - 14 * DAY_MS + 1000).toISOString(),
    };
    expect(needsWorkflow(order, 14 * DAY_MS, NOW)).toBe(false);
  });
});

describe('what an order holds of the stock', () => {
  it('is what it has left to ship, over all locations', () => {
    expect(stockDifference(processing(5), [held(2), held(3)], [])).toBeNull();
    expect(stockDifference(shipped(processing(5), 2, false), [held(3)], [])).toBeNull();
    expect(stockDifference(shipped(processing(5), 2, false), [held(5)], [])).toBe('holds 5 of SKU-0, should hold 3');
  });

  it('is less by what it waits for', () => {
    expect(stockDifference(processing(5), [held(3)], [held(2)])).toBeNull();
    expect(stockDifference(processing(5), [held(5)], [held(2)])).toBe('holds 5 of SKU-0, should hold 3');
  });

  it('is nothing of another SKU', () => {
    expect(stockDifference(processing(1), [held(1), held(1, 'SKU-9')], [])).toBe('holds 1 of SKU-9, should hold 0');
  });

  it('is not judged while it changes', () => {
    const edit = { id: 'e1', lines: [] };
    for (const order of [pending(5), { ...processing(5), edit }]) expect(stockDifference(order, [], [])).toBeNull();
  });
});

describe("the payment service's books", () => {
  const known: Authorization = {
    number: 1,
    amount: 500,
    captured: 200,
    captures: 1,
    released: 0,
    refunded: 50,
    authorizedAt: daysAgo(1),
    captureBefore: daysAgo(-6),
    multicapture: true,
  };
  const books = { authorized: 300, captured: 200, refunded: 50 };
  const rules = { mayStay: false, now: NOW };

  it("are the order's", () => {
    expect(sumsDifference(known, books, rules)).toBeNull();
    expect(sumsDifference(undefined, { authorized: 0, captured: 0, refunded: 0 }, rules)).toBeNull();
  });

  it.each(['authorized', 'captured', 'refunded'] as const)('tell of another sum: %s', (field) => {
    const found = sumsDifference(known, { ...books, [field]: 999 }, rules);
    expect(found).toBe(`${field} 999 by the payment service, ${books[field]} by the order`);
  });

  it('hold nothing any more of an authorization that has expired', () => {
    const over = { ...known, captureBefore: daysAgo(1) };
    expect(sumsDifference(over, { ...books, authorized: 0 }, rules)).toBeNull();
    expect(sumsDifference(known, { ...books, authorized: 0 }, rules)).not.toBeNull();
    expect(sumsDifference(over, { ...books, authorized: 0, captured: 0 }, rules)).not.toBeNull();
  });

  it('may hold what an operator has answered for', () => {
    expect(sumsDifference(known, { ...books, authorized: 500 }, { ...rules, mayStay: true })).toBeNull();
  });
});

describe('what is left undone', () => {
  it('is a capture of what has shipped, unless an operator has to answer for it', () => {
    const order = shipped(processing(), 2);
    expect(leftUndone(processing(), NOW)).toBeNull();
    expect(leftUndone(order, NOW)).toEqual({ kind: 'not_captured', detail: '200 is due, 0 captured' });
    expect(leftUndone({ ...order, attention }, NOW)).toBeNull();
  });

  it('is a release of what nobody needs, and no renewal: that has a schedule of its own', () => {
    const order = after(processing(5), {
      type: 'payment.authorized',
      data: { number: 2, amount: 500, captureBefore: null, multicapture: true },
    });
    expect(leftUndone(order, NOW)).toEqual({ kind: 'not_given_back', detail: 'a release of 500 is due' });
    const soon = new Date(NOW.getTime() + HOUR_MS).toISOString();
    const expiring = processing(5).authorizations.map((one) => ({
      ...one,
      authorizedAt: daysAgo(6),
      captureBefore: soon,
    }));
    expect(leftUndone({ ...processing(5), authorizations: expiring }, NOW)).toBeNull();
  });
});
