import { and, asc, inArray } from 'drizzle-orm';
import type { RecordedEvent } from '../domain/events.ts';
import type { Order, SkuQuantity, StockQuantity } from '../domain/order.ts';
import type { Db } from './client.ts';
import { recordedEvent } from './order-events.ts';
import { fromRows, PARTS } from './order-rows.ts';
import { IS_LATER, paymentKey, type PaymentRow } from './payments.ts';
import { backorders, orderEvents, orders, payments, reservations } from './schema.ts';

/** All that the database has of an order, as of one moment. */
export interface OrderRecord {
  order: Order;
  events: RecordedEvent[];
  held: StockQuantity[];
  /** Its units for which there is no stock yet. */
  waiting: SkuQuantity[];
  /** Stock has come for it, and it does not know. */
  isUntold: boolean;
  /** All that was asked of the payment service. */
  payments: PaymentRow[];
}

/** Those of the ids that are orders, by id. One snapshot: nothing that is under way looks like a difference. */
export async function readRecords(db: Db, ids: readonly string[]): Promise<OrderRecord[]> {
  if (ids.length === 0) return [];
  const all = [...ids];
  const firstKeys = all.map((id) => paymentKey(id));
  const [rows, events, held, waiting, first, later] = await db.transaction(
    (tx) =>
      Promise.all([
        tx.query.orders.findMany({ where: inArray(orders.id, all), orderBy: asc(orders.id), with: PARTS }),
        tx.select().from(orderEvents).where(inArray(orderEvents.orderId, all)).orderBy(asc(orderEvents.version)),
        tx.select().from(reservations).where(inArray(reservations.orderId, all)),
        tx.select().from(backorders).where(inArray(backorders.orderId, all)),
        tx.select().from(payments).where(inArray(payments.key, firstKeys)),
        tx
          .select()
          .from(payments)
          .where(and(inArray(payments.orderId, all), IS_LATER)),
      ]),
    { isolationLevel: 'repeatable read', accessMode: 'read only' },
  );
  const eventsOf = Map.groupBy(events, orderIdOf);
  const heldOf = Map.groupBy(held, orderIdOf);
  const waitingOf = Map.groupBy(waiting, orderIdOf);
  const askedOf = Map.groupBy([...first, ...later], orderIdOf);
  return rows.map((row) => {
    const waits = waitingOf.get(row.id) ?? [];
    return {
      order: fromRows(row),
      events: (eventsOf.get(row.id) ?? []).map(recordedEvent),
      held: heldOf.get(row.id) ?? [],
      waiting: waits.map(({ sku, waiting: quantity }) => ({ sku, quantity })),
      isUntold: waits.some(({ allocated }) => allocated.length > 0),
      payments: askedOf.get(row.id) ?? [],
    };
  });
}

function orderIdOf({ orderId }: { orderId: string }): string {
  return orderId;
}
