import { dueNow } from './charging.ts';
import { invalidField, OrderSagaError } from './errors.ts';
import type { OrderEvent } from './events.ts';
import { type LineQuantity, type Order, type ReceivedLine, type Return, unitsDelivered, unitsOf } from './order.ts';
import { refundOfReturn } from './refunds.ts';
import { invalidTransition } from './states.ts';

/** What came: all of the return alike, or so many of these lines. */
export type Received = { restock: boolean } | { lines: ReceivedLine[] };

/**
 * A customer wants to send something back.
 * @param windowMs how long after the delivery the storefront takes it
 * @throws OrderSagaError `return_window_closed`; `invalid_transition` for more than was delivered, less what is on its way
 *   back; `invalid_request` for a line that the order does not have
 */
export function requestReturn(
  order: Order,
  { id, lines, reason }: Pick<Return, 'id' | 'lines' | 'reason'>,
  windowMs: number,
  now: Date,
): OrderEvent[] {
  if (order.deliveredAt !== null && now.getTime() > Date.parse(order.deliveredAt) + windowMs) {
    throw new OrderSagaError('return_window_closed', `It was delivered at ${order.deliveredAt}`);
  }
  const asked: LineQuantity[] = [];
  for (const [index, { lineId, quantity }] of lines.entries()) {
    if (order.lines.every((line) => line.id !== lineId)) {
      throw invalidField(`/lines/${index}/lineId`, `the order has no line ${lineId}`);
    }
    const left = unitsDelivered(order, lineId) - unitsComingBack(order, lineId) - unitsOf(asked, lineId);
    if (quantity > left) {
      throw invalidTransition(order.status, `line ${lineId} has ${left} delivered units that are not returned`);
    }
    asked.push({ lineId, quantity });
  }
  return [{ type: 'return.requested', data: { id, lines, reason } }];
}

/** Decided before, in the same way: nothing happens. */
export function approveReturn(order: Order, returnId: string): OrderEvent[] {
  const { status } = theReturn(order, returnId);
  if (status === 'APPROVED') return [];
  if (status !== 'REQUESTED') throw notPossible(order, returnId, status);
  return [{ type: 'return.approved', data: { returnId } }];
}

export function rejectReturn(order: Order, returnId: string, note: string | null): OrderEvent[] {
  const { status } = theReturn(order, returnId);
  if (status === 'REJECTED') return [];
  if (status === 'RECEIVED') throw notPossible(order, returnId, status);
  return [{ type: 'return.rejected', data: { returnId, note } }];
}

/**
 * It is there: units go back for sale or are written off, and what is there is refunded. Fewer may come than were announced,
 * and never more.
 * @param refundId for the refund that it causes
 * @throws OrderSagaError `invalid_transition` while what has shipped is not paid for: a capture that came later would take the
 *   money for what is back
 */
export function receiveReturn(order: Order, returnId: string, received: Received, refundId: string): OrderEvent[] {
  const announced = theReturn(order, returnId);
  if (announced.status !== 'APPROVED') throw notPossible(order, returnId, announced.status);
  if (order.payment.captured < dueNow(order) - order.waived) {
    throw invalidTransition(order.status, 'what has shipped of it is not paid for yet');
  }
  const lines =
    'lines' in received ? received.lines : announced.lines.map((line) => ({ ...line, restock: received.restock }));
  for (const [index, { lineId }] of lines.entries()) {
    const most = unitsOf(announced.lines, lineId);
    if (unitsOf(lines, lineId) > most) {
      throw invalidField(`/lines/${index}/quantity`, `the return has ${most} units of line ${lineId}`);
    }
  }
  const refund = refundOfReturn(order, refundId, returnId, merged(lines));
  const data = { returnId, lines, refundId: refund.length > 0 ? refundId : null };
  return [{ type: 'return.received', data }, ...refund];
}

/** @throws OrderSagaError `not_found` */
function theReturn({ id, returns }: Order, returnId: string): Return {
  const found = returns.find((one) => one.id === returnId);
  if (!found) throw new OrderSagaError('not_found', `Order ${id} has no return ${returnId}`);
  return found;
}

function notPossible(order: Order, returnId: string, status: Return['status']): OrderSagaError {
  return invalidTransition(order.status, `return ${returnId} is ${status}`);
}

/** Asked for and not rejected: what came of it counts, once it is there. */
function unitsComingBack({ returns }: Order, lineId: string): number {
  return returns
    .filter(({ status }) => status !== 'REJECTED')
    .reduce((sum, one) => sum + unitsOf(one.status === 'RECEIVED' ? one.received : one.lines, lineId), 0);
}

/** A line may come in two parts, one of them for sale again. */
function merged(lines: readonly ReceivedLine[]): LineQuantity[] {
  const ids = [...new Set(lines.map(({ lineId }) => lineId))];
  return ids.map((lineId) => ({ lineId, quantity: unitsOf(lines, lineId) }));
}
