import type { Intent } from './stub-intents.ts';

export interface Answer {
  status: number;
  body: unknown;
}

/** The intent as Stripe's API shows it; `asMade`: as it was in the answer that made it. */
export function asStripe(intent: Intent, asMade = false) {
  const { id, amount, outcome } = intent;
  const canceled = asMade ? undefined : intent.canceled;
  const isHeld = outcome === 'authorized' && !canceled;
  return {
    id,
    object: 'payment_intent',
    amount,
    amount_capturable: isHeld ? amount : 0,
    amount_received: 0,
    canceled_at: canceled?.at ?? null,
    cancellation_reason: null,
    capture_method: 'manual',
    client_secret: `${id}_secret_bench`,
    confirmation_method: 'automatic',
    created: intent.created,
    currency: intent.currency,
    customer: intent.customer,
    livemode: false,
    metadata: { orderId: intent.orderId },
    payment_method: outcome === 'authorized' ? intent.method : null,
    payment_method_types: ['card'],
    status: canceled ? 'canceled' : outcome === 'authorized' ? 'requires_capture' : 'requires_payment_method',
  };
}

/** The answer to the request that made the intent, now and whenever its key comes again. */
export function madeAnswer(intent: Intent): Answer {
  const payment_intent = asStripe(intent, true);
  if (intent.outcome === 'authorized') return { status: 200, body: payment_intent };
  const error = {
    type: 'card_error',
    code: 'card_declined',
    decline_code: 'generic_decline',
    message: 'Your card was declined.',
    payment_intent,
  };
  return { status: 402, body: { error } };
}

export function invalid(status: number, message: string, code?: string): Answer {
  return {
    status,
    body: { error: { type: 'invalid_request_error', message, ...(code === undefined ? {} : { code }) } },
  };
}

export function noSuchIntent(id: string): Answer {
  return invalid(404, `No such payment_intent: '${id}'`, 'resource_missing');
}

export function keyReused(key: string): Answer {
  const message = `The key ${key} was used for a request with other parameters.`;
  return { status: 400, body: { error: { type: 'idempotency_error', message } } };
}
