import { type Goods, leftOf, type ModelOrder, Refused, type Shop, sum } from './shop.ts';

/** Stock in the model, summed over its locations: an order holds what it has to ship and does not wait for. */

export function goodsOf(shop: Shop, sku: string): Goods {
  const goods = shop.goods[sku];
  if (!goods) throw new RangeError(`the model has no SKU ${sku}`);
  return goods;
}

export const onHand = ({ start, received, shipped, restocked }: Goods) => start + received - shipped + restocked;

const openOf = (order: ModelOrder, sku: string) => sum(order.lines.filter((line) => line.sku === sku).map(leftOf));

export const waitingOf = (shop: Shop, sku: string, order?: string) =>
  sum(goodsOf(shop, sku).queue.flatMap((one) => (order === undefined || one.order === order ? [one.units] : [])));

export const reservedOf = (shop: Shop, sku: string) =>
  sum(shop.orders.map((order) => openOf(order, sku))) - waitingOf(shop, sku);

const available = (shop: Shop, sku: string) => onHand(goodsOf(shop, sku)) - reservedOf(shop, sku);

export function bySku(units: readonly { sku: string; quantity: number }[]): Map<string, number> {
  const sums = new Map<string, number>();
  for (const { sku, quantity } of units) sums.set(sku, (sums.get(sku) ?? 0) + quantity);
  return sums;
}

/** All or nothing. Call it before the order has these units. */
export function claim(shop: Shop, order: string, wanted: ReadonlyMap<string, number>): void {
  const missing = [...wanted]
    .map(([sku, units]) => ({ sku, units: Math.max(0, units - available(shop, sku)) }))
    .filter(({ units }) => units > 0);
  if (missing.some(({ sku }) => !goodsOf(shop, sku).backorder)) throw new Refused('out_of_stock');
  for (const { sku, units } of missing) goodsOf(shop, sku).queue.push({ order, units });
}

/** An order has units less to ship: first those that it waits for, the last of them first. Call it afterwards. */
export function giveUp(shop: Shop, order: string, sku: string, units: number): void {
  let left = units;
  for (const one of goodsOf(shop, sku).queue.toReversed()) {
    if (one.order !== order) continue;
    const less = Math.min(left, one.units);
    one.units -= less;
    left -= less;
  }
  serve(shop, sku);
}

/** First come, first served. */
export function serve(shop: Shop, sku: string): void {
  const goods = goodsOf(shop, sku);
  for (const one of goods.queue) one.units -= Math.min(one.units, Math.max(0, available(shop, sku)));
  goods.queue = goods.queue.filter(({ units }) => units > 0);
}
