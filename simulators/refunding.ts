import type { z } from 'zod';
import { type Books, recordFor } from './books.ts';
import type { Answer } from './idempotency.ts';
import type { PaymentIntent } from './payment-intents.ts';
import { paymentMethodBehaviour } from './payment-methods.ts';
import { type Refund, refundAsStripe } from './refunds.ts';
import { API_ERROR, invalidAmount } from './stripe-errors.ts';
import { stripeId, unixNow } from './stripe-ids.ts';
import type { CreateRefund } from './stripe-requests.ts';

/** Gives back the amount, or all that was taken and not given back yet, as the intent's method lets it. */
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
  const made = {
    id: stripeId('re'),
    payment_intent: intent.id,
    created: unixNow(),
    amount,
    currency: intent.currency,
    status: firstStatus(intent, books),
    reason: request.reason,
    metadata: JSON.stringify(request.metadata),
  } satisfies Omit<Refund, 'seq'>;
  books.refunds.insert(made);
  // What is pending cannot be given back a second time; what has failed can.
  if (made.status !== 'failed') books.intents.update({ ...intent, refunded: intent.refunded + amount });
  if (made.status === 'succeeded') recordFor(intent, 'refund', amount, books);
  return behaviourOf(intent) === 'loses answer' ? API_ERROR : { status: 200, body: refundAsStripe(made) };
}

const behaviourOf = (intent: PaymentIntent) => paymentMethodBehaviour(intent.payment_method ?? '')?.refund;

function firstStatus(intent: PaymentIntent, { store }: Books): Refund['status'] {
  switch (behaviourOf(intent)) {
    case 'fails':
      return 'failed';
    case 'fails once':
      return store.nextAttempt(`refund of ${intent.id}`) === 1 ? 'failed' : 'succeeded';
    case 'is pending':
      return 'pending';
    default:
      return 'succeeded';
  }
}

/** A pending refund has arrived by the time that somebody looks at it. */
export function arrived(made: Refund, books: Books): Refund {
  const intent = books.intents.find(made.payment_intent);
  if (made.status !== 'pending' || intent === undefined) return made;
  books.store.transaction(() => {
    books.refunds.succeed(made.id);
    recordFor(intent, 'refund', made.amount, books);
  });
  return { ...made, status: 'succeeded' };
}
