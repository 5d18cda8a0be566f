import { OrderCloudEvent } from '../../contracts/events.ts';
import type { Db } from '../../db/client.ts';
import { noteHandled, wasHandled } from '../../db/inbox.ts';
import { findOrder } from '../../db/orders.ts';
import { allThatCanLeave } from '../../domain/decisions.ts';
import type { LineQuantity, Order } from '../../domain/order.ts';
import type { OrderStatus } from '../../domain/states.ts';
import type { Breaker } from '../breaker.ts';
import type { MessageHandler } from '../port.ts';
import { reading } from '../reading.ts';

const CONSUMER = 'shipping';

/**
 * The carrier, as the shipping service needs it. Each call says how the order is to be from its version on: the carrier keeps
 * to the newest, and passes over a call that comes after one of a newer version.
 */
export interface Carrier {
  /**
   * Books these lines in the place of all that was booked and has not left. What has left without the order having heard of
   * it is not booked again. The same version books once.
   */
  book(order: Order, lines: readonly LineQuantity[]): Promise<void>;
  /** Withdraws what has not left; nothing where there is no booking. */
  withdraw(order: Order): Promise<void>;
}

const SHIPS: readonly OrderStatus[] = ['PROCESSING', 'PARTIALLY_SHIPPED'];

/**
 * Whatever happens to an order -> the carrier has booked what can leave now: not what waits for stock, and nothing of an
 * order that is on hold or canceled. Each event does the same, by the order as it stands: repeated, or in another order, they
 * end with the same booking, as a look at an older order is of an older version.
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
  return reading(OrderCloudEvent, async ({ id, subject: orderId }, signal) => {
    if (await wasHandled(db, CONSUMER, id)) return;
    // Nothing is read before it is the call's turn: that may take as long as the carrier is away.
    await carrierBreaker.run(() => bringUpToDate(orderId), signal);
    await noteHandled(db, CONSUMER, id);
  });

  async function bringUpToDate(orderId: string): Promise<void> {
    const order = await findOrder(db, orderId);
    if (!order) return;
    const lines = SHIPS.includes(order.status) ? allThatCanLeave(order) : [];
    await (lines.length > 0 ? carrier.book(order, lines) : carrier.withdraw(order));
  }
}
