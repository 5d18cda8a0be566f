import { and, eq, type SQL, sql } from 'drizzle-orm';
import { ORDER_STATUSES } from '../contracts/http.ts';
import type { OrderStatus } from '../domain/states.ts';
import { STOREFRONT_NAMES, type Storefront } from '../domain/storefronts.ts';
import { orders } from './schema.ts';

/** Orders of some storefronts in some states; all of them where none is named. */
export interface Ranges {
  storefront?: Storefront | undefined;
  statuses?: readonly OrderStatus[] | undefined;
}

/**
 * A query for the ids of up to `limit` orders by the time of their creation. The index orders_state has those of one
 * storefront and one status in that order; of several, Postgres merges them and stops at the limit. So one index, which
 * every order pays for, serves all these lists, and none of them reads more the more orders there are.
 */
export function orderIds(
  { storefront, statuses = ORDER_STATUSES }: Ranges,
  condition: SQL | undefined,
  direction: 'oldest first' | 'newest first',
  limit: number,
): SQL {
  const storefronts = storefront === undefined ? STOREFRONT_NAMES : [storefront];
  const order = direction === 'oldest first' ? sql`created_at, id` : sql`created_at desc, id desc`;
  const page = sql`order by ${order} limit ${limit}`;
  const ranges = storefronts.flatMap((one) =>
    statuses.map((status) => {
      const where = and(eq(orders.storefront, one), eq(orders.status, status), condition);
      return sql`select ${orders.createdAt}, ${orders.id} from ${orders} where ${where} ${page}`;
    }),
  );
  return sql`select id from ((${sql.join(ranges, sql`) union all (`)})) as ranges ${page}`;
}
