import type { EventData, OrderCloudEvent, OrderEventName } from '../contracts/events.ts';
import type { OrderEventType, RecordedEvent } from './events.ts';
import type { Order } from './order.ts';
import { traceparent } from './trace.ts';
import { paymentView, shipmentView } from './view.ts';

/** Which internal events others hear of, and under which name. What is missing here stays in the house. */
const PUBLIC: Partial<Record<OrderEventType, OrderEventName>> = {
  'order.confirmed': 'order.created',
  'address.changed': 'order.updated',
  'stock.allocated': 'order.updated',
  'line.canceled': 'order.updated',
  'rest.canceled': 'order.updated',
  'order.edited': 'order.updated',
  'parcel.delivered': 'order.updated',
  'return.requested': 'order.updated',
  'return.approved': 'order.updated',
  'return.rejected': 'order.updated',
  'order.partially_shipped': 'order.shipped',
  'order.shipped': 'order.shipped',
  'order.delivered': 'order.delivered',
  'order.canceled': 'order.cancelled',
  'order.held': 'order.held',
  'order.released': 'order.released',
  'return.received': 'order.returned',
  'payment.captured': 'payment.captured',
  'payment.refunded': 'order.refunded',
};

export function publicType(type: OrderEventType): OrderEventName | undefined {
  return PUBLIC[type];
}

/** What an event tells others about the order: field by field, so that nothing internal (token, address) slips in. */
export function publicData(order: Order): EventData {
  return {
    orderId: order.id,
    storefront: order.storefront,
    status: order.status,
    version: order.version,
    customerId: order.customerId,
    reference: order.reference,
    currency: order.currency,
    total: order.total,
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
    payment: paymentView(order.payment),
    shipments: order.shipments.map(shipmentView),
    cancelReason: order.cancelReason,
    createdAt: order.createdAt,
  };
}

/**
 * The CloudEvent for a public event, with the order as it stands after it.
 * @throws RangeError for an event that stays in the house
 */
export function cloudEvent(event: RecordedEvent, order: Order): OrderCloudEvent {
  const type = publicType(event.type);
  if (!type) throw new RangeError(`${event.type} is not public`);
  return {
    specversion: '1.0',
    id: event.id,
    source: '/order-saga',
    type,
    subject: order.id,
    time: event.time,
    datacontenttype: 'application/json',
    dataschema: `urn:order-saga:${type}:1`,
    sequence: order.publicSequence,
    storefront: order.storefront,
    traceparent: traceparent(order.id, event.id),
    data: publicData(order),
  };
}
