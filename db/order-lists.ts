import { and, asc, desc, eq, gt, gte, inArray, lt, or, type SQL } from 'drizzle-orm';
import type { Order } from '../domain/order.ts';
import { type OrderStatus, isDecided } from '../domain/states.ts';
import type { Db } from './client.ts';
import { fromRows, type OrderRow } from './order-rows.ts';
import { orderLines, orders, shipments } from './schema.ts';

export interface OrderFilter {
  storefront?: Order['storefront'];
  statuses?: OrderStatus[];
  customerId?: string;
  reference?: string;
  /** Inclusive. */
  createdFrom?: Date;
  /** Exclusive. */
  createdTo?: Date;
}

/** The place of an order in the list, newest first. */
export interface Position {
  createdAt: Date;
  id: string;
}

/** Up to `limit` orders after `after`, newest first. */
export async function listOrders(db: Db, filter: OrderFilter, limit: number, after?: Position): Promise<Order[]> {
  const conditions: (SQL | undefined)[] = [
    filter.storefront && eq(orders.storefront, filter.storefront),
    filter.statuses && inArray(orders.status, filter.statuses),
    filter.customerId === undefined ? undefined : eq(orders.customerId, filter.customerId),
    filter.reference === undefined ? undefined : eq(orders.reference, filter.reference),
    filter.createdFrom && gte(orders.createdAt, filter.createdFrom),
    filter.createdTo && lt(orders.createdAt, filter.createdTo),
    after &&
      or(lt(orders.createdAt, after.createdAt), and(eq(orders.createdAt, after.createdAt), lt(orders.id, after.id))),
  ];
  const rows = await db
    .select()
    .from(orders)
    .where(and(...conditions))
    .orderBy(desc(orders.createdAt), desc(orders.id))
    .limit(limit);
  return await withParts(db, rows);
}

/** Which of these orders have been decided, as they stand. */
export async function findDecided(db: Db, ids: readonly string[]): Promise<Order[]> {
  if (ids.length === 0) return [];
  const rows = await db
    .select()
    .from(orders)
    .where(inArray(orders.id, [...ids]));
  return await withParts(
    db,
    rows.filter((row) => isDecided(row.status)),
  );
}

/** Orders that have waited for a decision since before `before`: their workflow may be gone. */
export async function findUndecided(db: Db, before: Date, limit: number): Promise<string[]> {
  const rows = await db
    .select({ id: orders.id })
    .from(orders)
    .where(and(inArray(orders.status, ['PENDING', 'CANCELING']), lt(orders.updatedAt, before)))
    .limit(limit);
  return rows.map(({ id }) => id);
}

async function withParts(db: Db, rows: OrderRow[]): Promise<Order[]> {
  if (rows.length === 0) return [];
  const ids = rows.map(({ id }) => id);
  const [lineRows, shipmentRows] = await Promise.all([
    db.select().from(orderLines).where(inArray(orderLines.orderId, ids)),
    db.select().from(shipments).where(inArray(shipments.orderId, ids)),
  ]);
  const linesOf = Map.groupBy(lineRows, (line) => line.orderId);
  const shipmentsOf = Map.groupBy(shipmentRows, (shipment) => shipment.orderId);
  return rows.map((row) => fromRows(row, linesOf.get(row.id) ?? [], shipmentsOf.get(row.id) ?? []));
}

/** The id of every order, oldest first, a page at a time. */
export async function* allOrderIds(db: Db, pageSize = 500): AsyncGenerator<string> {
  let last = '';
  for (;;) {
    const page = await db
      .select({ id: orders.id })
      .from(orders)
      .where(gt(orders.id, last))
      .orderBy(asc(orders.id))
      .limit(pageSize);
    for (const { id } of page) yield id;
    last = page.at(-1)?.id ?? '';
    if (page.length < pageSize) return;
  }
}
