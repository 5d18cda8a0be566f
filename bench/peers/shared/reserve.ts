import { OrderSagaError } from '../../../domain/errors.ts';
import type { Checkout } from '../../../domain/gateway.ts';
import { demand } from '../../../domain/stock.ts';
import { Refusal } from './outcome.ts';
import { placedAt } from './outside.ts';
import { type Beginning, pending, type Tx, writing } from './rows.ts';

export type { Tx } from './rows.ts';

export interface Written {
  written: boolean;
  /** What is missing; `available` is null for a SKU that nobody knows. */
  short: { sku: string; requested: number; available: number | null }[] | null;
}

/**
 * Writes the order as PENDING, with its lines, its payment's intent and its key, and takes its stock: all or nothing,
 * one round trip. An order that is there already stays as it is.
 * @throws Refusal `out_of_stock`, `unknown_sku`, with the lines it is about
 */
export async function reserve(tx: Tx, checkout: Checkout): Promise<void> {
  const [result] = await tx<Written[]>`
    with ${takingStock(tx, checkout, pending(placedAt(checkout.order.id)))}
    ${whatBecame(tx)}`;
  if (result?.written !== true) await explain(tx, checkout, result?.short ?? null);
}

/** The end of a statement that begins with `takingStock`. */
export const whatBecame = (tx: Tx) =>
  tx`select exists (select from written) as written, (select json_agg(short) from short) as short`;

/**
 * The CTEs that write an order and take its stock, `written` and `short` among them.
 *
 * Stock is locked in the order of SKUs before anything is written, so no two orders wait for each other; what a lock
 * waited for is read as it is then, so nothing is sold twice. For an order that is there no stock is locked: `cancel`
 * locks the order first and its stock second.
 */
export function takingStock(tx: Tx, checkout: Checkout, beginning: Beginning) {
  const wanted = demand(checkout.order.lines);
  const skus = wanted.map(({ sku }) => sku);
  return tx`
    wanted as (
      select * from unnest(${skus}::text[], ${wanted.map(({ quantity }) => quantity)}::int[]) as wanted (sku, quantity)
    ), stock as materialized (
      select sku, on_hand - reserved as available from inventory
      where sku = any(${skus}::text[]) and location = 'main'
        and not exists (select from orders where id = ${checkout.order.id})
      order by sku for no key update
    ), short as materialized (
      select wanted.sku, wanted.quantity as requested, stock.available
      from wanted left join stock using (sku)
      where stock.sku is null or stock.available < wanted.quantity
    ), ${writing(tx, checkout, beginning, tx`not exists (select from short)`)}, taken as (
      update inventory set reserved = inventory.reserved + wanted.quantity
      from written, wanted
      where inventory.sku = wanted.sku and inventory.location = 'main'
    ), held as (
      insert into reservations (order_id, sku, location, quantity)
      select written.id, wanted.sku, 'main', wanted.quantity from written, wanted
    )`;
}

/**
 * Why an order was not written: returns where it is there already. Asked anew, as a first run of this very order may
 * have been what took the stock.
 */
export async function explain(tx: Tx, { order }: Checkout, short: Written['short']): Promise<void> {
  const standing = await tx`select from orders where id = ${order.id}`;
  if (standing.length > 0) return;
  if (!short) throw new OrderSagaError('idempotency_key_reused', 'The key has made another order meanwhile');
  const unknown = short.filter(({ available }) => available === null);
  throw unknown.length > 0
    ? new Refusal('unknown_sku', { lines: unknown.map(({ sku }) => ({ sku })) })
    : new Refusal('out_of_stock', { lines: short });
}
