import { asc, lt, sql } from 'drizzle-orm';
import type { AnyPgColumn, PgTable } from 'drizzle-orm/pg-core';
import type { Db } from './client.ts';

/** Deletes rows whose `time` is before `before`: up to `limit`, the oldest. @returns how many */
export async function forgetOldest(
  db: Db,
  table: PgTable,
  time: AnyPgColumn,
  before: Date,
  limit: number,
): Promise<number> {
  const oldest = db
    .select({ ctid: sql`ctid` })
    .from(table)
    .where(lt(time, before))
    .orderBy(asc(time))
    .limit(limit);
  const { count } = await db.delete(table).where(sql`ctid = any (array(${oldest}))`);
  return count;
}
