import { and, desc, eq, sql } from 'drizzle-orm';
import type { Db } from './client.ts';
import { forgetOldest } from './forgetting.ts';
import { isBehind, type Position } from './positions.ts';
import { auditEntries, orders } from './schema.ts';

export type AuditRow = typeof auditEntries.$inferSelect;
export type BegunAction = Omit<AuditRow, 'createdAt' | 'status' | 'code'>;

/** Puts down what is about to be done. Of a caller without a storefront it is the order's. */
export async function beginAction(db: Db, action: BegunAction): Promise<void> {
  const { storefront, orderId } = action;
  const ofOrder = sql`(select ${orders.storefront} from ${orders} where ${orders.id} = ${orderId})`;
  await db.insert(auditEntries).values({ ...action, storefront: sql`coalesce(${storefront}::text, ${ofOrder})` });
}

/** And what it came to. */
export async function settleAction(db: Db, id: string, outcome: Pick<AuditRow, 'status' | 'code'>): Promise<void> {
  await db.update(auditEntries).set(outcome).where(eq(auditEntries.id, id));
}

export interface AuditFilter {
  /** Only what belongs to this storefront. */
  storefront?: AuditRow['storefront'];
  orderId?: string | undefined;
  actor?: string | undefined;
}

/** Up to `limit` of what was done, newest first. */
export async function listActions(
  db: Db,
  { storefront, orderId, actor }: AuditFilter,
  limit: number,
  after?: Position,
): Promise<AuditRow[]> {
  return await db
    .select()
    .from(auditEntries)
    .where(
      and(
        storefront ? eq(auditEntries.storefront, storefront) : undefined,
        orderId === undefined ? undefined : eq(auditEntries.orderId, orderId),
        actor === undefined ? undefined : eq(auditEntries.actor, actor),
        isBehind(auditEntries, after),
      ),
    )
    .orderBy(desc(auditEntries.createdAt), desc(auditEntries.id))
    .limit(limit);
}

/** Deletes entries that were begun before `before`: up to `limit`, the oldest. @returns how many */
export async function forgetActions(db: Db, before: Date, limit: number): Promise<number> {
  return await forgetOldest(db, auditEntries, auditEntries.createdAt, before, limit);
}
