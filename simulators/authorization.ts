import type { z } from 'zod';
import type { AccountSettings } from './account.ts';
import type { Books } from './books.ts';
import { chargeId } from './charges.ts';
import type { Answer } from './idempotency.ts';
import { asStripe, type PaymentIntent } from './payment-intents.ts';
import { AUTHENTICATION_REQUIRED, type PaymentMethodBehaviour } from './payment-methods.ts';
import { API_ERROR } from './stripe-errors.ts';
import { stripeId, unixNow } from './stripe-ids.ts';
import type { CreateIntent } from './stripe-requests.ts';

type Failure = { code: string; declineCode: string; message: string };

/** Makes a payment intent and asks the (simulated) card for it: authorized, declined, or waiting for 3-D Secure. */
export function authorize(
  request: z.infer<typeof CreateIntent>,
  method: PaymentMethodBehaviour,
  account: AccountSettings,
  { intents, ledger }: Books,
): Answer {
  const id = stripeId('pi');
  const created = unixNow();
  const manual = request.capture_method === 'manual';
  const asked = request.payment_method_options?.card?.request_multicapture === 'if_available';
  const expandsCharge = request.expand.length > 0;
  const intent = {
    id,
    order_id: request.metadata['orderId'] ?? '',
    customer: request.customer,
    created,
    amount: request.amount,
    capturable: manual ? request.amount : 0,
    received: manual ? 0 : request.amount,
    refunded: 0,
    currency: request.currency,
    status: manual ? 'requires_capture' : 'succeeded',
    payment_method: request.payment_method,
    capture_method: request.capture_method,
    metadata: JSON.stringify(request.metadata),
    last_error: null,
    canceled_at: null,
    cancellation_reason: null,
    multicapture: manual && asked && account.multicapture && !method.singleCapture ? 'available' : 'unavailable',
    capture_before: manual ? created + account.captureWindowSeconds : null,
    captures: 0,
    released: 0,
    setup_future_usage: request.setup_future_usage ?? null,
  } satisfies Omit<PaymentIntent, 'seq'>;
  const untouched = { ...intent, capturable: 0, received: 0 };

  const refuse = (failure: Failure): Answer => {
    const error = {
      type: 'card_error',
      code: failure.code,
      decline_code: failure.declineCode,
      message: failure.message,
      charge: chargeId(id),
    };
    // The method is taken off a refused intent: a new one has to be attached before another try.
    const refused = {
      ...untouched,
      status: 'requires_payment_method',
      payment_method: null,
      last_error: JSON.stringify(error),
    } as const;
    intents.insert(refused);
    return { status: 402, body: { error: { ...error, payment_intent: asStripe(refused) } } };
  };

  const decline = request.off_session ? (method.offSession ?? method.decline) : method.decline;
  if (decline !== undefined) return refuse(decline);
  if (method.needsAuthentication) {
    if (request.error_on_requires_action || request.off_session) return refuse(AUTHENTICATION_REQUIRED);
    const waiting = { ...untouched, status: 'requires_action' } as const;
    intents.insert(waiting);
    return { status: 200, body: asStripe(waiting) };
  }
  intents.insert(intent);
  const entry = { orderId: intent.order_id, amount: intent.amount, currency: intent.currency };
  ledger.record({ ...entry, kind: 'authorization' });
  if (!manual) ledger.record({ ...entry, kind: 'capture' });
  return method.losesAnswer ? API_ERROR : { status: 200, body: asStripe(intent, expandsCharge) };
}
