import { and, asc, eq, inArray, sql } from 'drizzle-orm';
import type { RecordedEvent } from '../domain/events.ts';
import type { Order, SkuQuantity, StockQuantity } from '../domain/order.ts';
import type { Db } from './client.ts';
import { recordedEvent } from './order-events.ts';
import { fromRows, PARTS } from './order-rows.ts';
import { IS_LATER, paymentKey, type PaymentRow } from './payments.ts';
import { backorders, inventory, orderEvents, orders, payments, reservations } from './schema.ts';

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

/** Rows of the inventory whose `reserved` is not what orders hold of them: both tables, read once, as of one moment. */
export async function reservedDifferences(
  db: Db,
): Promise<{ sku: string; location: string; reserved: number; held: number }[]> {
  const sums = db
    .select({
      sku: reservations.sku,
      location: reservations.location,
      held: sql<number>`sum(${reservations.quantity})::integer`.as('held'),
    })
    .from(reservations)
    .groupBy(reservations.sku, reservations.location)
    .as('sums');
  return await db
    .select({
      sku: sql<string>`coalesce(${inventory.sku}, ${sums.sku})`,
      location: sql<string>`coalesce(${inventory.location}, ${sums.location})`,
      reserved: sql<number>`coalesce(${inventory.reserved}, 0)`,
      held: sql<number>`coalesce(${sums.held}, 0)`,
    })
    .from(inventory)
    .fullJoin(sums, and(eq(inventory.sku, sums.sku), eq(inventory.location, sums.location)))
    .where(sql`coalesce(${inventory.reserved}, 0) <> coalesce(${sums.held}, 0)`);
}

/** Orders that have shipped or given up all and hold something of the stock still. Reads what all orders hold. */
export async function findOrphans(db: Db, limit: number): Promise<string[]> {
  const rows = await db
    .selectDistinct({ id: reservations.orderId })
    .from(reservations)
    .innerJoin(orders, eq(orders.id, reservations.orderId))
    .where(inArray(orders.status, ['CANCELED', 'SHIPPED', 'DELIVERED']))
    .limit(limit);
  return rows.map(({ id }) => id);
}

/** Orders for which stock has come, and which have not been told. Reads what all orders wait for. */
export async function findUntold(db: Db, limit: number): Promise<string[]> {
  const rows = await db
    .selectDistinct({ id: backorders.orderId })
    .from(backorders)
    .where(sql`${backorders.allocated} <> '[]'::jsonb`)
    .limit(limit);
  return rows.map(({ id }) => id);
}

function orderIdOf({ orderId }: { orderId: string }): string {
  return orderId;
}
