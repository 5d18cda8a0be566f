import type { OrderView } from '../contracts/http.ts';
import type { Order } from './order.ts';

/** The order as the API shows it: field by field, without what only the house needs. */
export function orderView(order: Order): OrderView {
  return {
    id: order.id,
    storefront: order.storefront,
    status: order.status,
    version: order.version,
    customerId: order.customerId,
    email: order.email,
    locale: order.locale,
    reference: order.reference,
    currency: order.currency,
    lines: order.lines,
    charges: order.charges,
    total: order.total,
    payment: order.payment,
    shippingAddress: order.shippingAddress,
    billingAddress: order.billingAddress,
    shipments: order.shipments,
    cancelReason: order.cancelReason,
    cancelNote: order.cancelNote,
    needsAttention: order.needsAttention,
    metadata: order.metadata,
    createdAt: order.createdAt,
    updatedAt: order.updatedAt,
  };
}
