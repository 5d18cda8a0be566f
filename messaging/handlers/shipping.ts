import { OrderCloudEvent } from '../../contracts/events.ts';
import type { Db } from '../../db/client.ts';
import { noteHandled, wasHandled } from '../../db/inbox.ts';
import { findOrder } from '../../db/orders.ts';
import type { Order } from '../../domain/order.ts';
import type { Breaker } from '../breaker.ts';
import type { MessageHandler } from '../port.ts';
import { reading } from '../reading.ts';

const CONSUMER = 'shipping';

/** The carrier, as the shipping service needs it. */
export interface Carrier {
  /** Books the whole order; the same `eventId` books once. */
  book(order: Order, eventId: string): Promise<void>;
  /** Withdraws what has not shipped; nothing where there is no booking. */
  withdraw(orderId: string): Promise<void>;
}

/**
 * `order.created` -> the carrier; `order.cancelled` withdraws it. The booking carries the event's id, so a crash
 * between booking and noting it books once.
 */
export function shippingHandler({
  db,
  carrier,
  carrierBreaker,
}: {
  db: Db;
  carrier: Carrier;
  carrierBreaker: Breaker;
}): MessageHandler {
  return reading(OrderCloudEvent, async ({ id, type, subject: orderId }, signal) => {
    if (await wasHandled(db, CONSUMER, id)) return;
    // Nothing is read before it is the call's turn: that may take as long as the carrier is away.
    await carrierBreaker.run(
      () => (type === 'order.cancelled' ? carrier.withdraw(orderId) : bookUnlessCanceled(orderId, id)),
      signal,
    );
    await noteHandled(db, CONSUMER, id);
  });

  /**
   * The order's `order.cancelled` may have overtaken this, and found nothing to withdraw. A cancel after the second look
   * has its event after the booking.
   */
  async function bookUnlessCanceled(orderId: string, eventId: string): Promise<void> {
    const order = await findOrder(db, orderId);
    if (order?.status === 'PROCESSING') await carrier.book(order, eventId);
    const after = await findOrder(db, orderId);
    // Also where it was canceled at the first look: that may be a repeat, whose first try has booked.
    if (after?.status === 'CANCELING' || after?.status === 'CANCELED') await carrier.withdraw(orderId);
  }
}
