import { dueNow } from './charging.ts';
import { expiresSoon } from './authorizations.ts';
import { nextMove } from './money-moves.ts';
import { type Authorization, heldBy, type Order, type SkuQuantity, unitsLeft } from './order.ts';

/** Where two books of the house may disagree, or a message was lost. */
export const DIFFERENCE_KINDS = [
  /** An order's row is not the fold of its events. */
  'order_not_its_events',
  /** An order that is not at its end has no running workflow. */
  'workflow_missing',
  /** What an order holds of the stock is not what it has left to ship. */
  'reservation',
  /** What a row of the inventory has as reserved is not what orders hold of it. */
  'reserved_sum',
  /** The payment service has other sums than the order. */
  'payment',
  /** Something has shipped, and nobody takes the money. */
  'not_captured',
  /** Money should be given back, and nobody does. */
  'not_given_back',
  /** Stock came for an order that waited for it, and the order does not know. */
  'told_late',
] as const;
export type DifferenceKind = (typeof DIFFERENCE_KINDS)[number];

/** Nothing of it is personal: it is published. */
export interface Difference {
  kind: DifferenceKind;
  /** The order's id; of `reserved_sum`, SKU and location. */
  subject: string;
  detail: string;
  /** What may be under way counts when it is seen again; `not yet` is looked at again, and counts when that says so. */
  counts: 'at once' | 'when seen again' | 'not yet';
}

/** What the payment service has of one authorization. */
export interface Sums {
  authorized: number;
  captured: number;
  refunded: number;
}

const NOTHING: Sums = { authorized: 0, captured: 0, refunded: 0 };

/** Whether a workflow has to run for it. @param windowMs how long after its delivery it can come back */
export function needsWorkflow(order: Order, windowMs: number, now: Date): boolean {
  if (order.needsAttention) return true;
  if (order.status === 'CANCELED') return order.paymentUncertain;
  if (order.status !== 'DELIVERED') return true;
  const deliveredAt = Date.parse(order.deliveredAt ?? order.updatedAt);
  // At its very end it may be over already.
  return now.getTime() < deliveredAt + windowMs - CLOCKS_DIFFER_MS;
}

const CLOCKS_DIFFER_MS = 60_000;

/**
 * What an order holds beside what it should. Null where they agree, and while that is changing.
 * @param waiting its units for which there is no stock yet
 */
export function stockDifference(
  order: Order,
  held: readonly SkuQuantity[],
  waiting: readonly SkuQuantity[],
): string | null {
  if (order.edit || order.status === 'PENDING' || order.status === 'CANCELING') return null;
  const wanted = new Map<string, number>();
  const add = (sku: string, units: number) => wanted.set(sku, (wanted.get(sku) ?? 0) + units);
  for (const line of order.lines) add(line.sku, unitsLeft(line));
  for (const { sku, quantity } of waiting) add(sku, -quantity);
  const holds = new Map<string, number>();
  for (const { sku, quantity } of held) holds.set(sku, (holds.get(sku) ?? 0) + quantity);
  const skus = [...new Set([...wanted.keys(), ...holds.keys()])].toSorted();
  const wrong = skus
    .map((sku) => ({ sku, holds: holds.get(sku) ?? 0, should: wanted.get(sku) ?? 0 }))
    .filter((one) => one.holds !== one.should);
  if (wrong.length === 0) return null;
  return wrong.map((one) => `holds ${one.holds} of ${one.sku}, should hold ${one.should}`).join('; ');
}

/**
 * One authorization by the provider's books beside the order's.
 * @param known undefined where the order has none of that number
 * @param mayStay an operator has answered for what stays authorized
 */
export function sumsDifference(
  known: Authorization | undefined,
  books: Sums,
  { mayStay, now }: { mayStay: boolean; now: Date },
): string | null {
  const should = known ? { authorized: heldBy(known), captured: known.captured, refunded: known.refunded } : NOTHING;
  const end = known?.captureBefore ?? null;
  // The provider lets go of it by itself.
  const hasEnded = end !== null && Date.parse(end) <= now.getTime() + CLOCKS_DIFFER_MS && books.authorized === 0;
  const fields = (['authorized', 'captured', 'refunded'] as const).filter(
    (field) => books[field] !== should[field] && !(field === 'authorized' && (mayStay || hasEnded)),
  );
  if (fields.length === 0) return null;
  return fields
    .map((field) => `${field} ${books[field]} by the payment service, ${should[field]} by the order`)
    .join('; ');
}

/** What was begun, and is over one way or the other before long: by a message of which its workflow knows nothing, where not. */
export function brokenOff({ status, edit, needsAttention }: Order): string | null {
  if (edit) return `nobody carries on the edit ${edit.id}`;
  return status === 'CANCELING' && !needsAttention ? 'nobody carries on its cancellation' : null;
}

/** What should have been done with its money, where nobody has to answer for it and nobody is at it. */
export function leftUndone(order: Order, now: Date): Pick<Difference, 'kind' | 'detail'> | null {
  const move = nextMove(order, now);
  if (!move) return null;
  if (move.kind === 'capture') {
    return {
      kind: 'not_captured',
      detail: `${dueNow(order) - order.waived} is due, ${order.payment.captured} captured`,
    };
  }
  // Those that expire have a schedule of their own.
  const isRenewal = order.authorizations.some((one) => heldBy(one) > 0 && expiresSoon(one, now));
  if (move.kind === 'authorize' || isRenewal) return null;
  return { kind: 'not_given_back', detail: `a ${move.kind} of ${move.amount} is due` };
}
