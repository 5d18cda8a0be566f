import { Stripe } from 'stripe';
import { OrderSagaError } from '../domain/errors.ts';
import type { Asked, AuthorizationRequest, Authorized, LookupRequest, PaymentProvider } from './payment-provider.ts';
import { failedForGood, isStale, isUnknownForGood, refusal } from './stripe-failures.ts';
import { stripeRefunds } from './stripe-refunds.ts';

/** Clocks differ: a look-up begins this long before the intent was stored. */
const CLOCK_SKEW_SECONDS = 300;

/** What is declined waits for another card, which nobody will bring. */
const HOLDS_NOTHING: Stripe.PaymentIntent.Status[] = ['canceled', 'requires_payment_method'];
const IS_OVER: Stripe.PaymentIntent.Status[] = ['canceled', 'succeeded'];

/** Payments by Stripe's own library. Its retries are off (`maxNetworkRetries: 0`): the retries are the saga's. */
export function stripePayments(stripe: Stripe): PaymentProvider {
  const refunds = stripeRefunds(stripe);

  async function list(request: LookupRequest, expand: string[] = []): Promise<Stripe.PaymentIntent[]> {
    const { orderId, customerId, since, until, intentIds = [] } = request;
    // Without a customer a list is the whole shop's.
    if (customerId === null && intentIds.length > 0) {
      return await Promise.all(intentIds.map((id) => stripe.paymentIntents.retrieve(id)));
    }
    const found: Stripe.PaymentIntent[] = [];
    // A list is consistent; Stripe's search is not.
    const intents = stripe.paymentIntents.list({
      ...(customerId === null ? {} : { customer: customerId }),
      created: {
        gte: Math.floor(since.getTime() / 1000) - CLOCK_SKEW_SECONDS,
        ...(until && { lte: Math.ceil(until.getTime() / 1000) }),
      },
      expand,
      limit: 100,
    });
    for await (const intent of intents) if (intent.metadata['orderId'] === orderId) found.push(intent);
    return found;
  }

  async function findAuthorized(request: AuthorizationRequest): Promise<Authorized | undefined> {
    const intents = await list(request, ['data.latest_charge']);
    const found = intents.find(
      (intent) => intent.status === 'requires_capture' && keyOf(intent, request.orderId) === request.key,
    );
    return found && authorized(found);
  }

  return {
    async authorize(request) {
      const known = isStale(request.since) ? await findAuthorized(request) : undefined;
      if (known) return known;
      try {
        return authorized(await stripe.paymentIntents.create(authorization(request), { idempotencyKey: request.key }));
      } catch (error) {
        const found = isUnknownForGood(error) ? await findAuthorized(request) : undefined;
        if (found) return found;
        throw refusal(error);
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

    async capture({ id, key, amount, capturedBefore, final, since }) {
      const isDone = async () => (await stripe.paymentIntents.retrieve(id)).amount_received >= capturedBefore + amount;
      if (isStale(since) && (await isDone())) return;
      try {
        // Stripe has this setting only where multicapture is available; without it the capture is final.
        const part = final ? {} : { final_capture: false };
        await stripe.paymentIntents.capture(id, { amount_to_capture: amount, ...part }, { idempotencyKey: key });
      } catch (error) {
        const failure = refusal(error);
        if (!(failure instanceof OrderSagaError)) throw failure;
        // Refused perhaps only because it is done: an earlier call took the money, and its answer was lost or its key was
        // forgotten.
        if (!(await isDone())) throw failure;
      }
    },

    async release(id, key) {
      const { status, amount_capturable, amount_received } = await stripe.paymentIntents.retrieve(id);
      if (IS_OVER.includes(status)) return 0;
      const options = { idempotencyKey: key };
      try {
        if (amount_received === 0) await stripe.paymentIntents.cancel(id, {}, options);
        // The way that Stripe documents for the rest (docs.stripe.com/payments/multicapture): such an intent is not canceled.
        else await stripe.paymentIntents.capture(id, { amount_to_capture: 0, final_capture: true }, options);
      } catch (error) {
        throw isUnknownForGood(error) ? failedForGood() : error;
      }
      return amount_capturable;
    },

    refund: (request) => refunds.refund(request),

    async cancel(id, key) {
      const intent = await stripe.paymentIntents.retrieve(id);
      if (intent.status === 'canceled') return 0;
      if (intent.amount_received > 0) {
        throw new OrderSagaError('invalid_transition', 'The payment was captured: it can only be refunded');
      }
      const held = intent.amount_capturable;
      try {
        await stripe.paymentIntents.cancel(id, {}, { idempotencyKey: key });
      } catch (error) {
        throw isUnknownForGood(error) ? failedForGood() : error;
      }
      return held;
    },

    async books(ids) {
      const sums = { authorized: 0, captured: 0, refunded: 0 };
      for (const id of ids) {
        const intent = await stripe.paymentIntents.retrieve(id);
        sums.authorized += intent.amount_capturable;
        sums.captured += intent.amount_received;
        sums.refunded += await refunds.refunded(intent);
      }
      return sums;
    },

    async askedSince(since) {
      const asked: Asked[] = [];
      const created = { gte: Math.floor(since.getTime() / 1000) };
      for await (const { id, metadata } of stripe.paymentIntents.list({ created, limit: 100 })) {
        // What has no order is none of ours: others may be paid through the same account.
        const { orderId } = metadata;
        if (orderId !== undefined) asked.push({ id, orderId });
      }
      return asked;
    },
  };
}

function authorization(request: AuthorizationRequest): Stripe.PaymentIntentCreateParams {
  const { key, orderId, amount, currency, method, customerId, offSession = false } = request;
  return {
    amount,
    currency: currency.toLowerCase(),
    payment_method: method,
    ...(customerId === null ? {} : { customer: customerId }),
    // Stripe keeps a method for a customer alone, and not in a payment that has no customer to ask.
    ...(customerId === null || offSession ? {} : { setup_future_usage: 'off_session' }),
    ...(offSession ? { off_session: true } : { error_on_requires_action: true }),
    capture_method: 'manual',
    payment_method_options: { card: { request_multicapture: 'if_available' } },
    confirm: true,
    metadata: { orderId, key },
    expand: ['latest_charge'],
  };
}

function authorized({ id, latest_charge: charge }: Stripe.PaymentIntent): Authorized {
  const card = typeof charge === 'object' ? charge?.payment_method_details?.card : undefined;
  const { capture_before: before } = card ?? {};
  return {
    id,
    captureBefore: before === undefined ? null : new Date(before * 1000).toISOString(),
    multicapture: card?.multicapture?.status === 'available',
  };
}

/** An order was authorized once at most before intents carried their key. */
function keyOf({ metadata }: Stripe.PaymentIntent, orderId: string): string {
  return metadata['key'] ?? `${orderId}:authorize:1`;
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
