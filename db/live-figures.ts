import { and, count, inArray, type SQL, sql } from 'drizzle-orm';
import { ORDER_STATUSES } from '../contracts/http.ts';
import type { OrderStatus } from '../domain/states.ts';
import type { Storefront } from '../domain/storefronts.ts';
import type { Db } from './client.ts';
import { hasReturn, orders } from './schema.ts';

const { storefront, status, createdAt, total } = orders;

/**
 * Orders since a time: each storefront and status by itself, as the index orders_state has them. All at once, Postgres would read
 * the whole table where it does not know the time.
 */
function ranges(storefronts: readonly Storefront[], found: SQL): SQL {
  return sql`
    json_array_elements_text(${JSON.stringify(storefronts)}::json) as s(storefront)
    cross join json_array_elements_text(${JSON.stringify(ORDER_STATUSES)}::json) as t(status)
    cross join lateral (${found}) as found`;
}

const since = (time: Date) =>
  sql`${storefront} = s.storefront and ${status} = t.status and ${createdAt} >= ${sql.param(time, createdAt)}`;

/**
 * How storefronts are doing, of one moment: their orders since `day` by status, those since `hour` by minute (Unix time in
 * seconds), and those that wait for a person, however old they are.
 */
export async function readLiveFigures(
  db: Db,
  storefronts: readonly Storefront[],
  { day, hour }: { day: Date; hour: Date },
) {
  return await db.transaction(
    async (tx) => {
      const waiting = (condition: SQL) =>
        tx
          .select({ storefront, orders: count() })
          .from(orders)
          .where(and(condition, inArray(storefront, [...storefronts])))
          .groupBy(storefront);
      const [today, minutes, attention, holds, returns] = await Promise.all([
        tx.execute<{ storefront: Storefront; status: OrderStatus; orders: number; total: number }>(sql`
          select s.storefront, t.status, found.orders, found.total from ${ranges(
            storefronts,
            sql`select count(*)::integer as orders, coalesce(sum(${total}), 0)::float8 as total
              from ${orders} where ${since(day)}`,
          )}`),
        tx.execute<{ storefront: Storefront; minute: number; orders: number }>(sql`
          select s.storefront, found.minute, sum(found.orders)::integer as orders from ${ranges(
            storefronts,
            sql`select extract(epoch from date_trunc('minute', ${createdAt}))::integer as minute, count(*) as orders
              from ${orders} where ${since(hour)} group by 1`,
          )} group by 1, 2`),
        waiting(sql`${orders.needsAttention}`),
        waiting(sql`${status} = 'ON_HOLD'`),
        waiting(sql`(${hasReturn(orders.returns)})`),
      ]);
      return { today, minutes, attention, holds, returns };
    },
    { isolationLevel: 'repeatable read', accessMode: 'read only' },
  );
}
