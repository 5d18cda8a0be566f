import type { OrderView } from '../contracts/http.ts';
import { OrderSagaError } from './errors.ts';
import type { OrderEventType } from './events.ts';

export type OrderStatus = OrderView['status'];

/**
 * `(state, event) -> state`: the only place that says what may happen to an order. `NEW` is before its first event.
 * Workflow, API, the CHECK in the database and docs/states.md come from it; what it lacks is refused.
 */
export const TRANSITIONS: Record<OrderStatus | 'NEW', Partial<Record<OrderEventType, OrderStatus>>> = {
  NEW: { 'order.placed': 'PENDING' },
  PENDING: {
    'stock.reserved': 'PENDING',
    'order.confirmed': 'PROCESSING',
    'order.cancel_started': 'CANCELING',
  },
  ON_HOLD: {
    'order.cancel_started': 'CANCELING',
  },
  PROCESSING: {
    'address.changed': 'PROCESSING',
    'delivery.early': 'PROCESSING',
    'order.partially_shipped': 'PARTIALLY_SHIPPED',
    'order.shipped': 'SHIPPED',
    'order.cancel_started': 'CANCELING',
  },
  PARTIALLY_SHIPPED: {
    'delivery.early': 'PARTIALLY_SHIPPED',
    'parcel.delivered': 'PARTIALLY_SHIPPED',
    'order.partially_shipped': 'PARTIALLY_SHIPPED',
    'order.shipped': 'SHIPPED',
  },
  SHIPPED: {
    'parcel.delivered': 'SHIPPED',
    'order.delivered': 'DELIVERED',
    'payment.captured': 'SHIPPED',
    'capture.failed': 'SHIPPED',
    'capture.skipped': 'SHIPPED',
  },
  // A parcel may arrive before its payment has been captured.
  DELIVERED: {
    'payment.captured': 'DELIVERED',
    'capture.failed': 'DELIVERED',
    'capture.skipped': 'DELIVERED',
  },
  // Outcomes of compensation alone; CANCELED means that the stock is back and nothing stays authorized.
  CANCELING: {
    'stock.released': 'CANCELING',
    'payment.voided': 'CANCELING',
    'compensation.failed': 'CANCELING',
    'compensation.skipped': 'CANCELING',
    'order.canceled': 'CANCELED',
  },
  // A call to the payment service that was given up may still arrive: what it authorized is voided late.
  // Whatever is found open in spite of all is an operator's to have voided, or to settle by hand.
  CANCELED: {
    'payment.voided': 'CANCELED',
    'payment.left_open': 'CANCELED',
    'compensation.skipped': 'CANCELED',
  },
};

/** @throws OrderSagaError `invalid_transition` when the table has no such row */
export function transition(from: OrderStatus | 'NEW', event: OrderEventType): OrderStatus {
  const to = TRANSITIONS[from][event];
  if (!to) throw invalidTransition(from, `${event} is not possible`);
  return to;
}

export function invalidTransition(status: OrderStatus | 'NEW', why: string): OrderSagaError {
  return new OrderSagaError('invalid_transition', `The order is ${status}: ${why}`, { status });
}

/** The order has its answer: it was confirmed, or refused and everything given back. */
export function isDecided(status: OrderStatus): boolean {
  return !UNDECIDED.includes(status);
}

export const UNDECIDED: OrderStatus[] = ['PENDING', 'CANCELING', 'ON_HOLD'];
