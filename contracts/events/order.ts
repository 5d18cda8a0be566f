import { z } from 'zod';
import { ORDER_STATUSES } from '../http.ts';
import { Envelope, extensions, versioned } from './envelope.ts';
import { openWord } from './open.ts';

/** What order-events says of orders. */
export const ORDER_EVENT_TYPES = [
  'order.created',
  'order.updated',
  'order.shipped',
  'order.delivered',
  'order.cancelled',
  'order.held',
  'order.released',
  'order.returned',
  'order.refunded',
  'payment.captured',
] as const;

export type OrderEventName = (typeof ORDER_EVENT_TYPES)[number];

const minor = z.int().meta({ description: "An amount in the currency's minor unit (ISO 4217)" });
const units = z.int();
const lineQuantity = z.object({ lineId: z.string(), quantity: units });

const paymentStatus = openWord(
  ['none', 'authorized', 'declined', 'voided', 'partially_captured', 'captured', 'partially_refunded', 'refunded'],
  'Where the money is',
);
const cancelReason = openWord(
  [
    'requested',
    'payment_declined',
    'authentication_required',
    'out_of_stock',
    'unknown_sku',
    'customer_rejected',
    'review_rejected',
    'review_expired',
    'dependency_unavailable',
  ],
  'Why it was canceled',
);

/** The payload of every order event: the order as it stands after it. No token, no address, no e-mail. */
export const EventData = z.object({
  orderId: z.string(),
  storefront: z.string(),
  status: openWord(ORDER_STATUSES, 'The state of the order'),
  version: z.int().meta({ description: 'Counts all that happened to the order, public or not' }),
  customerId: z.string().nullable(),
  reference: z.string().nullable().meta({ description: "The checkout's own name for the order" }),
  currency: z.string().meta({ description: 'ISO 4217' }),
  total: minor,
  lines: z.array(
    z.object({
      id: z.string(),
      sku: z.string(),
      quantity: units,
      unitPrice: minor.nullable().meta({ description: "Null where only the line's total was given" }),
      total: minor,
      shipped: units,
      canceled: units,
      returned: units.default(0).meta({ description: 'Came back; missing in events from before there were returns' }),
    }),
  ),
  payment: z.object({ status: paymentStatus, authorized: minor, captured: minor, refunded: minor }),
  shipments: z.array(
    z.object({
      id: z.string(),
      status: openWord(['SHIPPED', 'DELIVERED'], 'Where the parcel is'),
      carrier: z.string().nullable(),
      trackingNumber: z.string().nullable(),
      lines: z.array(lineQuantity),
    }),
  ),
  cancelReason: cancelReason.nullable(),
  createdAt: z.iso.datetime({ offset: true }),
});

export function orderEvent<Type extends OrderEventName>(type: Type) {
  return Envelope.extend({ ...versioned(type), ...extensions, storefront: z.string(), data: EventData });
}

export const OrderCloudEvent = z.discriminatedUnion('type', [
  orderEvent('order.created'),
  orderEvent('order.updated'),
  orderEvent('order.shipped'),
  orderEvent('order.delivered'),
  orderEvent('order.cancelled'),
  orderEvent('order.held'),
  orderEvent('order.released'),
  orderEvent('order.returned'),
  orderEvent('order.refunded'),
  orderEvent('payment.captured'),
]);

export type EventData = z.infer<typeof EventData>;
export type OrderCloudEvent = z.infer<typeof OrderCloudEvent>;
