import { decodeTime } from 'ulid';
import { httpCustomers } from '../../../activities/customer-directory.ts';
import { stripeClient, stripePayments } from '../../../activities/stripe-payments.ts';
import { isRefusal, OrderSagaError } from '../../../domain/errors.ts';
import type { Checkout } from '../../../domain/gateway.ts';
import type { Environment } from './env.ts';
import { Refusal } from './outcome.ts';

/** The services outside, by the adapters that everybody uses here. One call each, no retry: that is the engine's. */
export interface Outside {
  /** @throws Refusal `customer_rejected`; anything else may succeed when tried again */
  verifyCustomer(checkout: Checkout): Promise<void>;
  /**
   * @returns the id of the authorization, null when there is nothing to pay
   * @throws Refusal `payment_declined`, `authentication_required`; anything else may succeed when tried again
   */
  authorize(checkout: Checkout): Promise<string | null>;
  /** Cancels whatever the order has authorized, also where that answer never came. Safe to run again. */
  voidPayment(checkout: Checkout): Promise<void>;
}

export function connectOutside(
  env: Pick<Environment, 'CUSTOMERS_URL' | 'PAYMENTS_URL' | 'PROVIDER_TIMEOUT_MS'>,
): Outside {
  const timeoutMs = env.PROVIDER_TIMEOUT_MS;
  const customers = httpCustomers({ url: env.CUSTOMERS_URL, timeoutMs });
  const payments = stripePayments(stripeClient({ apiKey: 'sk_test_bench', url: env.PAYMENTS_URL, timeoutMs }));
  const never = new AbortController().signal;

  return {
    async verifyCustomer({ order }) {
      if (order.customerId === null) return;
      await refusing(customers.verify(order.customerId, order.id, never));
    },

    async authorize({ order, paymentMethod }) {
      if (order.total === 0 || paymentMethod === null) return null;
      const { id: orderId, total: amount, currency, customerId } = order;
      const key = `${orderId}:authorize:1`;
      const since = placedAt(orderId);
      const { id } = await refusing(
        payments.authorize({ key, orderId, amount, currency, method: paymentMethod, customerId, since }),
      );
      return id;
    },

    async voidPayment({ order, paymentMethod }) {
      if (order.total === 0 || paymentMethod === null) return;
      const { id: orderId, customerId } = order;
      const ids = await payments.findOpen({ orderId, customerId, since: placedAt(orderId) });
      await Promise.all(ids.map((id) => payments.cancel(id, `${orderId}:void:${id}`)));
    },
  };
}

/** A ULID holds the time it was made at: what the row of an order says too. */
export function placedAt(orderId: string): Date {
  return new Date(decodeTime(orderId));
}

async function refusing<Result>(call: Promise<Result>): Promise<Result> {
  try {
    return await call;
  } catch (error) {
    // `dependency_unavailable` here says that asking again cannot help.
    if (error instanceof OrderSagaError && isRefusal(error.code)) throw new Refusal(error.code, error.details);
    throw error;
  }
}
