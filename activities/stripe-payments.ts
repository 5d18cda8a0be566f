import { Stripe } from 'stripe';
import { OrderSagaError } from '../domain/errors.ts';
import type { LookupRequest, PaymentProvider } from './payment-provider.ts';

/** Clocks differ: a look-up begins this long before the intent was stored. */
const CLOCK_SKEW_SECONDS = 300;
/** An hour less than Stripe promises. */
const KEY_LIFE_MS = 23 * 60 * 60 * 1000;

/** What is declined waits for another card, which nobody will bring. */
const HOLDS_NOTHING: Stripe.PaymentIntent.Status[] = ['canceled', 'requires_payment_method'];

/** Payments by Stripe's own library. Its retries are off (`maxNetworkRetries: 0`): the retries are the saga's. */
export function stripePayments(stripe: Stripe): PaymentProvider {
  async function list(request: LookupRequest): Promise<Stripe.PaymentIntent[]> {
    const { orderId, customerId, since, until, intentId } = request;
    // Without a customer a list is the whole shop's.
    if (customerId === null && intentId) return [await stripe.paymentIntents.retrieve(intentId)];
    const found: Stripe.PaymentIntent[] = [];
    // A list is consistent; Stripe's search is not.
    const intents = stripe.paymentIntents.list({
      ...(customerId === null ? {} : { customer: customerId }),
      created: {
        gte: Math.floor(since.getTime() / 1000) - CLOCK_SKEW_SECONDS,
        ...(until && { lte: Math.ceil(until.getTime() / 1000) }),
      },
      limit: 100,
    });
    for await (const intent of intents) if (intent.metadata['orderId'] === orderId) found.push(intent);
    return found;
  }

  /** Undefined where nothing has been captured yet. */
  async function capturedBefore(id: string): Promise<number | undefined> {
    const { status, amount_received } = await stripe.paymentIntents.retrieve(id);
    return status === 'succeeded' ? amount_received : undefined;
  }

  return {
    async authorize(request) {
      const known = isStale(request.since) ? findAuthorized(await list(request)) : undefined;
      if (known) return known.id;
      try {
        const intent = await stripe.paymentIntents.create(
          {
            amount: request.amount,
            currency: request.currency.toLowerCase(),
            payment_method: request.method,
            ...(request.customerId === null ? {} : { customer: request.customerId }),
            capture_method: 'manual',
            confirm: true,
            error_on_requires_action: true,
            metadata: { orderId: request.orderId },
          },
          { idempotencyKey: request.key },
        );
        return intent.id;
      } catch (error) {
        if (!isReplayedServerError(error)) throw refusal(error);
        // Stripe replays a stored 500 for as long as the key lives: asking again cannot help, looking can.
        const authorized = findAuthorized(await list(request));
        if (authorized) return authorized.id;
        throw failedForGood();
      }
    },

    async findOpen(request) {
      const intents = await list(request);
      return intents.filter((intent) => intent.status !== 'canceled').map((intent) => intent.id);
    },

    async findHeld(request) {
      const intents = await list(request);
      return intents.filter(({ status }) => !HOLDS_NOTHING.includes(status)).map((intent) => intent.id);
    },

    async capture(id, key) {
      try {
        return (await stripe.paymentIntents.capture(id, {}, { idempotencyKey: key })).amount_received;
      } catch (error) {
        const failure = isReplayedServerError(error) ? failedForGood() : refusal(error);
        if (!(failure instanceof OrderSagaError)) throw failure;
        // Refused perhaps only because it is done: an earlier call took the money, and its answer was lost or its key was
        // forgotten. An intent can be captured but once, whatever the key.
        const captured = await capturedBefore(id);
        if (captured === undefined) throw failure;
        return captured;
      }
    },

    async cancel(id, key) {
      const intent = await stripe.paymentIntents.retrieve(id);
      if (intent.status === 'canceled') return 0;
      if (intent.status === 'succeeded') {
        throw new OrderSagaError('invalid_transition', 'The payment was captured: it can only be refunded');
      }
      const authorized = intent.amount_capturable;
      await stripe.paymentIntents.cancel(id, {}, { idempotencyKey: key });
      return authorized;
    },
  };
}

/** Stripe may forget an Idempotency-Key after 24 hours: from then on the same key may authorize again, so look first. */
function isStale(since: Date): boolean {
  return Date.now() - since.getTime() > KEY_LIFE_MS;
}

function findAuthorized(intents: Stripe.PaymentIntent[]): Stripe.PaymentIntent | undefined {
  return intents.find((intent) => intent.status === 'requires_capture');
}

/** A decline as the saga's refusal; anything else as it is, to be tried again. */
function refusal(error: unknown): unknown {
  if (error instanceof Stripe.errors.StripeCardError) {
    return error.code === 'authentication_required'
      ? new OrderSagaError('authentication_required', error.message)
      : new OrderSagaError('payment_declined', error.message, { declineCode: error.decline_code ?? error.code });
  }
  // What Stripe finds wrong with a request stays wrong. 409 is another thing: the first try with this key still runs.
  if (error instanceof Stripe.errors.StripeInvalidRequestError && error.statusCode !== 409) {
    return new OrderSagaError('payment_declined', error.message, { declineCode: error.code });
  }
  return error;
}

function failedForGood(): OrderSagaError {
  return new OrderSagaError('dependency_unavailable', 'The payment service failed for good');
}

/** Stripe is out of reach or not well: network, time-out, 429, 5xx. What it says of a request is another thing. */
export function isStripeAway(error: unknown): boolean {
  return (
    error instanceof Stripe.errors.StripeConnectionError ||
    error instanceof Stripe.errors.StripeRateLimitError ||
    (error instanceof Stripe.errors.StripeError && (error.statusCode ?? 0) >= 500)
  );
}

function isReplayedServerError(error: unknown): boolean {
  if (!(error instanceof Stripe.errors.StripeError)) return false;
  return (error.statusCode ?? 0) >= 500 && error.headers?.['idempotent-replayed'] === 'true';
}

/** A client for Stripe, or for what speaks its API at `url`. */
export function stripeClient(settings: { apiKey: string; url?: string; timeoutMs: number }): Stripe {
  const base = { maxNetworkRetries: 0, timeout: settings.timeoutMs, telemetry: false };
  if (settings.url === undefined) return new Stripe(settings.apiKey, base);
  const { protocol, hostname, port } = new URL(settings.url);
  return new Stripe(settings.apiKey, {
    ...base,
    protocol: protocol === 'https:' ? 'https' : 'http',
    host: hostname,
    ...(port === '' ? {} : { port: Number(port) }),
  });
}
