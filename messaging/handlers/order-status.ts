import { ShippingCloudEvent } from '../../contracts/events.ts';
import type { Db } from '../../db/client.ts';
import { noteHandled, wasHandled } from '../../db/inbox.ts';
import type { OrderGateway } from '../../domain/gateway.ts';
import type { Breaker } from '../breaker.ts';
import type { MessageHandler } from '../port.ts';
import { reading } from '../reading.ts';

const CONSUMER = 'order-status';

/** The shipping service's `order.shipped` and `order.delivered` -> the signal `shipmentUpdated`. */
export function orderStatusHandler({
  db,
  gateway,
  temporal,
}: {
  db: Db;
  gateway: OrderGateway;
  temporal: Breaker;
}): MessageHandler {
  return reading(ShippingCloudEvent, async ({ source, id, type, data }, signal) => {
    // Two carriers may number their events alike: CloudEvents' ids are unique to their source.
    const eventId = `${source} ${id}`;
    if (await wasHandled(db, CONSUMER, eventId)) return;
    const { orderId, ...parcel } = data;
    const update = {
      type: type === 'order.shipped' ? ('shipped' as const) : ('delivered' as const),
      eventId: parcel.eventId,
      shipmentId: parcel.shipmentId ?? undefined,
      carrier: parcel.carrier ?? undefined,
      trackingNumber: parcel.trackingNumber ?? undefined,
      lines: parcel.lines ?? undefined,
    };
    await temporal.run(() => gateway.shipmentUpdated(orderId, update), signal);
    // The signal is Temporal's by now, and a repeat of it is known by its eventId: this row only saves the call.
    await noteHandled(db, CONSUMER, eventId);
  });
}
