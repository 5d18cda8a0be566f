import { dueInAll } from './charging.ts';
import { type Authorization, heldBy, type Order, type Payment } from './order.ts';

/** The order's payment, summed over its authorizations. Without any it is what was said of it: none, or declined. */
export function sumsOf(order: Pick<Order, 'authorizations' | 'payment' | 'lines' | 'charges' | 'waived'>): Payment {
  const { authorizations } = order;
  const sum = (of: (one: Authorization) => number) => authorizations.reduce((total, one) => total + of(one), 0);
  const sums = { authorized: sum(heldBy), captured: sum((one) => one.captured), refunded: sum((one) => one.refunded) };
  return {
    ...sums,
    status: authorizations.length === 0 ? order.payment.status : statusOf(sums, dueInAll(order) - order.waived),
  };
}

function statusOf({ authorized, captured, refunded }: Omit<Payment, 'status'>, due: number): Payment['status'] {
  if (captured > 0) {
    if (refunded > 0) return refunded < captured ? 'partially_refunded' : 'refunded';
    return captured < due ? 'partially_captured' : 'captured';
  }
  return authorized > 0 ? 'authorized' : 'voided';
}

/** One of them changed; the others stay as they are. */
export function paid(
  authorizations: readonly Authorization[],
  number: number,
  change: (one: Authorization) => Partial<Authorization>,
): Authorization[] {
  return authorizations.map((one) => (one.number === number ? { ...one, ...change(one) } : one));
}
