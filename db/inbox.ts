import { and, eq } from 'drizzle-orm';
import type { Db, Tx } from './client.ts';
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
