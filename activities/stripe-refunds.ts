import type { Stripe } from 'stripe';
import { OrderSagaError } from '../domain/errors.ts';
import type { Minor } from '../domain/money.ts';
import type { RefundRequest } from './payment-provider.ts';
import { failedForGood, isRefused, isUnknownForGood } from './stripe-failures.ts';

/** Refunds at Stripe: which may fail, be pending for days, and whose answer may be lost. */
export function stripeRefunds(stripe: Stripe) {
  async function refundsOf(intentId: string): Promise<Stripe.Refund[]> {
    const found: Stripe.Refund[] = [];
    const refunds = stripe.refunds.list({ payment_intent: intentId, limit: 100 });
    for await (const refund of refunds) found.push(refund);
    return found;
  }

  async function madeBefore({ id, key }: RefundRequest): Promise<Stripe.Refund | undefined> {
    return (await refundsOf(id)).find((refund) => refund.metadata?.['key'] === key);
  }

  async function ask({ id, key, orderId, amount }: RefundRequest): Promise<Stripe.Response<Stripe.Refund>> {
    return await stripe.refunds.create(
      { payment_intent: id, amount, metadata: { orderId, key } },
      { idempotencyKey: key },
    );
  }

  return {
    async refund(request: RefundRequest): Promise<void> {
      // Always, though a key is known for a day: a database that was restored asks again later than that, and thinks that it is
      // the first time. Refunds are few.
      const known = await madeBefore(request);
      if (known) return assertDone(known);
      try {
        const made = await ask(request);
        // The answer that is kept under a key says for ever how the refund stood when it was made.
        const isReplayed = made.lastResponse.headers['idempotent-replayed'] === 'true';
        assertDone((isReplayed && (await madeBefore(request))) || made);
      } catch (error) {
        if (!isUnknownForGood(error) && !isRefused(error)) throw error;
        // Refused perhaps only because it is done.
        const made = await madeBefore(request);
        if (made) return assertDone(made);
        throw isRefused(error) ? refundFailed(error.message, error.code) : failedForGood();
      }
    },

    /** What was taken by this intent and given back. */
    async refunded(intent: Stripe.PaymentIntent): Promise<Minor> {
      if (intent.amount_received === 0) return 0;
      const made = await refundsOf(intent.id);
      const release = releaseAmong(made, intent);
      const done = made.filter((refund) => refund.status === 'succeeded' && refund !== release);
      return done.reduce((sum, { amount }) => sum + amount, 0);
    },
  };
}

/**
 * What a single capture leaves is given back in a refund that Stripe makes by itself, the first of the intent: it gives back
 * nothing that was taken.
 */
function releaseAmong(newestFirst: Stripe.Refund[], intent: Stripe.PaymentIntent): Stripe.Refund | undefined {
  const oldest = newestFirst.at(-1);
  const left = intent.amount - intent.amount_received - intent.amount_capturable;
  return oldest && oldest.metadata?.['key'] === undefined && oldest.amount === left ? oldest : undefined;
}

/** @throws OrderSagaError `refund_failed`; an Error while it is pending, so that it is asked for again */
function assertDone({ id, status, failure_reason }: Stripe.Refund): void {
  if (status === 'succeeded') return;
  if (status === 'failed' || status === 'canceled') throw refundFailed(`The refund ${id} ${status}`, failure_reason);
  throw new Error(`the refund ${id} is ${status}`);
}

function refundFailed(message: string, reason: string | undefined): OrderSagaError {
  return new OrderSagaError('refund_failed', message, { reason });
}
