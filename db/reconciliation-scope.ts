import { and, asc, eq, gte, lt, sql } from 'drizzle-orm';
import type { Db } from './client.ts';
import { orderIds } from './order-ranges.ts';
import { orderEvents, orders, reconciliationProgress } from './schema.ts';

/** What a run looks at, and where the next one goes on. */
export interface Scope {
  ids: string[];
  /** Later ones are the next run's. */
  until: Date;
}

/** Orders to which something has happened since: up to `limit` events, oldest first, off the index order_events_later. */
export async function changedOrders(db: Db, from: Date, to: Date, limit: number): Promise<Scope> {
  const rows = await db
    .select({ id: orderEvents.orderId, time: orderEvents.time })
    .from(orderEvents)
    // The same words as the index's.
    .where(and(sql`${orderEvents.version} > 3`, gte(orderEvents.time, from), lt(orderEvents.time, to)))
    .orderBy(asc(orderEvents.time))
    .limit(limit);
  return scopeOf(rows, to, limit);
}

/** Orders that were placed since, oldest first. */
export async function placedOrders(db: Db, from: Date, to: Date, limit: number): Promise<Scope> {
  const placed = and(gte(orders.createdAt, from), lt(orders.createdAt, to));
  const ids = orderIds({}, placed, 'oldest first', limit);
  const rows = await db
    .select({ id: orders.id, time: orders.createdAt })
    .from(orders)
    .where(sql`${orders.id} = any (array(${ids}))`)
    .orderBy(asc(orders.createdAt));
  return scopeOf(rows, to, limit);
}

export type ProgressName = (typeof reconciliationProgress.$inferSelect)['name'];

/** Where the last run came to; null before the first. */
export async function readProgress(db: Db, name: ProgressName): Promise<string | null> {
  const [row] = await db.select().from(reconciliationProgress).where(eq(reconciliationProgress.name, name));
  return row?.place ?? null;
}

export async function noteProgress(db: Db, name: ProgressName, place: string): Promise<void> {
  await db
    .insert(reconciliationProgress)
    .values({ name, place })
    .onConflictDoUpdate({ target: reconciliationProgress.name, set: { place } });
}

function scopeOf(rows: readonly { id: string; time: Date }[], to: Date, limit: number): Scope {
  return {
    ids: [...new Set(rows.map(({ id }) => id))],
    until: rows.length < limit ? to : (rows.at(-1)?.time ?? to),
  };
}
