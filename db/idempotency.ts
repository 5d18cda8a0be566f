import { and, eq } from 'drizzle-orm';
import type { Db, Tx } from './client.ts';
import { idempotencyKeys } from './schema.ts';

export interface KeyClaim {
  scope: string;
  key: string;
  /** SHA-256 of the canonical body. */
  fingerprint: string;
  orderId: string;
}

/** Claims a key for an order; the first claim stands, and is what comes back. */
export async function claimKey(db: Db | Tx, claim: KeyClaim): Promise<KeyClaim> {
  const inserted = await db.insert(idempotencyKeys).values(claim).onConflictDoNothing().returning();
  if (inserted.length > 0) return claim;
  const [standing] = await db
    .select()
    .from(idempotencyKeys)
    .where(and(eq(idempotencyKeys.scope, claim.scope), eq(idempotencyKeys.key, claim.key)));
  return standing ?? (await claimKey(db, claim));
}
