import { z } from 'zod';
import { OrderSagaError } from '../domain/errors.ts';

/** The customer service, as the saga needs it. */
export interface CustomerDirectory {
  /**
   * @param orderId goes along for the other side's logs
   * @throws OrderSagaError `customer_rejected` for an unknown or blocked customer; anything else may succeed later
   */
  verify(customerId: string, orderId: string, signal: AbortSignal): Promise<void>;
}

const Customer = z.object({ status: z.string() });

/** `GET {url}/customers/{id}` -> `{ "status": "active" }`. */
export function httpCustomers(settings: { url: string; timeoutMs: number }): CustomerDirectory {
  return {
    async verify(customerId, orderId, signal) {
      const response = await fetch(new URL(`/customers/${encodeURIComponent(customerId)}`, settings.url), {
        headers: { 'X-Order-Id': orderId },
        signal: AbortSignal.any([signal, AbortSignal.timeout(settings.timeoutMs)]),
      });
      if (response.status === 404) throw new OrderSagaError('customer_rejected', 'There is no such customer');
      if (!response.ok) throw new Error(`The customer service answered ${response.status}`);
      const { status } = Customer.parse(await response.json());
      if (status !== 'active') throw new OrderSagaError('customer_rejected', `The customer is ${status}`);
    },
  };
}
