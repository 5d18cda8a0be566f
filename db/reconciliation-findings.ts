import { and, asc, count, eq, inArray, isNotNull, isNull } from 'drizzle-orm';
import type { Difference, DifferenceKind } from '../domain/differences.ts';
import { reconciliationEvent } from '../domain/reconciliation-event.ts';
import type { Db, Tx } from './client.ts';
import { forgetOldest } from './forgetting.ts';
import { newId } from './ids.ts';
import { outboxRow } from './outbox.ts';
import { outbox, reconciliationFindings as findings } from './schema.ts';

export type Finding = typeof findings.$inferSelect;

/** What was looked for, and what was found of that. */
export interface Looked {
  subjects: Pick<Finding, 'kind' | 'subject'>[];
  found: Difference[];
}

/**
 * Notes what a look has found: a difference that is new gets its event, one that is known and unchanged gets none, and one
 * that was looked for and is not there any more is resolved. What may have been under way counts when it is seen again.
 */
export async function noteFindings(db: Db, { subjects, found }: Looked): Promise<void> {
  if (subjects.length === 0) return;
  await db.transaction(async (tx) => {
    const open = await openFindings(tx, [...new Set(subjects.map(({ subject }) => subject))]);
    const openAt = new Map(open.map((finding) => [keyOf(finding), finding]));
    const foundAt = new Map(found.map((difference) => [keyOf(difference), difference]));
    for (const key of new Set(subjects.map(keyOf))) {
      const known = openAt.get(key);
      const difference = foundAt.get(key);
      if (known && difference?.counts === 'not yet') continue;
      if (known && difference?.detail === known.detail) await seeAgain(tx, known);
      else {
        if (known) await end(tx, known);
        if (difference) await begin(tx, difference);
      }
    }
  });
}

/** Differences that stand, oldest first; what was seen once and may be under way is none. */
export async function standingFindings(db: Db): Promise<Finding[]> {
  return await db
    .select()
    .from(findings)
    .where(and(isNull(findings.resolvedAt), isNotNull(findings.foundAt)))
    .orderBy(asc(findings.foundAt), asc(findings.id));
}

/** All that is to be looked for again, seen once or more. */
export async function openSubjects(db: Db): Promise<Pick<Finding, 'kind' | 'subject'>[]> {
  return await db
    .select({ kind: findings.kind, subject: findings.subject })
    .from(findings)
    .where(isNull(findings.resolvedAt));
}

/** How many stand, of each kind that has any. */
export async function standingByKind(db: Db): Promise<{ kind: DifferenceKind; count: number }[]> {
  return await db
    .select({ kind: findings.kind, count: count() })
    .from(findings)
    .where(and(isNull(findings.resolvedAt), isNotNull(findings.foundAt)))
    .groupBy(findings.kind);
}

/** Those that were resolved before `before`: up to `limit`. @returns how many */
export async function forgetResolved(db: Db, before: Date, limit: number): Promise<number> {
  return await forgetOldest(db, findings, findings.resolvedAt, before, limit);
}

/** Locked in one order: two runs at once, as an operator's beside the schedule's, take turns. */
async function openFindings(tx: Tx, subjects: string[]): Promise<Finding[]> {
  return await tx
    .select()
    .from(findings)
    .where(and(inArray(findings.subject, subjects), isNull(findings.resolvedAt)))
    .orderBy(asc(findings.id))
    .for('update');
}

async function begin(tx: Tx, { kind, subject, detail, counts }: Difference): Promise<void> {
  const begun = await tx
    .insert(findings)
    .values({ id: newId(), kind, subject, detail })
    // The other run was first.
    .onConflictDoNothing()
    .returning();
  for (const finding of begun) if (counts === 'at once') await report(tx, finding);
}

async function seeAgain(tx: Tx, known: Finding): Promise<void> {
  await tx.update(findings).set({ lastSeen: new Date() }).where(eq(findings.id, known.id));
  if (known.foundAt === null) await report(tx, known);
}

/** What was never told of is forgotten. */
async function end(tx: Tx, { id, foundAt }: Finding): Promise<void> {
  if (foundAt === null) await tx.delete(findings).where(eq(findings.id, id));
  else await tx.update(findings).set({ resolvedAt: new Date() }).where(eq(findings.id, id));
}

async function report(tx: Tx, { id: findingId, kind, subject, detail }: Finding): Promise<void> {
  const time = new Date();
  await tx.update(findings).set({ foundAt: time }).where(eq(findings.id, findingId));
  const event = reconciliationEvent({ id: newId(), findingId, time: time.toISOString(), kind, subject, detail });
  await tx.insert(outbox).values(outboxRow(event));
}

function keyOf({ kind, subject }: Pick<Finding, 'kind' | 'subject'>): string {
  return `${kind} ${subject}`;
}
