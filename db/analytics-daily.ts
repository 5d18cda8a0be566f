import { and, between, eq, exists, sql } from 'drizzle-orm';
import type { DailyFigures } from '../contracts/http.ts';
import type { Db, Tx } from './client.ts';
import { analyticsLines, analyticsOrders } from './schema.ts';

/** Days as `YYYY-MM-DD`, both inclusive. */
export interface DailyFilter {
  from: string;
  to: string;
  storefront?: string | undefined;
  /** Only orders that have it. */
  sku?: string | undefined;
}

/** How many SKUs of a day are named: a year of a large assortment would be no answer. */
const TOP_SKUS = 100;

const { day, storefront, currency, total, wasConfirmed, confirmedAt, shippedAt, deliveredAt, canceledAt } =
  analyticsOrders;
const STANDS = sql`${wasConfirmed} and ${canceledAt} is null`;
const SHIPS_IN = sql`extract(epoch from ${shippedAt} - ${confirmedAt})`;

/** Figures by day, storefront and currency, in this order. Sums above 2^53 - 1 are not exact. */
export async function readDaily(db: Db, filter: DailyFilter): Promise<DailyFigures[]> {
  // One snapshot: the SKUs are those of the same orders.
  const [days, skus] = await db.transaction(async (tx) => [await readDays(tx, filter), await readTopSkus(tx, filter)], {
    isolationLevel: 'repeatable read',
    accessMode: 'read only',
  });
  const skusOf = Map.groupBy(skus, keyOf);
  return days.map((figures) => ({
    day: figures.day,
    storefront: figures.storefront,
    currency: figures.currency,
    orders: figures.orders,
    revenue: figures.revenue,
    canceled: figures.canceled,
    cancelRate: figures.orders === 0 ? null : figures.canceled / figures.orders,
    refused: figures.refused,
    delivered: figures.delivered,
    timeToShip: timeToShip(figures),
    skus: (skusOf.get(keyOf(figures)) ?? []).map(({ sku, units, revenue }) => ({ sku, units, revenue })),
  }));
}

async function readDays(tx: Tx, filter: DailyFilter) {
  return await tx
    .select({
      day,
      storefront,
      currency,
      orders: sql`count(*) filter (where ${wasConfirmed})`.mapWith(Number),
      revenue: sql`coalesce(sum(${total}) filter (where ${STANDS}), 0)`.mapWith(Number),
      canceled: sql`count(${canceledAt}) filter (where ${wasConfirmed})`.mapWith(Number),
      refused: sql`count(*) filter (where not ${wasConfirmed})`.mapWith(Number),
      delivered: sql`count(${deliveredAt})`.mapWith(Number),
      shipped: sql`count(${SHIPS_IN})`.mapWith(Number),
      average: sql`round(avg(${SHIPS_IN}), 3)`.mapWith(Number),
      p50: percentile(0.5),
      p95: percentile(0.95),
    })
    .from(analyticsOrders)
    .where(picked(tx, filter))
    .groupBy(day, storefront, currency)
    .orderBy(day, storefront, currency);
}

async function readTopSkus(tx: Tx, filter: DailyFilter) {
  const { sku, units, revenue } = analyticsLines;
  const sums = tx
    .select({
      day,
      storefront,
      currency,
      sku,
      units: sql`sum(${units})`.mapWith(Number).as('sum_units'),
      revenue: sql`sum(${revenue})`.mapWith(Number).as('sum_revenue'),
      place: sql`row_number() over (
        partition by ${day}, ${storefront}, ${currency} order by sum(${revenue}) desc, ${sku} collate "C")`.as('place'),
    })
    .from(analyticsOrders)
    .innerJoin(analyticsLines, eq(analyticsLines.orderId, analyticsOrders.orderId))
    .where(and(picked(tx, filter), STANDS, filter.sku === undefined ? undefined : eq(sku, filter.sku)))
    .groupBy(day, storefront, currency, sku)
    .as('sums');
  return await tx
    .select()
    .from(sums)
    .where(sql`${sums.place} <= ${TOP_SKUS}`)
    .orderBy(sums.place);
}

function picked(tx: Tx, { from, to, ...only }: DailyFilter) {
  const lines = tx
    .select({ sku: analyticsLines.sku })
    .from(analyticsLines)
    .where(and(eq(analyticsLines.orderId, analyticsOrders.orderId), eq(analyticsLines.sku, only.sku ?? '')));
  return and(
    between(day, from, to),
    only.storefront === undefined ? undefined : eq(storefront, only.storefront),
    only.sku === undefined ? undefined : exists(lines),
  );
}

/** The value of an order that there was, nothing in between. */
function percentile(share: number) {
  return sql`percentile_disc(${sql.raw(String(share))}) within group (order by ${SHIPS_IN})`.mapWith(Number);
}

function timeToShip({ shipped, average, p50, p95 }: Record<'shipped' | 'average' | 'p50' | 'p95', number>) {
  return shipped === 0 ? null : { orders: shipped, averageSeconds: average, p50Seconds: p50, p95Seconds: p95 };
}

function keyOf(row: { day: string; storefront: string; currency: string }): string {
  return JSON.stringify([row.day, row.storefront, row.currency]);
}
