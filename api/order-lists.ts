import { stringify } from 'csv-stringify/sync';
import { OrderView } from '../contracts/http.ts';
import { NDJSON } from '../contracts/http-batches.ts';
import type { QueryOf } from '../contracts/operations.ts';
import type { Db } from '../db/client.ts';
import { listOrders, type OrderFilter } from '../db/order-lists.ts';
import type { Order } from '../domain/order.ts';
import { type Audience, orderView } from '../domain/view.ts';
import { type Caller, storefrontAsked } from './caller.ts';
import { decodePosition, pageOf } from './cursor.ts';
import { audienceOf } from './order-answers.ts';
import type { Handlers } from './routes.ts';

/** So many orders are in memory at a time, however many are exported. */
const EXPORT_PAGE = 500;

type Field = keyof OrderView;
const FIELDS = Object.keys(OrderView.shape) as Field[];

export function orderListHandlers(db: Db): Pick<Handlers, 'listOrders' | 'exportOrders'> {
  return {
    async listOrders({ caller, query }) {
      const { limit, cursor, fields, ...asked } = query;
      const filter = filterOf(caller, asked);
      const found = await listOrders(db, filter, limit + 1, decodePosition(filter, cursor));
      const { data, next } = pageOf(filter, found, limit);
      return { status: 200, body: { data: data.map((order) => shown(order, audienceOf(caller), fields)), next } };
    },

    async exportOrders({ caller, query }) {
      const { format, fields, ...asked } = query;
      const pages = pagesOf(db, filterOf(caller, asked));
      const audience = audienceOf(caller);
      return {
        status: 200,
        headers: {
          'Content-Type': format === 'csv' ? 'text/csv; charset=utf-8' : NDJSON,
          'Content-Disposition': `attachment; filename="orders.${format}"`,
        },
        stream: format === 'csv' ? csv(pages, audience, fields) : ndjson(pages, audience, fields),
      };
    },
  };
}

type Asked = Omit<QueryOf<'exportOrders'>, 'format' | 'fields'>;

/** @throws OrderSagaError `not_found` for another storefront */
function filterOf(caller: Caller, asked: Asked): OrderFilter {
  const { status, customerId, reference, createdFrom, createdTo, metadata, needsAttention, returnStatus } = asked;
  const storefront = storefrontAsked(caller, asked.storefront);
  return {
    ...(storefront === null ? {} : { storefront }),
    ...(status === undefined ? {} : { statuses: [status] }),
    ...(customerId === undefined ? {} : { customerId }),
    ...(reference === undefined ? {} : { reference }),
    ...(createdFrom === undefined ? {} : { createdFrom: new Date(createdFrom) }),
    ...(createdTo === undefined ? {} : { createdTo: new Date(createdTo) }),
    ...(metadata === undefined ? {} : { metadata }),
    ...(needsAttention === undefined ? {} : { needsAttention }),
    ...(returnStatus === undefined ? {} : { returnStatus }),
  };
}

/** All of an order, or its id and these fields, in the order of all. */
function shown(order: Order, audience: Audience, fields: readonly Field[] | undefined): Partial<OrderView> {
  const view = orderView(order, audience);
  if (!fields) return view;
  return Object.fromEntries(
    Object.entries(view).filter(([name]) => name === 'id' || fields.some((one) => one === name)),
  );
}

/** Those that are placed meanwhile come before the first one, and are left out. */
async function* pagesOf(db: Db, filter: OrderFilter): AsyncGenerator<Order[]> {
  let page: Order[];
  let last: Order | undefined;
  do {
    const after = last && { createdAt: new Date(last.createdAt), id: last.id };
    page = await listOrders(db, filter, EXPORT_PAGE, after);
    yield page;
    last = page.at(-1);
  } while (page.length === EXPORT_PAGE);
}

async function* ndjson(pages: AsyncIterable<Order[]>, audience: Audience, fields?: readonly Field[]) {
  for await (const page of pages) {
    yield page.map((order) => `${JSON.stringify(shown(order, audience, fields))}\n`).join('');
  }
}

/** RFC 4180. What a spreadsheet would take for a formula is text, and says so by an apostrophe. */
async function* csv(pages: AsyncIterable<Order[]>, audience: Audience, fields?: readonly Field[]) {
  const columns = FIELDS.filter((name) => name === 'id' || (fields?.includes(name) ?? true));
  const options = { columns, escape_formulas: true, record_delimiter: 'windows' } as const;
  yield stringify([], { ...options, header: true });
  for await (const page of pages)
    yield stringify(
      page.map((order) => orderView(order, audience)),
      options,
    );
}
