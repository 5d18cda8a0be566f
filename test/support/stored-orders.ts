import type { TransactionSql } from 'postgres';
import type { Database } from '../../db/client.ts';
import { CUSTOMER, REFERENCE, writeTemplates } from './stored-templates.ts';

export interface StoreOptions {
  orders: number;
  /** How many of the newest orders have their public events still in the outbox. */
  unpublished?: number;
  /** What customers' ids begin with. There are ten orders of each. */
  customers?: string;
  /** From the oldest order until now. */
  days?: number;
  progress?: (stored: number) => void;
}

/** At a time: what a transaction has to keep in mind, and how often a long run says that it lives. */
const CHUNK = 50_000;

/**
 * A shop with a past: orders of all storefronts and statuses with everything that belongs to them, copied within the
 * database from one of each kind that our own code has written. The oldest are delivered or canceled, the newest tenth is
 * on its way; one in five thousand has got stuck.
 */
export async function storeOrders({ db, sql }: Database, options: StoreOptions): Promise<void> {
  await writeTemplates(db);
  for (let from = 1; from <= options.orders; from += CHUNK) {
    const to = Math.min(options.orders, from + CHUNK - 1);
    await sql.begin((tx) => copyTemplates(tx, options, from, to));
    options.progress?.(to);
  }
  await sql`delete from outbox where order_id in (select id from orders where reference = ${REFERENCE})`;
  await sql`vacuum analyze`;
}

async function copyTemplates(tx: TransactionSql, options: StoreOptions, from: number, to: number): Promise<void> {
  const { orders, unpublished = 0, customers = 'cus_', days = 700 } = options;
  // Without the checks of foreign keys: half of the time for what cannot be wrong.
  await tx`set local session_replication_role = replica`;
  await tx`
    create temporary table copies on commit drop as
    select n, template.id as template, ${tx.unsafe(ULID)} as id, at as created_at, at - template.created_at as later,
      ${customers} || 1 + (hashint8(n) & 2147483647) % ${Math.ceil(orders / 10)} as customer,
      case when n % 4 = 0 then 'cart-' || n end as reference
    from generate_series(${from}::bigint, ${to}::bigint) as n
    cross join (select ${orders}::bigint as last) as shop
    cross join lateral (
      select date_trunc('milliseconds', now() - (last - n) * ${days}::float8 / last * interval '1 day') as at,
        case when ${tx.unsafe(chance(2))} % 10 < 6 then 'us' when ${tx.unsafe(chance(2))} % 10 < 9 then 'eu' else 'jp' end
          as storefront,
        ${tx.unsafe(STATUS)} as status
    ) as kind
    join orders as template using (storefront, status)
    where template.reference = ${REFERENCE}`;
  for (const [table, { key, changes, only = 'true' }] of Object.entries(TABLES)) {
    await tx.unsafe(
      `insert into ${table}
       select row.* from copies join ${table} as t on t.${key} = copies.template
       cross join lateral jsonb_populate_record(t, jsonb_build_object(${changes})) as row
       where ${only} order by n`,
      only.includes('$1') ? [orders - unpublished] : [],
    );
  }
  await tx`
    insert into idempotency_keys
    select 'shop POST /v1/orders', md5('key' || n), md5(id), id, created_at from copies order by n`;
  await tx`
    update inventory set on_hand = on_hand + held.quantity, reserved = reserved + held.quantity
    from (
      select sku, location, sum(quantity)::integer as quantity
      from reservations join copies on id = order_id group by sku, location
    ) as held
    where inventory.sku = held.sku and inventory.location = held.location`;
}

/** Per mille of the newest tenth, and of the rest. Of `n`, the oldest being 1, in `orders`. */
const STATUS = `
  case
    when n % 5000 = 17 then 'CANCELING'
    when n % 5000 = 18 then 'PENDING'
    when n % 20 = 9 then 'CANCELED'
    when n <= last * 0.9 then 'DELIVERED'
    when n % 20 < 11 then 'PROCESSING'
    when n % 20 < 13 then 'PARTIALLY_SHIPPED'
    else 'SHIPPED'
  end`;

/** A number from 0 on that comes of `n` alone, and of nothing like another. */
function chance(seed: number): string {
  return `(hashint8extended(n, ${seed}) & 2147483647)`;
}

const LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
/** A ULID of the time `at`. */
const ULID = [
  ...Array.from({ length: 10 }, (_, n) => letter(`(extract(epoch from at) * 1000)::bigint >> ${5 * (9 - n)}`)),
  ...Array.from({ length: 16 }, (_, n) => letter(`get_byte(sha256(n::text::bytea), ${n})`)),
].join(' || ');

function letter(number: string): string {
  return `substr('${LETTERS}', 1 + (${number} & 31)::integer, 1)`;
}

/** A template's JSON, of a copy. */
const json = (column: string) =>
  `replace(replace(replace(${column}::text, t.order_id, copies.id), '"${CUSTOMER}"', to_json(customer)::text),
    '"${REFERENCE}"', coalesce(to_json(copies.reference)::text, 'null'))`;

/** A template's authorizations, at the times of a copy. */
const AUTHORIZATIONS = `(
  select coalesce(jsonb_agg(one || jsonb_build_object('authorizedAt',
    to_char(((one ->> 'authorizedAt')::timestamptz + later) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))), '[]')
  from jsonb_array_elements(t.authorizations) as one)`;

/** Where a table's rows of an order are found, and what differs from those of its template: names and values. */
const TABLES: Record<string, { key: string; changes: string; only?: string }> = {
  orders: {
    key: 'id',
    changes: `'id', copies.id, 'customer_id', customer, 'reference', copies.reference,
      'created_at', t.created_at + later, 'updated_at', t.updated_at + later,
      'delivered_at', t.delivered_at + later, 'authorizations', ${AUTHORIZATIONS}`,
  },
  order_lines: { key: 'order_id', changes: `'order_id', copies.id` },
  shipments: { key: 'order_id', changes: `'order_id', copies.id` },
  reservations: { key: 'order_id', changes: `'order_id', copies.id` },
  payments: {
    key: 'order_id',
    changes: `'order_id', copies.id, 'key', replace(t.key, t.order_id, copies.id), 'customer_id', customer,
      'created_at', t.created_at + later`,
  },
  order_events: {
    key: 'order_id',
    changes: `'order_id', copies.id, 'id', left(copies.id, 20) || substr(t.id, 21, 5) || t.version,
      'time', t.time + later, 'data', ${json('t.data')}::jsonb`,
  },
  outbox: {
    key: 'order_id',
    only: 'n > $1',
    changes: `'order_id', copies.id, 'message', ${json('t.message')}, 'partition', strpos('${LETTERS}', right(copies.id, 1)) - 1,
      'created_at', t.created_at + later, 'available_at', t.available_at + later`,
  },
};
