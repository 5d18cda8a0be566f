import { and, asc, desc, eq, gt, gte, inArray, lt, notInArray, or, type SQL } from 'drizzle-orm';
import type { Order } from '../domain/order.ts';
import { type OrderStatus, UNDECIDED } from '../domain/states.ts';
import type { Db } from './client.ts';
import { fromRows, PARTS } from './order-rows.ts';
import { orders } from './schema.ts';

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
  const rows = await db.query.orders.findMany({
    where: and(...conditions),
    orderBy: [desc(orders.createdAt), desc(orders.id)],
    limit,
    with: PARTS,
  });
  return rows.map(fromRows);
}

/** Which of these orders have been decided, as they stand. */
export async function findDecided(db: Db, ids: readonly string[]): Promise<Order[]> {
  if (ids.length === 0) return [];
  const rows = await db.query.orders.findMany({
    where: and(inArray(orders.id, [...ids]), notInArray(orders.status, UNDECIDED)),
    with: PARTS,
  });
  return rows.map(fromRows);
}

/** Orders that have waited for a decision since before `before`: their workflow may be gone. */
export async function findUndecided(db: Db, before: Date, limit: number): Promise<string[]> {
  const rows = await db
    .select({ id: orders.id })
    .from(orders)
    .where(
      and(
        inArray(orders.status, ['PENDING', 'CANCELING']),
        eq(orders.needsAttention, false),
        lt(orders.updatedAt, before),
      ),
    )
    .orderBy(asc(orders.updatedAt))
    .limit(limit);
  return rows.map(({ id }) => id);
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
