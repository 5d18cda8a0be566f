import { and, count, gte, inArray, type SQL, sql } from 'drizzle-orm';
import { ORDER_STATUSES } from '../contracts/http.ts';
import type { Storefront } from '../domain/storefronts.ts';
import type { Db } from './client.ts';
import { hasReturn, orders } from './schema.ts';

const { storefront, status, createdAt, total } = orders;
const MINUTE = sql`date_trunc('minute', ${createdAt})`.mapWith(createdAt);

/**
 * How storefronts are doing, of one moment: their orders since `day` by status, those since `hour` by minute, and those that
 * wait for a person, however old they are.
 */
export async function readLiveFigures(
  db: Db,
  storefronts: readonly Storefront[],
  { day, hour }: { day: Date; hour: Date },
) {
  const own = inArray(storefront, [...storefronts]);
  // The statuses are named, as the index orders_state has them before the time.
  const since = (time: Date) => and(own, inArray(status, [...ORDER_STATUSES]), gte(createdAt, time));
  return await db.transaction(
    async (tx) => {
      const waiting = (condition: SQL) =>
        tx.select({ storefront, orders: count() }).from(orders).where(and(condition, own)).groupBy(storefront);
      const [today, minutes, attention, holds, returns] = await Promise.all([
        tx
          .select({ storefront, status, orders: count(), total: sql`sum(${total})`.mapWith(Number) })
          .from(orders)
          .where(since(day))
          .groupBy(storefront, status),
        tx
          .select({ storefront, minute: MINUTE, orders: count() })
          .from(orders)
          .where(since(hour))
          .groupBy(storefront, MINUTE),
        waiting(sql`${orders.needsAttention}`),
        waiting(sql`${status} = 'ON_HOLD'`),
        waiting(sql`(${hasReturn(orders.returns)})`),
      ]);
      return { today, minutes, attention, holds, returns };
    },
    { isolationLevel: 'repeatable read', accessMode: 'read only' },
  );
}
