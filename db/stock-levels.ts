import { eq, inArray, sql } from 'drizzle-orm';
import { stockLowEvent } from '../domain/stock-low.ts';
import type { Tx } from './client.ts';
import { newId } from './ids.ts';
import { outboxRow } from './outbox.ts';
import { inventory, outbox, stockLevels } from './schema.ts';

type Level = typeof stockLevels.$inferSelect;

/**
 * Looks whether SKUs have run low, after something has changed that: one event when fewer units are left to sell than the
 * SKU's threshold, over all locations, and none again until it has been seen at or above it. Call it last in a
 * transaction: of two changes of a SKU at once, the later one sees what both have left.
 */
export async function noteLevels(tx: Tx, skus: readonly string[], usualThreshold: number): Promise<void> {
  const levels = await lockLevels(tx, skus);
  const available = await availableOf(tx, skus);
  for (const level of levels) {
    const units = available.get(level.sku);
    const threshold = level.threshold ?? usualThreshold;
    if (units === undefined || units < threshold === level.low) continue;
    if (level.low) await change(tx, { ...level, low: false });
    else await tellLow(tx, level, units, threshold);
  }
}

async function tellLow(tx: Tx, level: Level, available: number, threshold: number): Promise<void> {
  const sequence = level.sequence + 1;
  await change(tx, { ...level, low: true, sequence });
  const event = { id: newId(), time: new Date().toISOString(), sequence, sku: level.sku, available, threshold };
  await tx.insert(outbox).values(outboxRow(stockLowEvent(event)));
}

async function change(tx: Tx, { sku, low, sequence }: Level): Promise<void> {
  await tx.update(stockLevels).set({ low, sequence }).where(eq(stockLevels.sku, sku));
}

/** Locked in the order of their SKUs, after the stock. */
async function lockLevels(tx: Tx, skus: readonly string[]): Promise<Level[]> {
  const rows = [...new Set(skus)].toSorted().map((sku) => ({ sku }));
  await tx.insert(stockLevels).values(rows).onConflictDoNothing();
  return await tx
    .select()
    .from(stockLevels)
    .where(inArray(stockLevels.sku, [...skus]))
    .orderBy(sql`${stockLevels.sku} collate "C"`)
    .for('update');
}

/** Read without a lock: whoever changes it looks here after that. */
async function availableOf(tx: Tx, skus: readonly string[]): Promise<Map<string, number>> {
  const rows = await tx
    .select({
      sku: inventory.sku,
      available: sql<number>`sum(${inventory.onHand} - ${inventory.reserved})`.mapWith(Number),
    })
    .from(inventory)
    .where(inArray(inventory.sku, [...skus]))
    .groupBy(inventory.sku);
  return new Map(rows.map(({ sku, available }) => [sku, available]));
}
