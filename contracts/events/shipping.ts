import { z } from 'zod';
import { ShipmentUpdated } from '../signals.ts';
import { dataschemaOf, Envelope, versioned } from './envelope.ts';

/** What the shipping service publishes on shipping-events. */
export const SHIPPING_EVENT_TYPES = ['order.shipped', 'order.delivered'] as const;

/** The order's own events have the same types, and other data. */
export function shippingDataschema(type: (typeof SHIPPING_EVENT_TYPES)[number]): string {
  return dataschemaOf(`shipping:${type}`, 1);
}

export function shippingEvent<Type extends (typeof SHIPPING_EVENT_TYPES)[number]>(type: Type) {
  return Envelope.extend({
    ...versioned(type, shippingDataschema(type)),
    data: ShipmentUpdated.omit({ type: true }).extend({ orderId: z.string().min(1) }),
  });
}

export const ShippingCloudEvent = z.discriminatedUnion('type', [
  shippingEvent('order.shipped'),
  shippingEvent('order.delivered'),
]);

export type ShippingCloudEvent = z.infer<typeof ShippingCloudEvent>;
