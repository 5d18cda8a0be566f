import { and, desc, eq, inArray, isNull } from 'drizzle-orm';
import type { Db } from './client.ts';
import { erasures } from './schema.ts';

export type Erasure = typeof erasures.$inferSelect;

/** One of these persons that was begun and broken off. */
export async function findUnfinished(db: Db, proofs: readonly string[]): Promise<Erasure | undefined> {
  const rows = await db
    .select()
    .from(erasures)
    .where(and(inArray(erasures.proof, [...proofs]), isNull(erasures.completedAt)));
  return rows[0];
}

export async function beginErasure(
  db: Db,
  erasure: Pick<Erasure, 'id' | 'proof' | 'ringKey' | 'by' | 'orderIds'>,
): Promise<void> {
  await db
    .insert(erasures)
    .values(erasure)
    .onConflictDoUpdate({
      target: erasures.id,
      set: { orderIds: erasure.orderIds },
    });
}

export async function noteErased(db: Db, id: string, counts: Record<string, number>): Promise<void> {
  await db.update(erasures).set({ counts }).where(eq(erasures.id, id));
}

/** Which orders they were is nobody's any more. */
export async function completeErasure(db: Db, id: string, counts: Record<string, number>): Promise<void> {
  await db.update(erasures).set({ counts, orderIds: [], completedAt: new Date() }).where(eq(erasures.id, id));
}

/** Newest first. */
export async function listErasures(db: Db, proofs: readonly string[] | null): Promise<Erasure[]> {
  return await db
    .select()
    .from(erasures)
    .where(proofs === null ? undefined : inArray(erasures.proof, [...proofs]))
    .orderBy(desc(erasures.id));
}
