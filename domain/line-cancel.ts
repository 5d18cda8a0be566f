import { invalidField, OrderSagaError } from './errors.ts';
import type { OrderEvent } from './events.ts';
import { type LineQuantity, type Order, unitsLeft, unitsLeftOf } from './order.ts';
import { invalidTransition } from './states.ts';

/**
 * Units that have not shipped are not wanted any more. With the last of them, what has shipped is all of the order.
 * @throws OrderSagaError `invalid_request` for a line that it does not have; `invalid_transition` for more than is left, and
 *   where nothing of the order would be left (`whole`), as that is a cancellation of it
 */
export function cancelLine(order: Order, { lineId, quantity }: LineQuantity, note: string | null): OrderEvent[] {
  const line = order.lines.find(({ id }) => id === lineId);
  if (!line) throw invalidField('/lineId', `the order has no line ${lineId}`);
  if (quantity > unitsLeft(line)) {
    throw invalidTransition(order.status, `line ${lineId} has ${unitsLeft(line)} units left to ship`);
  }
  const events: OrderEvent[] = [{ type: 'line.canceled', data: { lineId, quantity, note } }];
  if (unitsLeftOf(order) > quantity) return events;
  if (order.shipments.length === 0) {
    throw new OrderSagaError('invalid_transition', 'Nothing of the order would be left: cancel it', { whole: true });
  }
  return [...events, ...closed(order)];
}

/** Nothing is left to ship; where everything has arrived too, the order is delivered. A hold has nothing to hold any more. */
export function closed(order: Order): OrderEvent[] {
  const last = order.shipments.at(-1);
  const hasArrived = last !== undefined && order.shipments.every(({ status }) => status === 'DELIVERED');
  return [
    ...(order.status === 'ON_HOLD' ? [{ type: 'order.released', data: { note: null } } as const] : []),
    { type: 'rest.canceled', data: {} },
    ...(hasArrived ? [{ type: 'order.delivered', data: { eventId: null, shipmentId: last.id } } as const] : []),
  ];
}
