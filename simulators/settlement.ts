import type { z } from 'zod';
import { stripeId } from './authorization.ts';
import type { Answer } from './idempotency.ts';
import type { Ledger } from './ledger.ts';
import { asStripe, chargeId, type PaymentIntent, type PaymentIntents } from './payment-intents.ts';
import { invalidAmount, unexpectedState } from './stripe-errors.ts';
import type { CancelIntent, CaptureIntent, CreateRefund } from './stripe-requests.ts';

type Books = { intents: PaymentIntents; ledger: Ledger };

/** What can happen to an intent once it is there: it is canceled, captured or refunded. */
export function cancel(intent: PaymentIntent, request: z.infer<typeof CancelIntent>, books: Books): Answer {
  // Once a part is captured Stripe releases the rest by a final capture, never by canceling.
  if (intent.status === 'canceled' || intent.received > 0) {
    const message = `You cannot cancel this PaymentIntent because it has a status of ${intent.status}.`;
    return unexpectedState(message, asStripe(intent));
  }
  // An intent that never held any money has nothing to void.
  if (intent.capturable > 0) recordFor(intent, 'void', intent.capturable, books.ledger);
  const canceled: PaymentIntent = {
    ...intent,
    status: 'canceled',
    capturable: 0,
    canceled_at: Math.floor(Date.now() / 1000),
    cancellation_reason: request.cancellation_reason,
  };
  books.intents.update(canceled);
  return { status: 200, body: asStripe(canceled) };
}

/** Takes the amount, or all that is left. What a final capture leaves is given back, which is a void of that part. */
export function capture(intent: PaymentIntent, request: z.infer<typeof CaptureIntent>, books: Books): Answer {
  if (intent.status !== 'requires_capture') {
    const message = `This PaymentIntent could not be captured because it has a status of ${intent.status}.`;
    return unexpectedState(message, asStripe(intent));
  }
  const amount = request.amount_to_capture ?? intent.capturable;
  if (amount > intent.capturable) {
    const message = `The amount to capture (${amount}) is greater than the amount that can be captured (${intent.capturable}).`;
    return invalidAmount(message, 'amount_to_capture', 'amount_too_large');
  }
  const left = intent.capturable - amount;
  const final = request.final_capture || left === 0;
  if (amount > 0) recordFor(intent, 'capture', amount, books.ledger);
  if (final && left > 0) recordFor(intent, 'void', left, books.ledger);
  const captured: PaymentIntent = {
    ...intent,
    status: final ? 'succeeded' : 'requires_capture',
    capturable: final ? 0 : left,
    received: intent.received + amount,
  };
  books.intents.update(captured);
  return { status: 200, body: asStripe(captured) };
}

/** Gives back the amount, or all that was taken and not given back yet. */
export function refund(intent: PaymentIntent, request: z.infer<typeof CreateRefund>, books: Books): Answer {
  const refundable = intent.received - intent.refunded;
  const amount = request.amount ?? refundable;
  if (refundable === 0) {
    const code = intent.refunded > 0 ? 'charge_already_refunded' : 'payment_intent_unexpected_state';
    return invalidAmount('There is nothing left to refund on this PaymentIntent.', 'payment_intent', code);
  }
  if (amount > refundable) {
    const message = `Refund amount (${amount}) is greater than unrefunded amount on charge (${refundable})`;
    return invalidAmount(message, 'amount', 'amount_too_large');
  }
  recordFor(intent, 'refund', amount, books.ledger);
  books.intents.update({ ...intent, refunded: intent.refunded + amount });
  const body = {
    id: stripeId('re'),
    object: 'refund',
    amount,
    charge: chargeId(intent.id),
    created: Math.floor(Date.now() / 1000),
    currency: intent.currency,
    metadata: request.metadata,
    payment_intent: intent.id,
    reason: request.reason,
    status: 'succeeded',
  };
  return { status: 200, body };
}

function recordFor(intent: PaymentIntent, kind: 'capture' | 'void' | 'refund', amount: number, ledger: Ledger): void {
  ledger.record({ orderId: intent.order_id, kind, amount, currency: intent.currency });
}
