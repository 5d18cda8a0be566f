import { and, eq } from 'drizzle-orm';
import type { Db, Tx } from './client.ts';
import { forgetOldest } from './forgetting.ts';
import { inbox } from './schema.ts';

/** Notes that a consumer has handled a message; false when it had been noted before. */
export async function noteHandled(tx: Db | Tx, consumer: string, eventId: string): Promise<boolean> {
  const inserted = await tx.insert(inbox).values({ consumer, eventId }).onConflictDoNothing().returning();
  return inserted.length > 0;
}

export async function wasHandled(db: Db, consumer: string, eventId: string): Promise<boolean> {
  const rows = await db
    .select({ eventId: inbox.eventId })
    .from(inbox)
    .where(and(eq(inbox.consumer, consumer), eq(inbox.eventId, eventId)));
  return rows.length > 0;
}

/**
 * Handles a message once: its effect and the note of it are one transaction. For effects in this database; what acts
 * outside notes its message after it, and is safe to run again.
 */
export async function handleOnce(
  db: Db,
  consumer: string,
  eventId: string,
  effect: (tx: Tx) => Promise<void>,
): Promise<void> {
  await db.transaction(async (tx) => {
    if (await noteHandled(tx, consumer, eventId)) await effect(tx);
  });
}

/** Deletes what was handled before `before`: of it up to `limit`, the oldest. @returns how many */
export async function forgetHandled(db: Db, before: Date, limit: number): Promise<number> {
  return await forgetOldest(db, inbox, inbox.handledAt, before, limit);
}
