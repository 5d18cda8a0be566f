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
  return reading(OrderCloudEvent, async (event, signal) => {
    if (await wasHandled(db, CONSUMER, event.id)) return;
    const call = await what(event);
    if (call) await carrierBreaker.run(call, signal);
    await noteHandled(db, CONSUMER, event.id);
  });

  async function what(event: OrderCloudEvent): Promise<(() => Promise<void>) | null> {
    if (event.type === 'order.cancelled') return () => carrier.withdraw(event.subject);
    const order = await findOrder(db, event.subject);
    // Canceled since: its order.cancelled may have overtaken this one.
    return order?.status === 'PROCESSING' ? () => carrier.book(order, event.id) : null;
  }
}
