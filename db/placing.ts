import { sql } from 'drizzle-orm';
import type { Checkout } from '../domain/gateway.ts';
import type { Order, StockQuantity } from '../domain/order.ts';
import { type Allocation, demand } from '../domain/stock.ts';
import { STOREFRONTS } from '../domain/storefronts.ts';
import type { Db } from './client.ts';
import { holdKey } from './idempotency.ts';
import { insertRows, jsonRow, rowsOf, send, statement, text } from './one-statement.ts';
import { appendLocked, tell } from './order-events.ts';
import { lineRows, toOrderRow } from './order-rows.ts';
import { lockOrder } from './orders.ts';
import { paymentIntent } from './payments.ts';
import { idempotencyKeys, inventory, orderEvents, orderLines, orders, payments, reservations } from './schema.ts';
import { allocateStock, reserve } from './stock.ts';
import { holdsAnything } from './stock-release.ts';

export interface Placement {
  order: Order;
  /** Written by this very call, and not found. */
  isNew: boolean;
  /** What came of the stock; undefined when that had been decided before. */
  allocation?: Allocation;
}

/**
 * Writes a new order as PENDING and reserves its stock, in one transaction; an order that is there already is taken
 * on from where it stands. The usual order, all of it at the storefront's first location, is written by one statement;
 * whatever stops that one, the slower way finds out what it was. Nobody is overtaken: while somebody waits for a SKU, none
 * of it is available.
 */
export async function placeOrder(db: Db, checkout: Checkout): Promise<Placement> {
  const { lines, storefront } = checkout.order;
  const [location] = STOREFRONTS[storefront].locations;
  const wanted = demand(lines).map((units) => ({ ...units, location }));
  const order = await write(db, checkout, wanted);
  if (order) return { order, isNew: true, allocation: { kind: 'allocated', reservations: wanted, backorders: [] } };
  const isNew = await ensureWritten(db, checkout);
  return { ...(await reserveForKnown(db, checkout.order.id)), isNew };
}

/** Reserves the stock of an order that has been written, unless it has its stock or is decided. */
export async function reserveForKnown(db: Db, orderId: string): Promise<Placement> {
  return await db.transaction(async (tx) => {
    const order = await lockOrder(tx, orderId);
    const isNew = false;
    if (order.status !== 'PENDING' || (await holdsAnything(tx, orderId))) return { order, isNew };
    const allocation = await allocateStock(tx, order);
    if (allocation.kind !== 'allocated') return { order, isNew, allocation };
    const { reservations: held, backorders } = allocation;
    const data = { reservations: held, ...(backorders.length > 0 ? { backorders } : {}) };
    const [reserved] = await Promise.all([
      appendLocked(tx, order, [{ type: 'stock.reserved', data }]),
      reserve(tx, orderId, allocation),
    ]);
    return { order: reserved, isNew, allocation };
  });
}

/**
 * Writes the order as PENDING and nothing more, unless it is there: from here on it can be looked up.
 * @returns whether this call wrote it
 * @throws OrderSagaError `idempotency_key_reused`
 */
export async function ensureWritten(db: Db, checkout: Checkout): Promise<boolean> {
  if (checkout.claim) await holdKey(db, checkout.claim);
  return (await write(db, checkout, [])) !== null;
}

/**
 * All or nothing: the stock, where each row has enough, locked in the order of all stock (stock-locks.ts); the order, where its id is new
 * and its Idempotency-Key still its own. The claim of that key did not wait for its flush; seen here, it is flushed with
 * this commit at the latest.
 */
const PLACE = statement(sql`
wanted as materialized (select r.* from ${rowsOf(reservations, 'reservations')} order by r.sku collate "C", r.location collate "C"),
free as materialized (
  select w.sku from wanted w cross join lateral (
    select from ${inventory} i
    where i.sku = w.sku and i.location = w.location and i.on_hand - i.reserved >= w.quantity for update)),
placed as (
  ${insertRows(orders, 'order')}
  where (select count(*) from free) = (select count(*) from wanted)
  and (${text('key')} is null or exists (
    select from ${idempotencyKeys}
    where scope = ${text('scope')} and key = ${text('key')} and order_id = r.id))
  on conflict do nothing returning id),
_stock as (
  update ${inventory} i set reserved = i.reserved + w.quantity from wanted w
  where i.sku = any (array(select sku from wanted)) and i.sku = w.sku and i.location = w.location
  and exists (select from placed)),
_lines as (${insertRows(orderLines, 'lines')} where exists (select from placed)),
_payment as (${insertRows(payments, 'payment')} where exists (select from placed)),
_reservations as (${insertRows(reservations, 'reservations')} where exists (select from placed)),
_events as (${insertRows(orderEvents, 'events')} where exists (select from placed))
select exists (select from placed) as written`);

/** The payment's intent is stored with the order, before anybody is asked for money. */
async function write(db: Db, checkout: Checkout, held: StockQuantity[]): Promise<Order | null> {
  const { order, events } = tell(null, [
    { type: 'order.placed', data: { order: checkout.order } },
    ...(held.length > 0 ? [{ type: 'stock.reserved' as const, data: { reservations: held } }] : []),
  ]);
  const intent = paymentIntent(checkout, new Date(order.createdAt));
  const written = await send(db, PLACE, {
    order: [jsonRow(orders, toOrderRow(order))],
    lines: lineRows(order),
    payment: intent ? [jsonRow(payments, intent)] : [],
    reservations: held.map((row) => jsonRow(reservations, { ...row, orderId: order.id })),
    scope: checkout.claim?.scope,
    key: checkout.claim?.key,
    events,
  });
  return written ? order : null;
}
