import { asc, eq } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import { newId } from '../../db/ids.ts';
import { append } from '../../db/order-events.ts';
import { changeOrder } from '../../db/orders.ts';
import { outbox } from '../../db/schema.ts';
import { type Placement, placeOrder } from '../../db/placing.ts';
import { takeShipped } from '../../db/stock.ts';
import { release } from '../../db/stock-release.ts';
import { compensated, deliver, ship, startCancel } from '../../domain/decisions.ts';
import type { Order, PlacedOrder } from '../../domain/order.ts';
import type { OutgoingMessage } from '../../messaging/port.ts';
import { placed } from '../unit/an-order.ts';

/** Orders that the house's own code writes, without Temporal: what they put into the outbox is what a service hears. */

/** @param given what differs from the usual order; `units` by SKU */
export async function place(
  db: Db,
  given: Partial<PlacedOrder> & { units?: Record<string, number> } = {},
): Promise<Placement> {
  const { units = {}, ...rest } = given;
  const template = placed(...Object.values(units));
  const lines = template.lines.map((line, index) => ({ ...line, sku: Object.keys(units)[index] ?? line.sku }));
  const asked = { ...template, lines, ...rest, id: newId() };
  return await placeOrder(db, { order: asked, paymentMethod: 'pm_card_visa' });
}

/** Placed and confirmed: its `order.created` is in the outbox. */
export async function order(db: Db, given?: Parameters<typeof place>[1]): Promise<Order> {
  const { order: pending, allocation } = await place(db, given);
  if (allocation?.kind !== 'allocated') throw new Error(`no stock for it: ${JSON.stringify(allocation)}`);
  const confirmed = await append(db, pending, [{ type: 'order.confirmed', data: { authorized: pending.total } }]);
  if (!confirmed) throw new Error('somebody else changed it');
  return confirmed;
}

/** One parcel: of all that is left, or of so many units of the first line. */
export async function shipOrder(db: Db, { id, lines: [first] }: Order, quantity?: number): Promise<Order> {
  const lines = quantity === undefined || !first ? undefined : [{ lineId: first.id, quantity }];
  const parcel = { eventId: newId(), carrier: 'dhl', trackingNumber: 'JD0146', lines };
  const { order: after } = await changeOrder(db, id, async (current, tx) => {
    const events = ship(current, parcel, newId());
    await takeShipped(
      tx,
      current,
      events.flatMap(({ data }) => ('shipment' in data ? data.shipment.lines : [])),
    );
    return events;
  });
  return after;
}

export async function deliverOrder(db: Db, { id }: Order): Promise<Order> {
  return (await changeOrder(db, id, (current) => deliver(current, { eventId: newId() }))).order;
}

/** @param reason `requested`, or a refusal's code */
export async function cancelOrder(db: Db, { id }: Order, reason: string): Promise<Order> {
  await changeOrder(db, id, (current) => startCancel(current, { reason, note: null, details: null }, ['stock']));
  const { order: after } = await changeOrder(db, id, async (current, tx) =>
    compensated(current, 'stock', { type: 'stock.released', data: { reservations: await release(tx, id) } }),
  );
  return after;
}

/** What the relay would publish of an order, or of a SKU, next. */
export async function eventsOf(db: Db, subject: string): Promise<OutgoingMessage[]> {
  const rows = await db.select().from(outbox).where(eq(outbox.orderId, subject)).orderBy(asc(outbox.sequence));
  return rows.map(({ eventType, storefront, message }) => ({ eventType, storefront, body: message }));
}
