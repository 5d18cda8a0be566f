import { invalidField, OrderSagaError } from './errors.ts';
import type { OrderEvent } from './events.ts';
import type { Minor } from './money.ts';
import { type LineQuantity, type Order, type Refund, unitsOf } from './order.ts';
import { valueOfUnits } from './shares.ts';

/** An amount, or units of lines; whoever asks for neither asks for all that is left. */
export interface RefundRequest {
  amount?: Minor | undefined;
  lines?: LineQuantity[] | undefined;
  reason?: string | undefined;
}

/**
 * A refund on record; the money follows.
 * @throws OrderSagaError `refund_exceeds_captured`, `invalid_request` for lines or units that were not shipped
 */
export function requestRefund(order: Order, id: string, { amount, lines, reason }: RefundRequest): OrderEvent[] {
  const asked = lines ? valueOfLines(order, lines) : (amount ?? refundable(order));
  const left = refundable(order);
  if (asked > left || asked === 0) {
    throw new OrderSagaError('refund_exceeds_captured', `${asked} was asked for, ${left} is left to give back`, {
      left,
    });
  }
  return [recorded({ id, amount: asked, reason: reason ?? null, lines: lines ?? null, returnId: null })];
}

/** What was captured, less what was given back and what is about to be, if need be by an operator. */
export function refundable({ payment, refunds }: Order): Minor {
  return refunds.reduce((left, refund) => left - pendingOf(refund), payment.captured - payment.refunded);
}

/** What came back is paid for, as far as there is anything to pay: discounts were taken off the whole order. */
export function refundOfReturn(order: Order, id: string, returnId: string, lines: LineQuantity[]): OrderEvent[] {
  const units = lines.map(({ lineId, quantity }) => ({
    lineId,
    quantity: Math.min(quantity, refundableUnits(order, lineId)),
  }));
  const amount = Math.min(valueOfLines(order, units), refundable(order));
  return amount === 0 ? [] : [recorded({ id, amount, reason: null, lines: units, returnId })];
}

function recorded(data: Pick<Refund, 'id' | 'amount' | 'reason' | 'lines' | 'returnId'>): OrderEvent {
  return { type: 'refund.requested', data };
}

/** Units are given back from a line's first on, so that all parts of it add up to it. */
function valueOfLines(order: Order, lines: readonly LineQuantity[]): Minor {
  let value = 0;
  const asked: LineQuantity[] = [];
  for (const [index, { lineId, quantity }] of lines.entries()) {
    const line = order.lines.find(({ id }) => id === lineId);
    if (!line) throw invalidField(`/lines/${index}/lineId`, `the order has no line ${lineId}`);
    const before = refundedUnits(order, lineId) + unitsOf(asked, lineId);
    const left = line.shipped - before;
    if (quantity > left) {
      throw new OrderSagaError('refund_exceeds_captured', `line ${lineId} has ${left} units left to give back`, {
        left,
      });
    }
    value += valueOfUnits(line, before + quantity) - valueOfUnits(line, before);
    asked.push({ lineId, quantity });
  }
  return value;
}

function refundableUnits(order: Order, lineId: string): number {
  const line = order.lines.find(({ id }) => id === lineId);
  return line ? line.shipped - refundedUnits(order, lineId) : 0;
}

/** Also those of a refund that is under way, or failed: an operator has it tried again, or gives it back by hand. */
function refundedUnits({ refunds }: Order, lineId: string): number {
  return unitsOf(
    refunds.flatMap(({ lines }) => lines ?? []),
    lineId,
  );
}

function pendingOf({ amount, refunded }: Refund): Minor {
  return amount - refunded;
}
