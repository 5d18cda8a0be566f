import { and, asc, eq, ne, sql } from 'drizzle-orm';
import type { Db } from './client.ts';
import { forgetOldest } from './forgetting.ts';
import { notifications } from './schema.ts';

type Row = typeof notifications.$inferSelect;

/** What stands about an event's message; `mine` when this very call has claimed it. */
export type Claim = { mine: true } | { mine: false; state: Row['state']; ageMs: number };

/** Claims the message of an event, before it is sent: of all that try, one does. */
export async function claimNotification(db: Db, claim: Pick<Row, 'eventId' | 'orderId' | 'template'>): Promise<Claim> {
  const claimed = await db
    .insert(notifications)
    .values({ ...claim, state: 'claimed' })
    .onConflictDoNothing()
    .returning({ eventId: notifications.eventId });
  if (claimed.length > 0) return { mine: true };
  const [found] = await db
    .select({
      state: notifications.state,
      // By the one clock that all senders share.
      ageMs: sql<number>`extract(epoch from now() - ${notifications.claimedAt}) * 1000`.mapWith(Number),
    })
    .from(notifications)
    .where(eq(notifications.eventId, claim.eventId));
  // Released in between: whoever held it tries again.
  return found ? { mine: false, ...found } : { mine: false, state: 'claimed', ageMs: 0 };
}

export async function settleNotification(
  db: Db,
  eventId: string,
  state: 'sent' | 'refused' | 'unknown',
  reason: string | null = null,
): Promise<void> {
  await db
    .update(notifications)
    .set({ state, reason, settledAt: sql`now()` })
    .where(eq(notifications.eventId, eventId));
}

/** It was not sent, for sure: the next one may claim it. */
export async function releaseNotification(db: Db, eventId: string): Promise<void> {
  await db.delete(notifications).where(and(eq(notifications.eventId, eventId), eq(notifications.state, 'claimed')));
}

/** What was not sent, or perhaps not, oldest first: refused, of unknown end, or still claimed. */
export async function listNotSent(db: Db): Promise<Row[]> {
  return await db
    .select()
    .from(notifications)
    .where(ne(notifications.state, 'sent'))
    .orderBy(asc(notifications.claimedAt));
}

/** Deletes what was claimed before `before`: of it up to `limit`, the oldest. @returns how many */
export async function forgetNotifications(db: Db, before: Date, limit: number): Promise<number> {
  return await forgetOldest(db, notifications, notifications.claimedAt, before, limit);
}
