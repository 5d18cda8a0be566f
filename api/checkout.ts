import { newId } from '../db/ids.ts';
import type { PlaceOrder } from '../contracts/http.ts';
import { invalidField } from '../domain/errors.ts';
import type { Checkout } from '../domain/gateway.ts';
import { orderTotal, priceLine } from '../domain/money.ts';
import { STOREFRONTS, type Storefront } from '../domain/storefronts.ts';

/**
 * The order that a request asks for, priced.
 * @throws OrderSagaError `invalid_request` for prices that disagree, a total out of bounds, another currency than the
 *   storefront's, or a total above 0 without a payment
 */
export function toCheckout(id: string, storefront: Storefront, request: PlaceOrder): Checkout {
  const { currency } = STOREFRONTS[storefront];
  if (request.currency !== currency) throw invalidField('/currency', `storefront ${storefront} sells in ${currency}`);

  const lines = request.lines.map((line, index) => ({
    id: newId(),
    sku: line.sku,
    quantity: line.quantity,
    ...priceLine(line, index),
    shipped: 0,
    canceled: 0,
    returned: 0,
  }));
  const charges = request.charges ?? [];
  const total = orderTotal(lines, charges);
  if (total > 0 && !request.payment) throw invalidField('/payment', `a total of ${total} needs a payment`);

  return {
    order: {
      id,
      storefront,
      customerId: request.customerId ?? null,
      email: request.email ?? null,
      locale: request.locale ?? null,
      reference: request.reference ?? null,
      currency,
      lines,
      charges,
      total,
      shippingAddress: request.shippingAddress,
      billingAddress: request.billingAddress ?? null,
      metadata: request.metadata ?? {},
    },
    paymentMethod: request.payment?.method ?? null,
  };
}
