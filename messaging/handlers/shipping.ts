import type { OrderCloudEvent } from '../../contracts/events.ts';
import { OrderCloudEvent as OrderCloudEventSchema } from '../../contracts/events.ts';
import type { Db } from '../../db/client.ts';
import { noteHandled, wasHandled } from '../../db/inbox.ts';
import { findOrder } from '../../db/orders.ts';
import type { Order } from '../../domain/order.ts';
import type { MessageHandler } from '../port.ts';

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
export function shippingHandler({ db, carrier }: { db: Db; carrier: Carrier }): MessageHandler {
  return async ({ body }) => {
    const event = OrderCloudEventSchema.parse(JSON.parse(body));
    if (await wasHandled(db, CONSUMER, event.id)) return;
    await handle(event);
    await noteHandled(db, CONSUMER, event.id);
  };

  async function handle(event: OrderCloudEvent): Promise<void> {
    if (event.type === 'order.cancelled') return await carrier.withdraw(event.subject);
    const order = await findOrder(db, event.subject);
    // Canceled since: its order.cancelled may have overtaken this one.
    if (order?.status !== 'PROCESSING') return;
    await carrier.book(order, event.id);
  }
}
