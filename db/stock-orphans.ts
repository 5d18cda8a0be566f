import { sql } from 'drizzle-orm';
import type { StockQuantity } from '../domain/order.ts';
import type { Db } from './client.ts';
import { lockOrder } from './orders.ts';
import { backorders, inventory, orderLines, orders, reservations } from './schema.ts';
import { fitReservations } from './stock-release.ts';

/** Units that an order holds, or waits for, beyond what it may have to ship. */
export type Orphan = { orderId: string; sku: string; units: number };

/**
 * Stock that no order needs: of orders that have ended, or that have less to ship. Looked at in one statement, as every
 * change of an order and of its stock is one transaction: what is under way is not among it.
 */
export async function findOrphans(db: Db): Promise<Orphan[]> {
  return await db.execute<Orphan>(sql`
    with claimed as (
      select order_id, sku, sum(quantity)::integer as units
      from (
        select order_id, sku, quantity from ${reservations}
        union all select order_id, sku, waiting from ${backorders} where waiting > 0
      ) rows
      group by order_id, sku),
    left_to_ship as (
      select l.order_id, l.sku, sum(l.quantity - l.shipped - l.canceled)::integer as units
      from ${orderLines} l where l.order_id in (select order_id from claimed)
      group by l.order_id, l.sku),
    edited as (
      select o.id as order_id, e.sku, sum(e.quantity - coalesce(l.shipped + l.canceled, 0))::integer as units
      from ${orders} o
      cross join lateral jsonb_to_recordset(o.edit -> 'lines') as e (id text, sku text, quantity integer)
      left join ${orderLines} l on l.order_id = o.id and l.id = e.id
      where o.id in (select order_id from claimed) and jsonb_typeof(o.edit) = 'object'
      group by o.id, e.sku)
    select order_id as "orderId", sku,
      c.units - greatest(coalesce(l.units, 0), coalesce(e.units, 0)) as units
    from claimed c left join left_to_ship l using (order_id, sku) left join edited e using (order_id, sku)
    where c.units > greatest(coalesce(l.units, 0), coalesce(e.units, 0))
    order by order_id, sku`);
}

/** Gives back what an order does not need, looked at again under its lock. @returns what was given back */
export async function releaseOrphan(db: Db, orderId: string): Promise<StockQuantity[]> {
  return await db.transaction(async (tx) => await fitReservations(tx, await lockOrder(tx, orderId)));
}

export type ReservedDifference = { sku: string; location: string; reserved: number; held: number };

/** Where the stock says that more, or less, is reserved than orders hold. */
export async function reservedDifferences(db: Db): Promise<ReservedDifference[]> {
  return await db.execute<ReservedDifference>(sql`
    with held as (select sku, location, sum(quantity)::integer as units from ${reservations} group by sku, location)
    select sku, location, coalesce(i.reserved, 0) as reserved, coalesce(h.units, 0) as held
    from ${inventory} i full join held h using (sku, location)
    where coalesce(i.reserved, 0) <> coalesce(h.units, 0)
    order by sku, location`);
}
