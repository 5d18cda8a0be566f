import type { z } from 'zod';
import { type Books, recordFor, withoutRest } from './books.ts';
import type { Answer } from './idempotency.ts';
import { asStripe, type PaymentIntent } from './payment-intents.ts';
import { invalidAmount, multicaptureUnavailable, unexpectedState } from './stripe-errors.ts';
import { unixNow } from './stripe-ids.ts';
import type { CancelIntent, CaptureIntent } from './stripe-requests.ts';

/** What Stripe allows for one intent. */
const MOST_CAPTURES = 50;

/** What can happen to an intent once it is there: it is canceled or captured, or its time is over. */
export function cancel(intent: PaymentIntent, request: z.infer<typeof CancelIntent>, books: Books): Answer {
  // Once a part is captured Stripe releases the rest by a final capture, never by canceling.
  if (intent.status === 'canceled' || intent.received > 0) {
    const message = `You cannot cancel this PaymentIntent because it has a status of ${intent.status}.`;
    return unexpectedState(message, asStripe(intent));
  }
  const canceled = inCanceled(intent, request.cancellation_reason, books);
  return { status: 200, body: asStripe(canceled, request.expand.length > 0) };
}

function inCanceled(intent: PaymentIntent, why: string | null, books: Books, refundReason?: string): PaymentIntent {
  const canceled: PaymentIntent = {
    ...withoutRest(intent, books, refundReason),
    status: 'canceled',
    canceled_at: unixNow(),
    cancellation_reason: why,
  };
  books.intents.update(canceled);
  return canceled;
}

/**
 * Takes the amount, or all that is left. What a final capture leaves is given back, which is a void of that part; a final
 * one of 0 gives back the rest once a part was taken (docs.stripe.com/payments/multicapture).
 */
export function capture(intent: PaymentIntent, request: z.infer<typeof CaptureIntent>, books: Books): Answer {
  if (intent.status !== 'requires_capture') {
    const message = `This PaymentIntent could not be captured because it has a status of ${intent.status}.`;
    return unexpectedState(message, asStripe(intent));
  }
  const amount = request.amount_to_capture ?? intent.capturable;
  const { final_capture: asked } = request;
  // Stripe has this setting only where multicapture is available, whatever it says.
  if (asked !== undefined && intent.multicapture === 'unavailable') return multicaptureUnavailable();
  const refusal = refused(intent, amount, asked ?? true);
  if (refusal) return refusal;
  const left = intent.capturable - amount;
  const final = (asked ?? true) || left === 0;
  if (amount > 0) recordFor(intent, 'capture', amount, books);
  const taken: PaymentIntent = {
    ...intent,
    capturable: left,
    received: intent.received + amount,
    captures: intent.captures + 1,
  };
  const captured: PaymentIntent = final ? { ...withoutRest(taken, books), status: 'succeeded' } : taken;
  books.intents.update(captured);
  return { status: 200, body: asStripe(captured, request.expand.length > 0) };
}

function refused(intent: PaymentIntent, amount: number, final: boolean): Answer | undefined {
  if (amount === 0 && !(final && intent.received > 0)) {
    const message = 'This value must be greater than or equal to 1.';
    return invalidAmount(message, 'amount_to_capture', 'parameter_invalid_integer');
  }
  if (amount > 0 && intent.captures >= MOST_CAPTURES) {
    return unexpectedState(`This PaymentIntent has been captured ${MOST_CAPTURES} times.`, asStripe(intent));
  }
  if (amount <= intent.capturable) return undefined;
  const message = `The amount to capture (${amount}) is greater than the amount that can be captured (${intent.capturable}).`;
  return invalidAmount(message, 'amount_to_capture', 'amount_too_large');
}

/** Whatever was not captured in time is given back; done when somebody looks, which shows the same. */
export function lapse(books: Books): void {
  const due = books.intents.lapsed(unixNow());
  if (due.length === 0) return;
  books.store.transaction(() => {
    for (const intent of due) {
      if (intent.received === 0) inCanceled(intent, 'automatic', books, 'expired_uncaptured_charge');
      else books.intents.update({ ...withoutRest(intent, books), status: 'succeeded' });
    }
  });
}
