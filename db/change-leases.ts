import { and, eq, sql } from 'drizzle-orm';
import type { Db } from './client.ts';
import { changeLeases } from './schema.ts';

/** As long as a change may take; whose process has died holds nobody up for longer. */
const LEASE = sql`now() + interval '1 minute'`;

/** @returns whether `holder` alone may change the order now, of all who ask */
export async function takeLease(db: Db, orderId: string, holder: string): Promise<boolean> {
  const { until } = changeLeases;
  const rows = await db
    .insert(changeLeases)
    .values({ orderId, holder, until: LEASE })
    .onConflictDoUpdate({
      target: changeLeases.orderId,
      set: { holder, until: LEASE },
      setWhere: sql`${until} < now() or ${changeLeases.holder} = ${holder}`,
    })
    .returning({ holder: changeLeases.holder });
  return rows.length > 0;
}

export async function leaveLease(db: Db, orderId: string, holder: string): Promise<void> {
  await db.delete(changeLeases).where(and(eq(changeLeases.orderId, orderId), eq(changeLeases.holder, holder)));
}
