import { like } from 'drizzle-orm';
import { readEvents } from '../../db/order-events.ts';
import { listOrders } from '../../db/order-lists.ts';
import { orders } from '../../db/schema.ts';
import { thereAndBack } from '../measure/turns.ts';
import { percentile } from '../load/statistics.ts';
import type { Shop } from './shop.ts';

/** An order of the past, by its place in the list of all. */
interface Middle {
  id: string;
  createdAt: Date;
  customerId: string;
  reference: string;
}

const PAGE = 20;
const TIMES = 100;
const DAY_MS = 24 * 60 * 60 * 1000;

type List = (shop: Shop, middle: Middle) => Promise<unknown>;

/** Each fills a page in both shops, but for those of one customer and one reference. */
const LISTS: Record<string, List> = {
  'operator: newest': ({ database: { db } }) => listOrders(db, {}, PAGE),
  'operator: by cursor': ({ database: { db } }, middle) => listOrders(db, {}, PAGE, middle),
  'operator: canceled, by cursor': ({ database: { db } }, middle) =>
    listOrders(db, { statuses: ['CANCELED'] }, PAGE, middle),
  'checkout: newest': ({ database: { db } }) => listOrders(db, { storefront: 'us' }, PAGE),
  'checkout: by cursor': ({ database: { db } }, middle) => listOrders(db, { storefront: 'us' }, PAGE, middle),
  'checkout: delivered, by cursor': ({ database: { db } }, middle) =>
    listOrders(db, { storefront: 'us', statuses: ['DELIVERED'] }, PAGE, middle),
  'checkout: up to a day': ({ database: { db } }, { createdAt }) =>
    listOrders(db, { storefront: 'us', createdTo: new Date(+createdAt - DAY_MS) }, PAGE),
  'of a customer': ({ database: { db } }, { customerId }) => listOrders(db, { storefront: 'us', customerId }, PAGE),
  'of a reference': ({ database: { db } }, { reference }) => listOrders(db, { storefront: 'us', reference }, PAGE),
  timeline: ({ database: { db } }, { id }) => readEvents(db, id, 0, PAGE),
};

export interface ListTimes {
  list: string;
  /** Milliseconds; the query and what makes orders of its rows, without HTTP. */
  few: number;
  many: number;
}

/** In turns, there and back. */
export async function timeLists(few: Shop, many: Shop): Promise<ListTimes[]> {
  const shops = [
    { shop: few, middle: await middleOf(few), times: new Map<string, number[]>() },
    { shop: many, middle: await middleOf(many), times: new Map<string, number[]>() },
  ];
  for (let round = 0; round < TIMES; round += 1) {
    for (const [name, list] of Object.entries(LISTS)) {
      for (const { shop, middle, times } of thereAndBack(shops, round)) {
        const begun = performance.now();
        await list(shop, middle);
        times.set(name, [...(times.get(name) ?? []), performance.now() - begun]);
      }
    }
  }
  const [p50OfFew, p50OfMany] = shops.map(
    ({ times }) =>
      (name: string) =>
        percentile(times.get(name) ?? [], 0.5),
  );
  return Object.keys(LISTS).map((list) => ({
    list,
    few: p50OfFew?.(list) ?? Number.NaN,
    many: p50OfMany?.(list) ?? Number.NaN,
  }));
}

async function middleOf({ database: { db } }: Shop): Promise<Middle> {
  const isInCart = like(orders.reference, 'cart-%');
  const { id, createdAt, customerId, reference } = orders;
  const [middle] = await db
    .select({ id, createdAt, customerId, reference })
    .from(orders)
    .where(isInCart)
    .orderBy(id)
    .offset(Math.floor((await db.$count(orders, isInCart)) / 2))
    .limit(1);
  if (!middle?.customerId || !middle.reference) throw new Error('no stored order has a customer and a reference');
  return { ...middle, customerId: middle.customerId, reference: middle.reference };
}
