import { createLedger, type Ledger } from './ledger.ts';
import { createPaymentIntents, type PaymentIntent, type PaymentIntents } from './payment-intents.ts';
import { createRefunds, type Refunds } from './refunds.ts';
import type { Store } from './store.ts';
import { stripeId, unixNow } from './stripe-ids.ts';

/** All that money leaves behind. */
export type Books = {
  readonly intents: PaymentIntents;
  readonly refunds: Refunds;
  readonly ledger: Ledger;
  readonly store: Store;
};

export function createBooks(store: Store): Books {
  return { intents: createPaymentIntents(store), refunds: createRefunds(store), ledger: createLedger(store), store };
}

export function recordFor(
  intent: PaymentIntent,
  kind: 'capture' | 'void' | 'refund',
  amount: number,
  books: Books,
): void {
  books.ledger.record({ orderId: intent.order_id, kind, amount, currency: intent.currency });
}

/**
 * The intent without what it held. Stripe writes that down as a refund that nobody asked for, but where several captures
 * were possible and one was made.
 */
export function withoutRest(intent: PaymentIntent, books: Books, reason: string | null = null): PaymentIntent {
  const rest = intent.capturable;
  // An intent that never held any money has nothing to void.
  if (rest === 0) return intent;
  recordFor(intent, 'void', rest, books);
  const isRefund = intent.multicapture === 'unavailable' || intent.received === 0;
  if (isRefund) {
    books.refunds.insert({
      id: stripeId('re'),
      payment_intent: intent.id,
      created: unixNow(),
      amount: rest,
      currency: intent.currency,
      status: 'succeeded',
      reason,
      metadata: '{}',
    });
  }
  return { ...intent, capturable: 0, released: intent.released + (isRefund ? rest : 0) };
}
