import type { RecordedEvent } from './events.ts';
import { paid, sumsOf, unrenewed, usable } from './authorizations.ts';
import { dueInAll, dueNow } from './charging.ts';
import {
  type Authorization,
  type EditedLine,
  MOVE_KINDS,
  type OperatorStep,
  type Order,
  type OrderLine,
  type Refund,
  type Return,
  type Shipment,
  type SkuQuantity,
  unitsOf,
} from './order.ts';
import { publicType } from './public-events.ts';
import { invalidTransition, transition } from './states.ts';

/**
 * The order after one more event. Pure: the same events give the same order, here and in a rebuild.
 * @throws OrderSagaError `invalid_transition` when the table in states.ts lacks the step
 */
export function apply(order: Order | null, event: RecordedEvent): Order {
  const status = transition(order?.status ?? 'NEW', event.type, order?.hold?.from);
  if (event.version !== (order?.version ?? 0) + 1) {
    throw new RangeError(`event ${event.version} cannot follow version ${order?.version ?? 0}`);
  }
  const before = order ?? newOrder(event);
  const after = { ...before, ...change(before, event) };
  return {
    ...after,
    payment: sumsOf(after),
    needsAttention: after.attention.length > 0,
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

/** What an order has that was only placed. */
export const NO_LATER_LIFE = {
  authorizations: [],
  waived: 0,
  refunds: [],
  returns: [],
  backorders: [],
  hold: null,
  edit: null,
  shipments: [],
  earlyDeliveries: [],
  attention: [],
  deliveredAt: null,
} satisfies Partial<Order>;

function newOrder(event: RecordedEvent): Order {
  if (event.type !== 'order.placed') throw invalidTransition('NEW', `${event.type} is not possible`);
  return {
    ...event.data.order,
    status: 'PENDING',
    version: 0,
    publicSequence: 0,
    payment: { status: 'none', authorized: 0, captured: 0, refunded: 0 },
    ...NO_LATER_LIFE,
    openCompensations: [],
    needsAttention: false,
    paymentUncertain: false,
    cancelReason: null,
    cancelNote: null,
    cancelDetails: null,
    createdAt: event.time,
    updatedAt: event.time,
  };
}

function change(order: Order, event: RecordedEvent): Partial<Order> {
  switch (event.type) {
    case 'order.placed':
      return {};
    case 'stock.reserved':
      return { backorders: event.data.backorders ?? [] };
    case 'stock.allocated':
      return { backorders: allocated(order, event.data.reservations) };
    case 'order.confirmed': {
      const { authorized, captureBefore = null, multicapture = false } = event.data;
      // A held one had its authorization before.
      return authorized === 0 || order.authorizations.length > 0
        ? {}
        : withAuthorization(order, { number: 1, amount: authorized, captureBefore, multicapture }, event.time);
    }
    case 'address.changed':
      return { shippingAddress: event.data.shippingAddress };
    case 'order.partially_shipped':
      return shipped(order, event.data.shipment);
    case 'order.shipped':
      // Nothing is left that could be edited.
      return { ...shipped(order, event.data.shipment), edit: null };
    case 'shipment.refused':
      return withAttention(order, 'shipment', event.data.error, event.time);
    case 'delivery.early':
      return { earlyDeliveries: [...order.earlyDeliveries, event.data] };
    case 'parcel.delivered':
      return delivered(order, event.data.shipmentId, event.data.eventId);
    case 'order.delivered':
      return { ...delivered(order, event.data.shipmentId, event.data.eventId), deliveredAt: event.time };
    case 'line.canceled':
      return canceled(order, event.data.lineId, event.data.quantity);
    case 'rest.canceled':
      // What could not be authorized was for it.
      return { ...without(order, 'authorize'), edit: null };
    case 'order.held':
      // What was being edited waits too, and has to be asked for again.
      return { hold: { from: order.status, ...event.data }, edit: null };
    case 'order.released':
      return { hold: null };
    case 'edit.started':
      return { edit: event.data };
    case 'edit.failed':
      return { edit: null };
    case 'order.edited':
      return { ...edited(order, event.data.lines), backorders: event.data.backorders };
    case 'order.cancel_started':
      return {
        cancelReason: event.data.reason,
        cancelNote: event.data.note,
        cancelDetails: event.data.details,
        openCompensations: event.data.undo,
        // Its money is given back as a whole: a move that was given up is for nobody to answer for any more.
        attention: order.attention.filter(({ step }) => !MOVE_KINDS.some((kind) => kind === step)),
        hold: null,
        edit: null,
        payment: isDecline(event.data.reason) ? { ...order.payment, status: 'declined' } : order.payment,
      };
    case 'stock.released':
      return { ...without(order, 'stock'), backorders: [] };
    case 'payment.voided':
      return {
        ...without(order, 'payment'),
        paymentUncertain: !event.data.certain,
        payment: event.data.amount === 0 ? order.payment : { ...order.payment, status: 'voided' },
        authorizations: order.authorizations.map((one) => ({ ...one, released: one.amount - one.captured })),
      };
    case 'compensation.failed':
      return withAttention(order, event.data.step, event.data.error, event.time);
    case 'compensation.skipped':
      return without(order, event.data.step);
    case 'order.canceled':
      if (order.openCompensations.length > 0) {
        throw invalidTransition(order.status, `still to give back: ${order.openCompensations.join(', ')}`);
      }
      return { lines: order.lines.map((line) => ({ ...line, canceled: line.quantity - line.shipped })) };
    case 'payment.authorized':
      return { ...withAuthorization(order, event.data, event.time), ...without(order, 'authorize') };
    case 'payment.captured': {
      const { number = 1, amount, released } = event.data;
      return {
        ...without(order, 'capture'),
        authorizations: paid(order.authorizations, number, (one) => ({
          captured: one.captured + amount,
          captures: one.captures + 1,
          released: one.released + (released ?? one.amount - one.captured - one.released - amount),
        })),
      };
    }
    case 'payment.released': {
      const { number, amount } = event.data;
      return {
        ...without(order, 'release'),
        authorizations: paid(order.authorizations, number, (one) => ({ released: one.released + amount })),
      };
    }
    case 'refund.requested':
      return { refunds: [...order.refunds, newRefund(event.data, event.time)] };
    case 'payment.refunded':
      return refunded(order, event.data);
    case 'return.requested':
      return { returns: [...order.returns, newReturn(event.data, event.time)] };
    case 'return.approved':
      return { returns: changed(order.returns, event.data.returnId, { status: 'APPROVED' }) };
    case 'return.rejected':
      return { returns: changed(order.returns, event.data.returnId, { status: 'REJECTED', note: event.data.note }) };
    case 'return.received': {
      const { returnId, lines: received, refundId } = event.data;
      return {
        returns: changed(order.returns, returnId, { status: 'RECEIVED', received, refundId }),
        lines: order.lines.map((line) => moreOf(line, 'returned', unitsOf(received, line.id))),
      };
    }
    case 'capture.failed':
      return withAttention(order, 'capture', event.data.error, event.time);
    case 'capture.skipped':
      return { ...without(order, 'capture'), waived: Math.max(order.waived, dueNow(order) - order.payment.captured) };
    case 'step.failed':
      return {
        ...withAttention(order, event.data.step, event.data.error, event.time),
        refunds: event.data.step === 'refund' ? failedRefund(order.refunds) : order.refunds,
      };
    case 'step.retried':
      return {
        ...without(order, event.data.step),
        refunds: event.data.step === 'refund' ? retriedRefunds(order.refunds) : order.refunds,
      };
    case 'step.skipped':
      return { ...without(order, event.data.step), ...settledByHand(order, event.data, event.time) };
    case 'payment.left_open':
      return withAttention(order, 'payment', 'a payment was found open', event.time);
  }
}

function allocated(order: Order, reservations: readonly SkuQuantity[]): SkuQuantity[] {
  return order.backorders
    .map(({ sku, quantity }) => ({
      sku,
      quantity: reservations.reduce((left, row) => (row.sku === sku ? left - row.quantity : left), quantity),
    }))
    .filter(({ quantity }) => quantity > 0);
}

function withAuthorization(
  order: Order,
  authorized: Pick<Authorization, 'number' | 'amount' | 'captureBefore' | 'multicapture'>,
  authorizedAt: string,
): Partial<Order> {
  const { number, amount, captureBefore, multicapture } = authorized;
  const untouched = { captured: 0, captures: 0, released: 0, refunded: 0 };
  return {
    authorizations: [
      ...order.authorizations,
      { number, amount, ...untouched, authorizedAt, captureBefore, multicapture },
    ],
  };
}

function shipped(order: Order, shipment: Shipment): Partial<Order> {
  return {
    shipments: [...order.shipments, shipment],
    lines: order.lines.map((line) => moreOf(line, 'shipped', unitsOf(shipment.lines, line.id))),
  };
}

/** A line that did not change stays the same object: only what changed is written. */
function moreOf(line: OrderLine, field: 'shipped' | 'canceled' | 'returned', units: number): OrderLine {
  return units === 0 ? line : { ...line, [field]: line[field] + units };
}

function delivered(order: Order, shipmentId: string, eventId: string | null): Partial<Order> {
  return {
    shipments: order.shipments.map((s) => (s.id === shipmentId ? { ...s, status: 'DELIVERED' } : s)),
    earlyDeliveries: order.earlyDeliveries.filter((early) => early.eventId !== eventId),
  };
}

/** Units that wait for stock go first: nobody has to give them back. */
function canceled(order: Order, lineId: string, quantity: number): Partial<Order> {
  const sku = order.lines.find(({ id }) => id === lineId)?.sku ?? '';
  return {
    lines: order.lines.map((line) => (line.id === lineId ? moreOf(line, 'canceled', quantity) : line)),
    backorders: allocated(order, [{ sku, quantity }]),
  };
}

/** What has happened to a line stays with it. */
function edited(order: Order, wanted: readonly EditedLine[]): Partial<Order> {
  const known = new Map(order.lines.map((line) => [line.id, line]));
  const lines = wanted.map((line) => ({
    ...(known.get(line.id) ?? { shipped: 0, canceled: 0, returned: 0 }),
    ...line,
  }));
  return { lines, total: order.total - sumOf(order.lines) + sumOf(lines), edit: null };
}

function sumOf(lines: readonly { total: number }[]): number {
  return lines.reduce((sum, { total }) => sum + total, 0);
}

function newRefund(asked: Pick<Refund, 'id' | 'amount' | 'reason' | 'lines' | 'returnId'>, createdAt: string): Refund {
  return { ...asked, status: 'PENDING', refunded: 0, createdAt };
}

function refunded(order: Order, { refundId, number, amount }: { refundId: string; number: number; amount: number }) {
  return {
    authorizations: paid(order.authorizations, number, (one) => ({ refunded: one.refunded + amount })),
    refunds: order.refunds.map((refund) => {
      if (refund.id !== refundId) return refund;
      const done = refund.refunded + amount;
      return { ...refund, refunded: done, status: done === refund.amount ? ('SUCCEEDED' as const) : refund.status };
    }),
  };
}

/** What was given up is not tried again: it is due no more, or counts as given back. */
function settledByHand(
  order: Order,
  { step, number }: { step: OperatorStep; number?: number },
  time: string,
): Partial<Order> {
  if (step === 'authorize') {
    const now = new Date(time);
    const authorizations = unrenewed(order.authorizations, now);
    const unpaid = dueInAll(order) - order.payment.captured - usable(authorizations, now);
    return { authorizations, waived: Math.max(order.waived, unpaid) };
  }
  if (step === 'refund') {
    return {
      refunds: order.refunds.map((refund) => (refund.status === 'FAILED' ? { ...refund, byHand: true } : refund)),
    };
  }
  if (step !== 'release' || number === undefined) return {};
  return { authorizations: paid(order.authorizations, number, (one) => ({ released: one.amount - one.captured })) };
}

/** One is made at a time, the oldest first: that is the one which failed. */
function failedRefund(refunds: Refund[]): Refund[] {
  const failed = refunds.findIndex(({ status }) => status === 'PENDING');
  return refunds.map((refund, index) => (index === failed ? { ...refund, status: 'FAILED' } : refund));
}

/** An operator's retry takes up what had failed, and not what was given back by hand. */
function retriedRefunds(refunds: Refund[]): Refund[] {
  return refunds.map((refund) =>
    refund.status === 'FAILED' && !refund.byHand ? { ...refund, status: 'PENDING' } : refund,
  );
}

function newReturn(asked: Pick<Return, 'id' | 'lines' | 'reason'>, createdAt: string): Return {
  return { ...asked, status: 'REQUESTED', note: null, received: [], refundId: null, createdAt };
}

function changed(returns: Return[], id: string, what: Partial<Return>): Return[] {
  return returns.map((one) => (one.id === id ? { ...one, ...what } : one));
}

function withAttention(order: Order, step: OperatorStep, error: string, since: string): Partial<Order> {
  return { attention: [...order.attention.filter((known) => known.step !== step), { step, error, since }] };
}

function without(order: Order, step: OperatorStep): Partial<Order> {
  return {
    openCompensations: order.openCompensations.filter((open) => open !== step),
    attention: order.attention.filter((known) => known.step !== step),
  };
}

function isDecline(reason: string): boolean {
  return reason === 'payment_declined' || reason === 'authentication_required';
}
