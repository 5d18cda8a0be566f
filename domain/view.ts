import type { OrderView } from '../contracts/http.ts';
import type { Address, Order, Payment, Shipment } from './order.ts';

/**
 * The order as the API shows it: field by field, without what only the house needs, and in one order of fields
 * whether it comes from its rows or its events, so that a repeated answer is the same to the byte.
 */
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
    lines: order.lines.map(({ id, sku, quantity, unitPrice, total, shipped, canceled, returned }) => ({
      id,
      sku,
      quantity,
      unitPrice,
      total,
      shipped,
      canceled,
      returned,
    })),
    charges: order.charges.map(({ type, name, amount }) => ({ type, name, amount })),
    total: order.total,
    payment: paymentView(order.payment),
    shippingAddress: address(order.shippingAddress),
    billingAddress: order.billingAddress && address(order.billingAddress),
    shipments: order.shipments.map(shipmentView),
    cancelReason: order.cancelReason,
    cancelNote: order.cancelNote,
    needsAttention: order.needsAttention,
    metadata: order.metadata,
    createdAt: order.createdAt,
    updatedAt: order.updatedAt,
  };
}

export function shipmentView({ id, status, carrier, trackingNumber, lines }: Shipment): OrderView['shipments'][number] {
  return { id, status, carrier, trackingNumber, lines: lines.map(({ lineId, quantity }) => ({ lineId, quantity })) };
}

export function paymentView({ status, authorized, captured, refunded }: Payment): OrderView['payment'] {
  return { status, authorized, captured, refunded };
}

function address({
  name,
  line1,
  line2,
  city,
  region,
  postalCode,
  country,
  phone,
}: Address): OrderView['shippingAddress'] {
  return { name, line1, line2, city, region, postalCode, country, phone };
}
