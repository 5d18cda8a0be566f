import { and, eq } from 'drizzle-orm';
import { OrderSagaError } from '../domain/errors.ts';
import type { KeyClaim } from '../domain/gateway.ts';
import type { Db } from './client.ts';
import { idempotencyKeys } from './schema.ts';

/** Claims a key for an order; the first claim stands, and is what comes back. */
export async function claimKey(db: Db, claim: KeyClaim): Promise<KeyClaim> {
  const inserted = await db.insert(idempotencyKeys).values(claim).onConflictDoNothing().returning();
  if (inserted.length > 0) return claim;
  const [standing] = await db
    .select()
    .from(idempotencyKeys)
    .where(and(eq(idempotencyKeys.scope, claim.scope), eq(idempotencyKeys.key, claim.key)));
  return standing ?? (await claimKey(db, claim));
}

/**
 * Claims a key again before its order is written. The first claim did not wait for its flush: where a
 * crash of the database lost it, and the key made another order since, this one must not be written.
 * @throws OrderSagaError `idempotency_key_reused`
 */
export async function holdKey(db: Db, claim: KeyClaim): Promise<void> {
  const standing = await claimKey(db, claim);
  if (standing.orderId !== claim.orderId) {
    throw new OrderSagaError('idempotency_key_reused', `The key has made order ${standing.orderId} meanwhile`);
  }
}
