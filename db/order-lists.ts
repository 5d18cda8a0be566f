import { and, asc, desc, eq, gt, gte, inArray, lt, notInArray, sql } from 'drizzle-orm';
import type { OPEN_RETURNS } from '../contracts/http.ts';
import type { Order } from '../domain/order.ts';
import { type OrderStatus, UNANSWERED } from '../domain/states.ts';
import type { Db } from './client.ts';
import { orderIds } from './order-ranges.ts';
import { fromRows, PARTS } from './order-rows.ts';
import { isBehind, type Position } from './positions.ts';
import { hasReturn, monthOf, orders } from './schema.ts';

export interface OrderFilter {
  storefront?: Order['storefront'];
  statuses?: OrderStatus[];
  customerId?: string;
  reference?: string;
  /** Inclusive. */
  createdFrom?: Date;
  /** Exclusive. */
  createdTo?: Date;
  /** All of these entries. */
  metadata?: Record<string, string>;
  /** Only those that need an operator. */
  needsAttention?: true;
  /** Only those with such a return. */
  returnStatus?: (typeof OPEN_RETURNS)[number];
}

/** Up to `limit` orders after `after`, newest first. */
export async function listOrders(db: Db, filter: OrderFilter, limit: number, after?: Position): Promise<Order[]> {
  const { storefront, statuses, customerId, reference, createdFrom, createdTo, metadata } = filter;
  const { needsAttention, returnStatus } = filter;
  const created = and(
    createdFrom && gte(orders.createdAt, createdFrom),
    createdTo && lt(orders.createdAt, createdTo),
    isBehind(orders, after),
  );
  const newestFirst = [desc(orders.createdAt), desc(orders.id)];
  const hasIndex = [customerId, reference, metadata, needsAttention, returnStatus].some((one) => one !== undefined);
  if (!hasIndex) {
    const ids = orderIds({ storefront, statuses }, created, 'newest first', limit);
    const page = { where: sql`${orders.id} = any (array(${ids}))`, orderBy: newestFirst };
    return (await db.query.orders.findMany({ ...page, with: PARTS })).map(fromRows);
  }
  // A customer has few orders, a reference or an entry fewer, and few wait for a person: the rest is picked from those. In the
  // order of their indexes.
  const rows = await db.query.orders.findMany({
    where: and(
      customerId === undefined ? undefined : eq(orders.customerId, customerId),
      reference === undefined ? undefined : eq(orders.reference, reference),
      storefront && eq(orders.storefront, storefront),
      statuses && inArray(orders.status, statuses),
      needsAttention && sql`${orders.needsAttention}`,
      // The second one says that it is among those that the index has.
      returnStatus && sql`(${hasReturn(orders.returns, [returnStatus])}) and (${hasReturn(orders.returns)})`,
      metadata && sql`${orders.metadata} @> ${JSON.stringify(metadata)}::jsonb and ${orders.metadata} <> '{}'`,
      created,
    ),
    orderBy: needsAttention || returnStatus ? newestFirst : [desc(monthOf(orders.createdAt)), ...newestFirst],
    limit,
    with: PARTS,
  });
  return rows.map(fromRows);
}

/** Which of these orders have been decided, as they stand. */
export async function findDecided(db: Db, ids: readonly string[]): Promise<Order[]> {
  if (ids.length === 0) return [];
  const rows = await db.query.orders.findMany({
    where: and(inArray(orders.id, [...ids]), notInArray(orders.status, UNANSWERED)),
    with: PARTS,
  });
  return rows.map(fromRows);
}

/** Orders that wait for an operator, oldest first: few, off an index of their own. */
export async function findNeedsAttention(db: Db, limit: number): Promise<Order[]> {
  const rows = await db.query.orders.findMany({
    where: sql`${orders.needsAttention}`,
    orderBy: [asc(orders.createdAt), asc(orders.id)],
    limit,
    with: PARTS,
  });
  return rows.map(fromRows);
}

/** Orders that have waited for a decision since before `before`, oldest first: their workflow may be gone. */
export async function findUndecided(db: Db, before: Date, limit: number): Promise<string[]> {
  const waiting = and(
    // It follows from the next one, and is the one that the index knows of.
    lt(orders.createdAt, before),
    lt(orders.updatedAt, before),
    eq(orders.needsAttention, false),
  );
  const rows = await db.execute<{ id: string }>(
    orderIds({ statuses: ['PENDING', 'CANCELING'] }, waiting, 'oldest first', limit),
  );
  return rows.map(({ id }) => id);
}

/** The id of every order, oldest first, a page at a time. */
export async function* allOrderIds(db: Db, pageSize = 500): AsyncGenerator<string> {
  for await (const page of allOrderPages(db, pageSize)) yield* page;
}

export async function* allOrderPages(db: Db, pageSize: number): AsyncGenerator<string[]> {
  let last = '';
  do {
    const page = await nextOrders(db, last, pageSize);
    yield page.ids;
    last = page.last;
  } while (last !== '');
}

/** The next orders by id; `last` is empty once there are no more. */
export async function nextOrders(db: Db, after: string, limit: number): Promise<{ ids: string[]; last: string }> {
  const rows = await db
    .select({ id: orders.id })
    .from(orders)
    .where(gt(orders.id, after))
    .orderBy(asc(orders.id))
    .limit(limit);
  const ids = rows.map(({ id }) => id);
  return { ids, last: ids.length < limit ? '' : (ids.at(-1) ?? '') };
}
