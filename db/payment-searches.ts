import { readEvents } from './order-events.ts';
import type { Db } from './client.ts';
import { theOrder } from './orders.ts';
import { authorizationsAsked } from './money-moves.ts';

/**
 * Money is asked for while an order is PENDING, and never later; but a call that was under way when it was decided may
 * arrive after that. `lateCall`, after which the saga looks for one, is ten minutes; clocks differ by a few more. An hour is
 * more than both, and still a small part of a shop's day: a guest's search reads all that the shop was paid in its time.
 */
const LATEST_CALL_MS = 60 * 60 * 1000;

/** Which intents at the payment service may be the order's. */
export interface PaymentSearch {
  orderId: string;
  customerId: string | null;
  since: Date;
  /** Left out while the order is being decided. */
  until?: Date;
  /** Those that the house knows of. */
  intentIds: string[];
}

/**
 * Null where nobody was ever asked for money. The payment's row alone cannot say so: the quick way asks while it is
 * `requested` still. But nobody asks before the order has its stock, and that is an event.
 * @throws `not_found`
 */
export async function paymentSearch(db: Db, orderId: string): Promise<PaymentSearch | null> {
  const [{ customerId, createdAt }, asked, events] = await Promise.all([
    theOrder(db, orderId),
    authorizationsAsked(db, orderId),
    readEvents(db, orderId),
  ]);
  if (asked.length === 0 || !events.some(({ type }) => type === 'stock.reserved')) return null;
  const intentIds = asked.flatMap(({ intentId }) => intentId ?? []);
  // Who asked again later may have done so at any time until it was canceled.
  const decided = events.find(
    ({ type }) => (asked.length === 1 && DECIDED.includes(type)) || type === 'order.cancel_started',
  );
  const until = decided && new Date(Date.parse(decided.time) + LATEST_CALL_MS);
  return { orderId, customerId, since: new Date(createdAt), intentIds, ...(until && { until }) };
}

const DECIDED = ['order.confirmed', 'order.held'];
