import { ShippingCloudEvent } from '../../contracts/events.ts';
import type { Db } from '../../db/client.ts';
import { noteHandled, wasHandled } from '../../db/inbox.ts';
import type { OrderGateway } from '../../domain/gateway.ts';
import type { MessageHandler } from '../port.ts';

const CONSUMER = 'order-status';

/** The shipping service's `order.shipped` and `order.delivered` -> the signal `shipmentUpdated`. */
export function orderStatusHandler({ db, gateway }: { db: Db; gateway: OrderGateway }): MessageHandler {
  return async ({ body }) => {
    const { id, type, data } = ShippingCloudEvent.parse(JSON.parse(body));
    if (await wasHandled(db, CONSUMER, id)) return;
    const { orderId, ...parcel } = data;
    await gateway.shipmentUpdated(orderId, {
      type: type === 'order.shipped' ? 'shipped' : 'delivered',
      eventId: parcel.eventId,
      shipmentId: parcel.shipmentId ?? undefined,
      carrier: parcel.carrier ?? undefined,
      trackingNumber: parcel.trackingNumber ?? undefined,
      lines: parcel.lines ?? undefined,
    });
    // The signal is Temporal's by now, and a repeat of it is known by its eventId: this row only saves the call.
    await noteHandled(db, CONSUMER, id);
  };
}
