import { Stripe } from 'stripe';
import { OrderSagaError } from '../domain/errors.ts';

/** An hour less than Stripe promises. */
const KEY_LIFE_MS = 23 * 60 * 60 * 1000;

/** Stripe may forget an Idempotency-Key after 24 hours: from then on the same key may act again, so look first. */
export function isStale(since: Date): boolean {
  return Date.now() - since.getTime() > KEY_LIFE_MS;
}

/**
 * Asking again with this key cannot tell what became of it, looking can: Stripe replays a stored 500 for as long as the key
 * lives, and refuses a key that an earlier version of this house has used with other parameters.
 */
export function isUnknownForGood(error: unknown): boolean {
  if (error instanceof Stripe.errors.StripeIdempotencyError) return true;
  if (!(error instanceof Stripe.errors.StripeError)) return false;
  return (error.statusCode ?? 0) >= 500 && error.headers?.['idempotent-replayed'] === 'true';
}

export function failedForGood(): OrderSagaError {
  return new OrderSagaError('dependency_unavailable', 'The payment service failed for good');
}

/** What Stripe finds wrong with a request stays wrong. */
export function isRefused(error: unknown): error is Stripe.errors.StripeError {
  return error instanceof Stripe.errors.StripeCardError || error instanceof Stripe.errors.StripeInvalidRequestError;
}

/** A decline as the saga's refusal; anything else as it is, to be tried again. */
export function refusal(error: unknown): unknown {
  if (isUnknownForGood(error)) return failedForGood();
  if (!isRefused(error)) return error;
  return error.code === 'authentication_required'
    ? new OrderSagaError('authentication_required', error.message)
    : new OrderSagaError('payment_declined', wordsOf(error), { declineCode: error.decline_code ?? error.code });
}

/** What Stripe says of a card is for its owner; of a request, for us: it quotes the payment method. */
function wordsOf(error: Stripe.errors.StripeError): string | undefined {
  return error instanceof Stripe.errors.StripeCardError ? error.message : undefined;
}

/** Stripe is out of reach or not well: network, time-out, 429, 5xx. What it says of a request is another thing. */
export function isStripeAway(error: unknown): boolean {
  return (
    error instanceof Stripe.errors.StripeConnectionError ||
    error instanceof Stripe.errors.StripeRateLimitError ||
    (error instanceof Stripe.errors.StripeError && (error.statusCode ?? 0) >= 500)
  );
}
