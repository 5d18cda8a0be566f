import type { CarrierEvent } from './carrier-outbox.ts';

/** The most entries that SNS takes in one PublishBatch. */
export const BATCH_LIMIT = 10;

/** Publishes up to BATCH_LIMIT events; gives the ids of those that were taken. */
export type PublishShippingEvents = (events: readonly CarrierEvent[]) => Promise<string[]>;

export interface ShippingEventsPublisher {
  publish: PublishShippingEvents;
  close(): Promise<void>;
}

/** CloudEvents 1.0, in JSON (structured mode). */
export function envelope(event: CarrierEvent) {
  return {
    specversion: '1.0',
    id: event.id,
    source: '/shipping',
    type: event.type,
    subject: event.order_id,
    time: new Date(event.time).toISOString(),
    datacontenttype: 'application/json',
    dataschema: `urn:order-saga:shipping:${event.type}:1`,
    ...(event.storefront === null ? {} : { storefront: event.storefront }),
    data: {
      eventId: event.id,
      orderId: event.order_id,
      shipmentId: event.shipment_id,
      carrier: event.carrier,
      trackingNumber: event.tracking_number,
      lines: event.lines,
    },
  };
}
