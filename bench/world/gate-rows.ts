import postgres from 'postgres';
import { z } from 'zod';

const Order = z.object({
  id: z.string(),
  status: z.string(),
  cancelReason: z.string().nullable(),
  total: z.coerce.number(),
  currency: z.string(),
  /** How many keys name it. */
  keys: z.coerce.number(),
  /** Its payment is noted as authorized, with the provider's id. */
  paid: z.boolean(),
  /** Types of its public events. */
  events: z.array(z.string()),
});
/** An order as its peer's database has it, with what belongs to it. */
export type OrderRow = z.infer<typeof Order>;

const Stock = z.object({
  sku: z.string(),
  reserved: z.coerce.number(),
  held: z.coerce.number(),
  sold: z.coerce.number(),
});
/** Units of a SKU: taken from what is on hand, held by orders, and in the lines of orders that go on. */
export type StockRow = z.infer<typeof Stock>;

export interface Books {
  orders: OrderRow[];
  /** Only where the three differ. */
  stock: StockRow[];
}

/** Reads all of a peer's orders, in one transaction: what belongs together is seen together. */
export async function readBooks(url: string): Promise<Books> {
  return await connected(url, async (sql) => {
    const [orders, stock] = await sql.begin('isolation level repeatable read read only', async (tx) => [
      await tx`
        select id, status, cancel_reason as "cancelReason", total, currency,
          coalesce(claims.count, 0) as keys,
          exists (
            select from payments
            where order_id = orders.id and payments.status = 'authorized' and intent_id is not null
          ) as paid,
          array(select event_type from outbox where order_id = orders.id order by sequence) as events
        from orders
        left join (select order_id, count(*) from idempotency_keys group by order_id) as claims on order_id = id`,
      await tx`
        select sku, reserved, coalesce(held, 0) as held, coalesce(sold, 0) as sold
        from (select sku, sum(reserved) as reserved from inventory group by sku) as taken
        left join (select sku, sum(quantity) as held from reservations group by sku) as holding using (sku)
        left join (
          select sku, sum(quantity) as sold from order_lines join orders on orders.id = order_id
          where status = 'PROCESSING' group by sku
        ) as selling using (sku)
        where reserved <> coalesce(held, 0) or reserved <> coalesce(sold, 0)`,
    ]);
    return { orders: z.array(Order).parse(orders), stock: z.array(Stock).parse(stock) };
  });
}

const Count = z.tuple([z.object({ count: z.coerce.number() })]);

/** How many orders are on their way still: to a decision, or out of one that is taken back. */
export async function countUndecided(url: string): Promise<number> {
  return await connected(url, async (sql) => {
    const rows = await sql`select count(*) from orders where status not in ('PROCESSING', 'CANCELED')`;
    return Count.parse([...rows])[0].count;
  });
}

async function connected<T>(url: string, work: (sql: postgres.Sql) => Promise<T>): Promise<T> {
  const sql = postgres(url, { max: 1, onnotice: () => undefined });
  try {
    return await work(sql);
  } finally {
    await sql.end({ timeout: 1 });
  }
}
