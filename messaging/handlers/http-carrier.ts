import { Unavailable } from '../breaker.ts';
import type { Carrier } from './shipping.ts';

/**
 * The carrier's HTTP API: `POST {url}/shipments`, `DELETE {url}/shipments/by-order/{id}?version=`. What it answers with 409
 * has been overtaken by a newer version of the order, and with 404 there was nothing to withdraw.
 */
export function httpCarrier(settings: { url: string; timeoutMs: number }): Carrier {
  async function call(path: string, init: RequestInit, allowed: readonly number[] = []): Promise<void> {
    const signal = AbortSignal.timeout(settings.timeoutMs);
    const response = await fetch(new URL(path, settings.url), { ...init, signal }).catch((error: unknown) => {
      throw new Unavailable(`The carrier cannot be reached: ${String(error)}`);
    });
    await response.body?.cancel();
    if (response.ok || allowed.includes(response.status)) return;
    const answer = `The carrier answered ${response.status} to ${init.method} ${path}`;
    throw response.status >= 500 || response.status === 429 ? new Unavailable(answer) : new Error(answer);
  }

  return {
    book: (order, lines) =>
      call(
        '/shipments',
        {
          method: 'POST',
          headers: { 'Content-Type': 'application/json', 'Idempotency-Key': `${order.id}:${order.version}` },
          body: JSON.stringify({
            orderId: order.id,
            version: order.version,
            storefront: order.storefront,
            lines,
            left: order.shipments.map(({ id }) => id),
            address: order.shippingAddress,
          }),
        },
        [409],
      ),
    withdraw: ({ id, version }) =>
      call(`/shipments/by-order/${id}?version=${version}`, { method: 'DELETE' }, [404, 409]),
  };
}
