import type { PaymentIntent } from './payment-intents.ts';

/** The charge of an intent, of which each has at most one here. */
export const chargeId = (intentId: string) => intentId.replace(/^pi_/, 'ch_');

/** The charge as Stripe's API shows it (the fields that an adapter may look at). */
export function chargeAsStripe(intent: Omit<PaymentIntent, 'seq'>) {
  return {
    id: chargeId(intent.id),
    object: 'charge',
    amount: intent.amount,
    amount_captured: intent.received,
    amount_refunded: intent.refunded + intent.released,
    captured: intent.received > 0,
    created: intent.created,
    currency: intent.currency,
    customer: intent.customer,
    livemode: false,
    paid: true,
    payment_intent: intent.id,
    payment_method: intent.payment_method,
    payment_method_details: {
      type: 'card',
      card: {
        brand: 'visa',
        ...(intent.capture_before === null ? {} : { capture_before: intent.capture_before }),
        multicapture: { status: intent.multicapture },
      },
    },
    refunded: intent.status === 'succeeded' && intent.refunded === intent.received,
    status: 'succeeded',
  };
}
