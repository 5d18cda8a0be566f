import { z } from 'zod';
import { ShipmentUpdated } from './signals.ts';

/** What order-events says of orders. */
export const ORDER_EVENT_TYPES = [
  'order.created',
  'order.updated',
  'order.shipped',
  'order.delivered',
  'order.cancelled',
  'payment.captured',
] as const;

/** What order-events carries. */
export const PUBLIC_EVENT_TYPES = [...ORDER_EVENT_TYPES, 'stock.low'] as const;

export type OrderEventName = (typeof ORDER_EVENT_TYPES)[number];

const minor = z.int();
const lineQuantity = z.object({ lineId: z.string(), quantity: z.int() });

/** The payload of every order event: the order as it stands after it. No token, no address, no e-mail. */
export const EventData = z.object({
  orderId: z.string(),
  storefront: z.string(),
  status: z.string(),
  version: z.int(),
  customerId: z.string().nullable(),
  reference: z.string().nullable(),
  currency: z.string(),
  total: minor,
  lines: z.array(
    z.object({
      id: z.string(),
      sku: z.string(),
      quantity: z.int(),
      unitPrice: minor.nullable(),
      total: minor,
      shipped: z.int(),
      canceled: z.int(),
    }),
  ),
  payment: z.object({ status: z.string(), authorized: minor, captured: minor, refunded: minor }),
  shipments: z.array(
    z.object({
      id: z.string(),
      status: z.string(),
      carrier: z.string().nullable(),
      trackingNumber: z.string().nullable(),
      lines: z.array(lineQuantity),
    }),
  ),
  cancelReason: z.string().nullable(),
  createdAt: z.iso.datetime({ offset: true }),
});

/** The envelope: CloudEvents 1.0 in JSON (structured mode). */
const Envelope = z.object({
  specversion: z.literal('1.0'),
  id: z.string().min(1),
  source: z.string().min(1),
  subject: z.string().min(1),
  time: z.iso.datetime({ offset: true }),
  datacontenttype: z.literal('application/json').optional(),
  dataschema: z.string().optional(),
});

/** `sequence` counts the order's public events from 1: a gap says that something is still on its way. */
export const OrderCloudEvent = Envelope.extend({
  type: z.enum(ORDER_EVENT_TYPES),
  sequence: z.int().min(1),
  storefront: z.string(),
  traceparent: z.string().optional(),
  data: EventData,
});

/** What the shipping service publishes on shipping-events. */
export const ShippingCloudEvent = Envelope.extend({
  type: z.enum(['order.shipped', 'order.delivered']),
  data: ShipmentUpdated.omit({ type: true }).extend({ orderId: z.string().min(1) }),
});

/** A SKU has fewer units left to sell than its threshold. `subject` is the SKU, and no storefront's more than another's. */
export const StockLowEvent = Envelope.extend({
  type: z.literal('stock.low'),
  sequence: z.int().min(1),
  storefront: z.literal('all'),
  traceparent: z.string().optional(),
  data: z.object({ sku: z.string().min(1), available: z.int(), threshold: z.int().min(0) }),
});

/**
 * What a warehouse publishes on warehouse-events. `counted` says how many units there are, `received` and `damaged` how
 * many came and went.
 */
export const WarehouseCloudEvent = Envelope.extend({
  type: z.enum(['stock.counted', 'stock.received', 'stock.damaged']),
  data: z.object({
    sku: z.string().min(1),
    location: z.string().min(1).default('main'),
    quantity: z.int().min(0).max(1_000_000_000),
  }),
});

export type EventData = z.infer<typeof EventData>;
export type OrderCloudEvent = z.infer<typeof OrderCloudEvent>;
export type ShippingCloudEvent = z.infer<typeof ShippingCloudEvent>;
export type StockLowEvent = z.infer<typeof StockLowEvent>;
export type WarehouseCloudEvent = z.infer<typeof WarehouseCloudEvent>;
