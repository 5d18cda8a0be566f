import type { OrderView } from '../contracts/http.ts';
import { OrderSagaError } from './errors.ts';
import type { OrderEventType } from './events.ts';

export type OrderStatus = OrderView['status'];

/** What moves an order's money, or says that it could not be moved. */
const MONEY_MOVES: OrderEventType[] = [
  'payment.authorized',
  'payment.captured',
  'payment.released',
  'payment.refunded',
  'refund.requested',
  'capture.failed',
  'capture.skipped',
  'step.failed',
  'step.skipped',
  'step.retried',
];

const EDITS: OrderEventType[] = ['edit.started', 'edit.failed', 'order.edited'];

/** Of what has arrived. */
const RETURNS: OrderEventType[] = ['return.requested', 'return.approved', 'return.rejected', 'return.received'];

function stays(state: OrderStatus, events: readonly OrderEventType[]): Partial<Record<OrderEventType, OrderStatus>> {
  return Object.fromEntries(events.map((event) => [event, state]));
}

/** Where a released order goes: to where it was held. */
export const WHERE_IT_WAS = 'where it was held';

/**
 * `(state, event) -> state`: the only place that says what may happen to an order. `NEW` is before its first event.
 * Workflow, API, the CHECK in the database and docs/states.md come from it; what it lacks is refused.
 */
export const TRANSITIONS: Record<
  OrderStatus | 'NEW',
  Partial<Record<OrderEventType, OrderStatus | typeof WHERE_IT_WAS>>
> = {
  NEW: { 'order.placed': 'PENDING' },
  PENDING: {
    'stock.reserved': 'PENDING',
    'payment.authorized': 'PENDING',
    'order.confirmed': 'PROCESSING',
    'order.held': 'ON_HOLD',
    'order.cancel_started': 'CANCELING',
  },
  // Its stock stays reserved, and nothing more is shipped. What had left before may arrive, and is paid for.
  ON_HOLD: {
    ...stays('ON_HOLD', [
      'stock.allocated',
      'address.changed',
      'line.canceled',
      'delivery.early',
      'parcel.delivered',
      'shipment.refused',
      ...MONEY_MOVES,
      ...RETURNS,
    ]),
    'order.released': WHERE_IT_WAS,
    'order.cancel_started': 'CANCELING',
  },
  PROCESSING: {
    ...stays('PROCESSING', [
      'stock.allocated',
      'address.changed',
      'line.canceled',
      'delivery.early',
      'shipment.refused',
      ...EDITS,
      ...MONEY_MOVES,
    ]),
    'order.held': 'ON_HOLD',
    'order.partially_shipped': 'PARTIALLY_SHIPPED',
    'order.shipped': 'SHIPPED',
    'order.cancel_started': 'CANCELING',
  },
  PARTIALLY_SHIPPED: {
    ...stays('PARTIALLY_SHIPPED', [
      'stock.allocated',
      'line.canceled',
      'delivery.early',
      'parcel.delivered',
      'order.partially_shipped',
      'shipment.refused',
      ...EDITS,
      ...MONEY_MOVES,
      ...RETURNS,
    ]),
    'order.held': 'ON_HOLD',
    'rest.canceled': 'SHIPPED',
    'order.shipped': 'SHIPPED',
  },
  SHIPPED: {
    ...stays('SHIPPED', ['parcel.delivered', 'shipment.refused', ...MONEY_MOVES, ...RETURNS]),
    'order.delivered': 'DELIVERED',
  },
  // A parcel may arrive before its payment has been captured.
  DELIVERED: stays('DELIVERED', ['shipment.refused', ...MONEY_MOVES, ...RETURNS]),
  // Outcomes of compensation alone; CANCELED means that the stock is back and nothing stays authorized.
  CANCELING: {
    ...stays('CANCELING', [
      'stock.released',
      'payment.voided',
      'compensation.failed',
      'compensation.skipped',
      'shipment.refused',
      'step.skipped',
    ]),
    'order.canceled': 'CANCELED',
  },
  // A call to the payment service that was given up may still arrive: what it authorized is voided late.
  // Whatever is found open in spite of all is an operator's to have voided, or to settle by hand; so is a parcel.
  CANCELED: stays('CANCELED', [
    'payment.voided',
    'payment.left_open',
    'compensation.skipped',
    'shipment.refused',
    'step.skipped',
  ]),
};

/**
 * @param heldFrom where a held order returns to
 * @throws OrderSagaError `invalid_transition` when the table has no such row
 */
export function transition(
  from: OrderStatus | 'NEW',
  event: OrderEventType,
  heldFrom: OrderStatus | null = null,
): OrderStatus {
  const to = TRANSITIONS[from][event];
  const next = to === WHERE_IT_WAS ? heldFrom : to;
  if (!next) throw invalidTransition(from, `${event} is not possible`);
  return next;
}

export function invalidTransition(status: OrderStatus | 'NEW', why: string): OrderSagaError {
  return new OrderSagaError('invalid_transition', `The order is ${status}: ${why}`, { status });
}

/** The order is confirmed, or refused and everything given back. */
export function isDecided(status: OrderStatus): boolean {
  return !UNDECIDED.includes(status);
}

export const UNDECIDED: OrderStatus[] = ['PENDING', 'CANCELING', 'ON_HOLD'];

/** Nobody waits any longer in the call that placed it: it is decided, or waits for a person. */
export function hasAnswer(status: OrderStatus): boolean {
  return !UNANSWERED.includes(status);
}

export const UNANSWERED: OrderStatus[] = ['PENDING', 'CANCELING'];

/** Between its confirmation and its end. */
export function isLive(status: OrderStatus): boolean {
  return isDecided(status) ? status !== 'CANCELED' : status === 'ON_HOLD';
}
