import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type postgres from 'postgres';
import { z } from 'zod';

const Row = z.object({ order_id: z.string(), live: z.int(), shipped: z.int() });

/** What the carrier has: one live booking for each order that ships, none for one that was canceled. */
export async function bookingViolations(sql: postgres.Sql, dataDir: string): Promise<string[]> {
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
  return orders.flatMap(({ id, status }) => {
    const { live = 0, shipped = 0 } = booked.get(id) ?? {};
    const wanted = status === 'DELIVERED' ? 1 : 0;
    return live === wanted && shipped === wanted
      ? []
      : [`${id} is ${status} and has ${live} bookings, ${shipped} shipped`];
  });
}
