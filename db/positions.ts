import { type SQL, sql } from 'drizzle-orm';
import type { PgColumn } from 'drizzle-orm/pg-core';

/** The place of something in a list, newest first. */
export interface Position {
  createdAt: Date;
  id: string;
}

/** What comes behind `after`; everything without it. */
export function isBehind(
  { createdAt, id }: { createdAt: PgColumn; id: PgColumn },
  after: Position | undefined,
): SQL | undefined {
  return after && sql`(${createdAt}, ${id}) < (${sql.param(after.createdAt, createdAt)}, ${after.id})`;
}
