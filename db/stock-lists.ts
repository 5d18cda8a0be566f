import { and, asc, gt, inArray, sql } from 'drizzle-orm';
import type { Db } from './client.ts';
import type { BackorderRow, InventoryRow } from './inventory.ts';
import { backorders, inventory, stockLevels } from './schema.ts';

export interface SkuStock extends BackorderRow {
  sku: string;
  version: number;
  /** By location. */
  rows: InventoryRow[];
}

/** Up to `limit` SKUs after `after`, by their names, with the stock of each. */
export async function listStock(
  db: Db,
  { prefix, after }: { prefix?: string | undefined; after?: string | undefined },
  limit: number,
): Promise<SkuStock[]> {
  const { sku, location, onHand, reserved, short, version } = inventory;
  return await db.transaction(
    async (tx) => {
      const page = await tx
        .selectDistinct({ sku })
        .from(inventory)
        .where(
          and(
            prefix === undefined ? undefined : sql`starts_with(${sku}, ${prefix})`,
            after === undefined ? undefined : gt(sku, after),
          ),
        )
        .orderBy(asc(sku))
        .limit(limit);
      const skus = page.map((row) => row.sku);
      if (skus.length === 0) return [];
      const [rows, levels, queues] = await Promise.all([
        tx
          .select({ sku, location, onHand, reserved, short, version })
          .from(inventory)
          .where(inArray(sku, skus))
          .orderBy(asc(sku), asc(location)),
        tx
          .select({ sku: stockLevels.sku, backorder: stockLevels.backorder })
          .from(stockLevels)
          .where(inArray(stockLevels.sku, skus)),
        tx
          .select({ sku: backorders.sku, waiting: sql`sum(${backorders.waiting})`.mapWith(Number) })
          .from(backorders)
          .where(inArray(backorders.sku, skus))
          .groupBy(backorders.sku),
      ]);
      const bySku = Map.groupBy(rows, (row) => row.sku);
      return skus.map((name) => {
        const own = bySku.get(name) ?? [];
        return {
          sku: name,
          version: own.reduce((sum, row) => sum + row.version, 0),
          rows: own.map((row) => ({
            location: row.location,
            onHand: row.onHand,
            reserved: row.reserved,
            short: row.short,
          })),
          backorder: levels.find((level) => level.sku === name)?.backorder ?? false,
          waiting: queues.find((queue) => queue.sku === name)?.waiting ?? 0,
        };
      });
    },
    { isolationLevel: 'repeatable read', accessMode: 'read only' },
  );
}
