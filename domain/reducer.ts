import type { OrderEvent, RecordedEvent } from './events.ts';
import type { OperatorStep, Order, Shipment } from './order.ts';
import { publicType } from './public-events.ts';
import { invalidTransition, transition } from './states.ts';

/**
 * The order after one more event. Pure: the same events give the same order, here and in a rebuild.
 * @throws OrderSagaError `invalid_transition` when the table in states.ts lacks the step
 */
export function apply(order: Order | null, event: RecordedEvent): Order {
  const status = transition(order?.status ?? 'NEW', event.type);
  if (event.version !== (order?.version ?? 0) + 1) {
    throw new RangeError(`event ${event.version} cannot follow version ${order?.version ?? 0}`);
  }
  const before = order ?? newOrder(event);
  return {
    ...before,
    ...change(before, event),
    status,
    version: event.version,
    publicSequence: before.publicSequence + (publicType(event.type) ? 1 : 0),
    updatedAt: event.time,
  };
}

/** The fold of all events of one order, in order of their versions. */
export function fold(events: readonly RecordedEvent[]): Order | null {
  return events.reduce<Order | null>(apply, null);
}

function newOrder(event: RecordedEvent): Order {
  if (event.type !== 'order.placed') throw invalidTransition('NEW', `${event.type} is not possible`);
  return {
    ...event.data.order,
    status: 'PENDING',
    version: 0,
    publicSequence: 0,
    payment: { status: 'none', authorized: 0, captured: 0, refunded: 0 },
    shipments: [],
    earlyDeliveries: [],
    openCompensations: [],
    failedCompensations: [],
    needsAttention: false,
    paymentUncertain: false,
    cancelReason: null,
    cancelNote: null,
    cancelDetails: null,
    createdAt: event.time,
    updatedAt: event.time,
  };
}

function change(order: Order, event: OrderEvent): Partial<Order> {
  switch (event.type) {
    case 'order.placed':
    case 'stock.reserved':
      return {};
    case 'order.confirmed':
      return event.data.authorized === 0
        ? {}
        : { payment: { ...order.payment, status: 'authorized', authorized: event.data.authorized } };
    case 'address.changed':
      return { shippingAddress: event.data.shippingAddress };
    case 'order.partially_shipped':
    case 'order.shipped':
      return shipped(order, event.data.shipment);
    case 'delivery.early':
      return { earlyDeliveries: [...order.earlyDeliveries, event.data] };
    case 'parcel.delivered':
    case 'order.delivered':
      return delivered(order, event.data.shipmentId, event.data.eventId);
    case 'order.cancel_started':
      return {
        cancelReason: event.data.reason,
        cancelNote: event.data.note,
        cancelDetails: event.data.details,
        openCompensations: event.data.undo,
        payment: isDecline(event.data.reason) ? { ...order.payment, status: 'declined' } : order.payment,
      };
    case 'stock.released':
      return without(order, 'stock');
    case 'payment.voided':
      return {
        ...without(order, 'payment'),
        paymentUncertain: !event.data.certain,
        payment: event.data.amount === 0 ? order.payment : { ...order.payment, status: 'voided', authorized: 0 },
      };
    case 'compensation.failed':
      return withFailed(order, event.data.step);
    case 'compensation.skipped':
      return without(order, event.data.step);
    case 'order.canceled':
      if (order.openCompensations.length > 0) {
        throw invalidTransition(order.status, `still to give back: ${order.openCompensations.join(', ')}`);
      }
      return { lines: order.lines.map((line) => ({ ...line, canceled: line.quantity - line.shipped })) };
    case 'payment.captured':
      return {
        ...without(order, 'capture'),
        // A final capture: what it did not take is free again.
        payment: { ...order.payment, status: 'captured', authorized: 0, captured: event.data.amount },
      };
    case 'capture.failed':
      return withFailed(order, 'capture');
    case 'capture.skipped':
      return without(order, 'capture');
    case 'payment.left_open':
      return withFailed(order, 'payment');
  }
}

function shipped(order: Order, shipment: Shipment): Partial<Order> {
  return {
    shipments: [...order.shipments, shipment],
    lines: order.lines.map((line) => {
      const units = shipment.lines.filter((part) => part.lineId === line.id).reduce((n, part) => n + part.quantity, 0);
      return units === 0 ? line : { ...line, shipped: line.shipped + units };
    }),
  };
}

function delivered(order: Order, shipmentId: string, eventId: string): Partial<Order> {
  return {
    shipments: order.shipments.map((s) => (s.id === shipmentId ? { ...s, status: 'DELIVERED' } : s)),
    earlyDeliveries: order.earlyDeliveries.filter((early) => early.eventId !== eventId),
  };
}

function withFailed(order: Order, step: OperatorStep): Partial<Order> {
  const others = order.failedCompensations.filter((failed) => failed !== step);
  return { failedCompensations: [...others, step], needsAttention: true };
}

function without(order: Order, step: OperatorStep): Partial<Order> {
  const failedCompensations = order.failedCompensations.filter((failed) => failed !== step);
  return {
    openCompensations: order.openCompensations.filter((open) => open !== step),
    failedCompensations,
    needsAttention: failedCompensations.length > 0,
  };
}

function isDecline(reason: string): boolean {
  return reason === 'payment_declined' || reason === 'authentication_required';
}
