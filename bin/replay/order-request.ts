import type { Schemas } from '../../client/index.ts';
import type { Purchase } from './purchases.ts';

/** What a replay makes of a file: the same file and SKU give the same orders, however often it is started. */
export interface Batch {
  /** SHA-256 of the file, in hex. */
  digest: string;
  sku: string;
}

/** The SKU that needs no mention in keys and references. */
export const DEFAULT_SKU = 'CD';

const CURRENCY = 'USD';

/** The purchase as an order; the data knows no address, and the contract needs one. */
export function orderRequest(batch: Batch, purchase: Purchase): Schemas['PlaceOrder'] {
  const { customer, date, units, total } = purchase;
  return {
    customerId: `cus_${customer}`,
    reference: referenceOf(batch, purchase.line),
    currency: CURRENCY,
    lines: [{ sku: batch.sku, quantity: units, total }],
    ...(total === 0 ? {} : { payment: { method: 'pm_card_visa' } }),
    shippingAddress: { name: `Customer ${customer}`, line1: 'Unknown', city: 'Unknown', country: 'US' },
    metadata: { purchasedOn: date },
  };
}

/**
 * Names an order for good, so that a purchase is never ordered twice.
 * @param attempt 1, or more where all before it were refused: a refusal is final for its key
 */
export function idempotencyKey({ digest, sku }: Batch, line: number, attempt: number): string {
  return `${digest.slice(0, 32)}-${line}${suffix(sku)}${attempt === 1 ? '' : `:attempt-${attempt}`}`;
}

export function referenceOf({ digest, sku }: Batch, line: number): string {
  return `cdnow-${digest.slice(0, 12)}-${line}${suffix(sku)}`;
}

/** The same purchases of another SKU are other orders. */
function suffix(sku: string): string {
  return sku === DEFAULT_SKU ? '' : `:${encodeURIComponent(sku)}`;
}
