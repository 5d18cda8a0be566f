import type { OrderView, RefundView, ReturnView } from '../contracts/http.ts';
import type { Address, Attention, Hold, LineQuantity, Order, Payment, Refund, Return, Shipment } from './order.ts';

/** Whose eyes it is for: what services said of a failure, and what operators wrote for each other, is for operators alone. */
export type Audience = 'operators' | 'shops';

/**
 * The order as the API shows it: field by field, without what only the house needs, and in one order of fields
 * whether it comes from its rows or its events, so that a repeated answer is the same to the byte.
 */
export function orderView(order: Order, audience: Audience = 'shops'): OrderView {
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
    refunds: order.refunds.map(refundView),
    returns: order.returns.map(returnView),
    backorders: order.backorders.map(({ sku, quantity }) => ({ sku, quantity })),
    hold: order.hold && holdView(order.hold, audience),
    cancelReason: order.cancelReason,
    cancelNote: order.cancelNote,
    needsAttention: order.needsAttention,
    attention: order.attention.map((given) => attentionView(given, audience)),
    metadata: order.metadata,
    createdAt: order.createdAt,
    updatedAt: order.updatedAt,
  };
}

export function shipmentView({ id, status, carrier, trackingNumber, lines }: Shipment): OrderView['shipments'][number] {
  return { id, status, carrier, trackingNumber, lines: lines.map(lineQuantity) };
}

export function refundView({ id, status, amount, reason, lines, returnId, createdAt }: Refund): RefundView {
  return { id, status, amount, reason, lines: lines && lines.map(lineQuantity), returnId, createdAt };
}

export function returnView(sentBack: Return): ReturnView {
  const { id, status, lines, reason, note, received, refundId, createdAt } = sentBack;
  return {
    id,
    status,
    lines: lines.map(lineQuantity),
    reason,
    note,
    received: received.map(({ restock, ...units }) => ({ ...lineQuantity(units), restock })),
    refundId,
    createdAt,
  };
}

function holdView({ reason, note, until }: Hold, audience: Audience): OrderView['hold'] {
  return { reason, note: audience === 'operators' ? note : null, until };
}

function attentionView({ step, error, since }: Attention, audience: Audience): OrderView['attention'][number] {
  return { step, error: audience === 'operators' ? error : null, since };
}

function lineQuantity({ lineId, quantity }: LineQuantity): LineQuantity {
  return { lineId, quantity };
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
