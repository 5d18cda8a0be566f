import postgres from 'postgres';
import { z } from 'zod';

const Row = z.object({
  key: z.string(),
  orderId: z.string(),
  /** Null where the key was claimed and no order was written. */
  status: z.string().nullable(),
  cancelReason: z.string().nullable(),
  total: z.coerce.number(),
  paymentUncertain: z.boolean().nullable(),
  /** Types of its events, by version. */
  events: z.array(z.string()),
  /** Versions are 1, 2, 3 … and the last of them is the order's. */
  isContiguous: z.boolean().nullable(),
});
/** What the database has of a key. */
export type KeyRow = z.infer<typeof Row>;

/** Every key that was ever claimed. */
export async function readKeys(url: string): Promise<Map<string, KeyRow>> {
  const sql = postgres(url, { max: 1 });
  try {
    const rows = await sql`
      select key, k.order_id as "orderId", o.status, cancel_reason as "cancelReason", coalesce(total, 0) as total,
        payment_uncertain as "paymentUncertain", coalesce(types, '{}') as events,
        o.version = last and last = written as "isContiguous"
      from idempotency_keys k
      left join orders o on o.id = k.order_id
      left join (
        select order_id, array_agg(type order by version) as types, max(version) as last, count(*) as written
        from order_events group by order_id
      ) e on e.order_id = k.order_id`;
    return new Map(
      z
        .array(Row)
        .parse([...rows])
        .map((row) => [row.key, row]),
    );
  } finally {
    await sql.end({ timeout: 1 });
  }
}

const Claims = z.array(z.object({ orderId: z.string() }));

/** The claim of a key; undefined where there is none. */
export async function readKey(sql: postgres.Sql, key: string): Promise<{ orderId: string } | undefined> {
  return Claims.parse([...(await sql`select order_id as "orderId" from idempotency_keys where key = ${key}`)])[0];
}

/** Puts special SKUs on sale, beside those that no run can sell out. */
export async function stockUp(url: string, stock: Readonly<Record<string, number>>): Promise<void> {
  const sql = postgres(url, { max: 1 });
  try {
    const rows = Object.entries(stock).map(([sku, on_hand]) => ({ sku, location: 'main', on_hand }));
    await sql`insert into inventory ${sql(rows)}`;
  } finally {
    await sql.end({ timeout: 1 });
  }
}
