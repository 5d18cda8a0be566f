import type { OrderEvent } from './events.ts';
import { closed } from './line-cancel.ts';
import { type Hold, type Order, unitsLeft } from './order.ts';
import { invalidTransition } from './states.ts';

/** The order waits for somebody's look: its stock stays reserved, and nothing ships. On hold already: it stays so. */
export function hold(order: Order, { reason, note, until }: Omit<Hold, 'from'>): OrderEvent[] {
  return order.status === 'ON_HOLD' ? [] : [{ type: 'order.held', data: { reason, note, until } }];
}

/** It goes on from where it was; one that was never confirmed is, now. */
export function release(order: Order, note: string | null): OrderEvent[] {
  if (!order.hold) throw invalidTransition(order.status, 'it is not on hold');
  const released: OrderEvent = { type: 'order.released', data: { note } };
  if (order.hold.from !== 'PENDING') return [released];
  return [released, { type: 'order.confirmed', data: { authorized: order.payment.authorized } }];
}

/** What has shipped of a held order stays; the rest is canceled. @throws where nothing has: that is a cancellation */
export function rejectRest(order: Order, note: string | null): OrderEvent[] {
  if (!order.hold || order.shipments.length === 0) throw invalidTransition(order.status, 'nothing of it has shipped');
  const rest: OrderEvent[] = order.lines
    .filter((line) => unitsLeft(line) > 0)
    .map((line) => ({ type: 'line.canceled', data: { lineId: line.id, quantity: unitsLeft(line), note } }));
  return [...rest, ...closed(order)];
}
