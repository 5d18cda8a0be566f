import { Agent } from 'undici';
import { z } from 'zod';
import type { PlacedOrder } from '../domain/order.ts';
import { STOREFRONTS } from '../domain/storefronts.ts';

export interface Verdict {
  /** A person should look at the order before it goes on. */
  review: boolean;
  note: string | null;
}

/** Whoever knows which orders look like fraud. */
export interface FraudCheck {
  assess(order: PlacedOrder): Promise<Verdict>;
}

/** The storefront's own limit. Whoever is above it need not be asked about any further. */
export function limitCheck(next?: FraudCheck): FraudCheck {
  return {
    async assess(order) {
      const { reviewAbove } = STOREFRONTS[order.storefront];
      if (order.total > reviewAbove) return { review: true, note: `the total is above ${reviewAbove}` };
      return next ? await next.assess(order) : { review: false, note: null };
    },
  };
}

const Assessment = z.object({ decision: z.enum(['accept', 'review']), reason: z.string().nullable() });

/** `POST {url}/fraud/assessments` -> `{ "decision": "accept" | "review", "reason": "…" | null }`. */
export function httpFraudCheck({ url, timeoutMs }: { url: string; timeoutMs: number }): FraudCheck {
  const { origin } = new URL(url);
  const agent = new Agent({ headersTimeout: timeoutMs, bodyTimeout: timeoutMs, connect: { timeout: timeoutMs } });
  return {
    async assess({ id, storefront, customerId, currency, total }) {
      const { statusCode, body } = await agent.request({
        origin,
        path: '/fraud/assessments',
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ orderId: id, storefront, customerId, currency, total }),
      });
      const text = await body.text();
      if (statusCode !== 200) throw new Error(`The fraud check answered ${statusCode}`);
      const { decision, reason } = Assessment.parse(JSON.parse(text));
      return { review: decision === 'review', note: reason };
    },
  };
}
