import { randomBytes } from 'node:crypto';
import type { z } from 'zod';
import type { Answer } from './idempotency.ts';
import type { Ledger } from './ledger.ts';
import { asStripe, chargeId, type PaymentIntent, type PaymentIntents } from './payment-intents.ts';
import { AUTHENTICATION_REQUIRED, type PaymentMethodBehaviour } from './payment-methods.ts';
import { API_ERROR } from './stripe-errors.ts';
import type { CreateIntent } from './stripe-requests.ts';

type Failure = { code: string; declineCode: string; message: string };

/** A random id as Stripe's look: `pi_` and 24 characters. */
export const stripeId = (prefix: string) => `${prefix}_${randomBytes(18).toString('hex').slice(0, 24)}`;

/** Makes a payment intent and asks the (simulated) card for it: authorized, declined, or waiting for 3-D Secure. */
export function authorize(
  request: z.infer<typeof CreateIntent>,
  method: PaymentMethodBehaviour,
  { intents, ledger }: { intents: PaymentIntents; ledger: Ledger },
): Answer {
  const id = stripeId('pi');
  const manual = request.capture_method === 'manual';
  const intent = {
    id,
    order_id: request.metadata['orderId'] ?? '',
    customer: request.customer,
    created: Math.floor(Date.now() / 1000),
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

  if (method.decline !== undefined) return refuse(method.decline);
  if (method.needsAuthentication) {
    if (request.error_on_requires_action) return refuse(AUTHENTICATION_REQUIRED);
    const waiting = { ...untouched, status: 'requires_action' } as const;
    intents.insert(waiting);
    return { status: 200, body: asStripe(waiting) };
  }
  intents.insert(intent);
  const entry = { orderId: intent.order_id, amount: intent.amount, currency: intent.currency };
  ledger.record({ ...entry, kind: 'authorization' });
  if (!manual) ledger.record({ ...entry, kind: 'capture' });
  return method.losesAnswer ? API_ERROR : { status: 200, body: asStripe(intent) };
}
