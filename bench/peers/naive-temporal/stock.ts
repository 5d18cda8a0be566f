import type { Checkout } from '../../../domain/gateway.ts';
import { demand } from '../../../domain/stock.ts';
import { Refusal } from '../shared/outcome.ts';
import { placedAt } from '../shared/outside.ts';
import { pending, type Tx, writing } from '../shared/rows.ts';

/** Writes the order as PENDING and nothing more; one that is there already stays as it is. */
export async function writePending(tx: Tx, checkout: Checkout): Promise<void> {
  const beginning = pending(placedAt(checkout.order.id));
  await tx`with ${writing(tx, checkout, beginning, tx`true`)} select id from written`;
}

/**
 * Takes the stock of an order that has been written, unless it has its stock or is decided: all or nothing, locked in
 * the order of SKUs, as `reserve` does it.
 * @throws Refusal `out_of_stock`, `unknown_sku`
 */
export async function takeStock(tx: Tx, { order }: Checkout): Promise<void> {
  const wanted = demand(order.lines);
  const skus = wanted.map(({ sku }) => sku);
  const [result] = await tx<{ short: { sku: string; available: number | null }[] | null }[]>`
    with waiting as materialized (
      select id from orders where id = ${order.id} and status = 'PENDING'
        and not exists (select from reservations where order_id = ${order.id})
    ), wanted as (
      select * from unnest(${skus}::text[], ${wanted.map(({ quantity }) => quantity)}::int[]) as wanted (sku, quantity)
      where exists (select from waiting)
    ), stock as materialized (
      select sku, on_hand - reserved as available from inventory
      where sku = any(${skus}::text[]) and location = 'main' and exists (select from waiting)
      order by sku for no key update
    ), short as materialized (
      select wanted.sku, wanted.quantity as requested, stock.available
      from wanted left join stock using (sku)
      where stock.sku is null or stock.available < wanted.quantity
    ), held as (
      insert into reservations (order_id, sku, location, quantity)
      select ${order.id}, sku, 'main', quantity from wanted where not exists (select from short)
      returning sku, quantity
    ), taken as (
      update inventory set reserved = inventory.reserved + held.quantity
      from held where inventory.sku = held.sku and inventory.location = 'main'
    )
    select (select json_agg(short) from short) as short`;
  if (!result?.short) return;
  const unknown = result.short.filter(({ available }) => available === null);
  throw unknown.length > 0
    ? new Refusal('unknown_sku', { lines: unknown.map(({ sku }) => ({ sku })) })
    : new Refusal('out_of_stock', { lines: result.short });
}
