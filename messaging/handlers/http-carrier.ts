import { Unavailable } from '../breaker.ts';
import type { Carrier } from './shipping.ts';

/** The carrier's HTTP API: `POST {url}/shipments`, `DELETE {url}/shipments/by-order/{id}`. */
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
    book: (order, eventId) =>
      call('/shipments', {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', 'Idempotency-Key': eventId },
        body: JSON.stringify({
          orderId: order.id,
          eventId,
          storefront: order.storefront,
          lines: order.lines.map(({ id, quantity }) => ({ lineId: id, quantity })),
          address: order.shippingAddress,
        }),
      }),
    withdraw: (orderId) => call(`/shipments/by-order/${orderId}`, { method: 'DELETE' }, [404]),
  };
}
