import { dueInAll } from './charging.ts';
import type { Minor } from './money.ts';
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

/** What can still be captured tomorrow. */
export function usable(authorizations: readonly Authorization[], now: Date): Minor {
  return authorizations.reduce((sum, one) => (expiresSoon(one, now) ? sum : sum + heldBy(one)), 0);
}

export function hasExpired({ captureBefore }: Authorization, now: Date): boolean {
  return captureBefore !== null && Date.parse(captureBefore) <= now.getTime();
}

/** In the last seventh of its life, a day of a card's seven; one that is not to be renewed is used to its end. */
export function expiresSoon(one: Authorization, now: Date): boolean {
  const { authorizedAt, captureBefore, unrenewed: isLast } = one;
  if (captureBefore === null || isLast) return hasExpired(one, now);
  const end = Date.parse(captureBefore);
  return now.getTime() >= end - (end - Date.parse(authorizedAt)) / 7;
}

/** What an operator does not want renewed is used as long as it lasts. */
export function unrenewed(authorizations: readonly Authorization[], now: Date): Authorization[] {
  return authorizations.map((one) =>
    heldBy(one) > 0 && !hasExpired(one, now) ? { ...one, unrenewed: true as const } : one,
  );
}
