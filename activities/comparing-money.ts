import type { OrderRecord } from '../db/reconciliation.ts';
import { paymentSearch } from '../db/payment-searches.ts';
import type { Db } from '../db/client.ts';
import type { PaymentRow } from '../db/payments.ts';
import { type Difference, sumsDifference } from '../domain/differences.ts';
import { needsAttentionFor, type Order } from '../domain/order.ts';
import type { PaymentProvider } from './payment-provider.ts';

export type BooksOf = Pick<PaymentProvider, 'books' | 'findHeld'>;

/** Somebody is at the order's money, or what was asked of the payment service has no answer yet. */
export function isMoneyMoving({ order, payments }: OrderRecord): boolean {
  if (order.status === 'PENDING' || order.status === 'CANCELING') return true;
  return payments.some(
    ({ kind, number, status }) =>
      status === 'asked' && isLater(kind, number) && order.status !== 'CANCELED' && !needsAttentionFor(order, kind),
  );
}

/**
 * The payment service's books beside the order's, authorization by authorization; and what it holds of a canceled order that
 * nobody knows of.
 * @param order as its events have it
 */
export async function moneyDifference(
  provider: BooksOf,
  db: Db,
  order: Order,
  record: OrderRecord,
): Promise<Difference | null> {
  const asked = record.payments.filter(({ kind }) => kind === 'authorize');
  const rules = { mayStay: isAnswered(order, record), now: new Date() };
  const details: string[] = [];
  let counts: Difference['counts'] = 'at once';
  for (const { intentId, number } of asked) {
    if (intentId === null) continue;
    const known = order.authorizations.find((one) => one.number === number);
    const detail = sumsDifference(known, await provider.books([intentId]), rules);
    if (detail === null) continue;
    details.push(`authorization ${number}: ${detail}`);
    // What came when the order was canceled is about to be voided.
    if (!known) counts = 'when seen again';
  }
  if (order.status === 'CANCELED' && !rules.mayStay && asked.some(isUnknown)) {
    const search = order.paymentUncertain ? null : await paymentSearch(db, order.id);
    const held = search ? await provider.findHeld(search) : [];
    if (held.length > 0) details.push(`${held.length} that nobody knows of hold or took money`);
  }
  return details.length === 0 ? null : { kind: 'payment', subject: order.id, detail: details.join('; '), counts };
}

function isUnknown({ intentId, status }: PaymentRow): boolean {
  return intentId === null && status !== 'declined';
}

/** An operator has answered for what stays authorized, or is about to: the order says so itself. */
function isAnswered(order: Order, { events }: OrderRecord): boolean {
  if (needsAttentionFor(order, 'payment')) return true;
  return events.some(
    (event) =>
      (event.type === 'compensation.skipped' && event.data.step === 'payment') ||
      (event.type === 'step.skipped' && event.data.step === 'release'),
  );
}

function isLater(kind: PaymentRow['kind'], number: number): boolean {
  return kind !== 'authorize' || number > 1;
}
