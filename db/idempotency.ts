import { and, eq, getTableColumns, sql } from 'drizzle-orm';
import { OrderSagaError } from '../domain/errors.ts';
import type { KeyClaim, KeyedRequest, StoredAnswer } from '../domain/gateway.ts';
import type { Db, Tx } from './client.ts';
import { forgetOldest } from './forgetting.ts';
import { idempotencyKeys, orderKeys } from './schema.ts';

/**
 * Claims a key for an order; the first claim stands, and is what comes back. One statement, as a checkout waits for it; where
 * somebody claims the key at the same time, a second one sees what stands. A new order's own key is kept with its claim.
 */
export async function claimKey(db: Db | Tx, claim: KeyClaim): Promise<KeyClaim> {
  const { scope, key, fingerprint, orderId, sealed } = claim;
  const rows = await db.execute<{ fingerprint: string; orderId: string }>(sql`
    with claimed as (
      insert into ${idempotencyKeys} (scope, key, fingerprint, order_id)
      values (${scope}, ${key}, ${fingerprint}, ${orderId})
      on conflict do nothing returning fingerprint, order_id),
    _key as (
      insert into ${orderKeys} (order_id, ring_key, wrapped)
      select order_id, ring_key, wrapped
      from claimed, (values (${sealed?.ringKey ?? null}::text, ${sealed?.wrapped ?? null}::text)) as own (ring_key, wrapped)
      where own.ring_key is not null on conflict do nothing)
    select fingerprint, order_id as "orderId" from claimed
    union all
    select fingerprint, order_id from ${idempotencyKeys} where scope = ${scope} and key = ${key}`);
  const [standing] = rows;
  if (!standing) return await claimKey(db, claim);
  const isOwn = standing.orderId === orderId;
  return { scope, key, ...standing, ...(isOwn && sealed ? { sealed } : {}) };
}

/** The claim that stands, with what has been answered; undefined where the key is new. */
export async function findClaim(
  db: Db,
  { scope, key }: KeyedRequest,
): Promise<(KeyClaim & { answer: StoredAnswer | null }) | undefined> {
  const { createdAt: _createdAt, ...columns } = getTableColumns(idempotencyKeys);
  const rows = await db.select(columns).from(idempotencyKeys).where(ofKey(scope, key));
  return rows[0];
}

/**
 * Keeps the answer of a key that is claimed; the first one stands.
 * @returns what stands; undefined where nobody has claimed the key
 */
export async function keepAnswer(
  db: Db,
  { scope, key }: KeyedRequest,
  answer: StoredAnswer,
): Promise<StoredAnswer | undefined> {
  const given = sql`${JSON.stringify(answer)}::jsonb`;
  const rows = await db
    .update(idempotencyKeys)
    .set({ answer: sql`coalesce(${idempotencyKeys.answer}, ${given})` })
    .where(ofKey(scope, key))
    .returning({ answer: idempotencyKeys.answer });
  return rows[0]?.answer ?? undefined;
}

const ofKey = (scope: string, key: string) => and(eq(idempotencyKeys.scope, scope), eq(idempotencyKeys.key, key));

/** Those that were claimed before `before`: up to `limit`, the oldest. @returns how many */
export async function forgetKeys(db: Db, before: Date, limit: number): Promise<number> {
  return await forgetOldest(db, idempotencyKeys, idempotencyKeys.createdAt, before, limit);
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
