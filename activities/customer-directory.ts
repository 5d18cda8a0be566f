import { Agent } from 'undici';
import { z } from 'zod';
import { OrderSagaError } from '../domain/errors.ts';

/** The customer service, as the saga needs it. */
export interface CustomerDirectory {
  /**
   * @param orderId goes along for the other side's logs
   * @throws OrderSagaError `customer_rejected` for an unknown or blocked customer; anything else may succeed later
   */
  verify(customerId: string, orderId: string, signal?: AbortSignal): Promise<void>;
}

/** The customer service did not answer, or is not well. A call that we have given up says nothing of it. */
export function isCustomersAway(error: unknown): boolean {
  return !(error instanceof OrderSagaError) && !GIVEN_UP.has(Object(error).name);
}
const GIVEN_UP = new Set<unknown>(['AbortError', 'CancelledFailure']);

const Customer = z.object({ status: z.string() });

/** `GET {url}/customers/{id}` -> `{ "status": "active" }`. */
export function httpCustomers({ url, timeoutMs }: { url: string; timeoutMs: number }): CustomerDirectory {
  // undici by itself: its fetch costs three times as much, and this call is made for every order.
  const { origin } = new URL(url);
  const agent = new Agent({ headersTimeout: timeoutMs, bodyTimeout: timeoutMs, connect: { timeout: timeoutMs } });
  return {
    async verify(customerId, orderId, signal) {
      const { statusCode, body } = await agent.request({
        origin,
        path: `/customers/${encodeURIComponent(customerId)}`,
        method: 'GET',
        headers: { 'X-Order-Id': orderId },
        signal: signal ?? null,
      });
      const text = await body.text();
      if (statusCode === 404) throw new OrderSagaError('customer_rejected', 'There is no such customer');
      if (statusCode !== 200) throw new Error(`The customer service answered ${statusCode}`);
      const { status } = Customer.parse(JSON.parse(text));
      if (status !== 'active') throw new OrderSagaError('customer_rejected', `The customer is ${status}`);
    },
  };
}
