import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type postgres from 'postgres';
import { z } from 'zod';

const Row = z.object({ order_id: z.string(), live: z.int(), shipped: z.int() });

export interface Bookings {
  /** Parcels of canceled orders: they had left when the carrier was told, or before the order heard of it. */
  crossed: number;
  violations: string[];
}

/** What the carrier has: one parcel for each order that was delivered; of a canceled one nothing that could still leave. */
export async function bookingBooks(sql: postgres.Sql, dataDir: string): Promise<Bookings> {
  const carrier = new DatabaseSync(join(dataDir, 'simulators.sqlite'), { readOnly: true });
  const rows = z.array(Row).parse(
    carrier
      .prepare(
        `SELECT order_id, sum(canceled_at IS NULL) AS live, sum(shipped_at IS NOT NULL) AS shipped
         FROM shipments GROUP BY order_id`,
      )
      .all(),
  );
  carrier.close();
  const booked = new Map(rows.map((row) => [row.order_id, row]));
  const orders = await sql<{ id: string; status: string }[]>`select id, status from orders`;
  const books: Bookings = { crossed: 0, violations: [] };
  for (const { id, status } of orders) {
    const { live = 0, shipped = 0 } = booked.get(id) ?? {};
    const hasCrossed = status === 'CANCELED' && live === 1 && shipped === 1;
    const wanted = status === 'DELIVERED' ? 1 : 0;
    if (hasCrossed) books.crossed += 1;
    else if (live !== wanted || shipped !== wanted) {
      books.violations.push(`${id} is ${status} and has ${live} bookings, ${shipped} shipped`);
    }
  }
  return books;
}
