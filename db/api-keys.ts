import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { and, asc, eq, gt, isNull, or, sql } from 'drizzle-orm';
import type { Db } from './client.ts';
import { apiKeys } from './schema.ts';

export type ApiKey = typeof apiKeys.$inferSelect;
export type NewApiKey = Pick<ApiKey, 'name' | 'role' | 'scopes' | 'storefront' | 'expiresAt'>;

/** How a key looks: a mark that secret scanners find, the prefix, and 256 random bits. */
const KEY = /^osk_([0-9a-f]{12})_[\w-]{43}$/;

/**
 * Makes a key.
 * @returns the key, which nobody can read a second time, and its row
 * @throws Error where the name belongs to keys of another role or storefront
 */
export async function createKey(db: Db, wanted: NewApiKey): Promise<{ key: string; row: ApiKey }> {
  return await db.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`api key ${wanted.name}`}, 0))`);
    const [other] = await tx.select().from(apiKeys).where(eq(apiKeys.name, wanted.name)).limit(1);
    if (other && (other.role !== wanted.role || other.storefront !== wanted.storefront)) {
      const place = other.storefront === null ? 'every storefront' : `storefront ${other.storefront}`;
      throw new Error(`${wanted.name} is a ${other.role} of ${place}: another caller needs another name`);
    }
    const prefix = randomBytes(6).toString('hex');
    const key = `osk_${prefix}_${randomBytes(32).toString('base64url')}`;
    const [row] = await tx
      .insert(apiKeys)
      .values({ ...wanted, prefix, digest: digestOf(key) })
      .returning();
    if (!row) throw new Error('the key was not written');
    return { key, row };
  });
}

const isUsable = and(isNull(apiKeys.revokedAt), or(isNull(apiKeys.expiresAt), gt(apiKeys.expiresAt, sql`now()`)));

/** The row of a key that may be used now; undefined for any other text. Read each time: what is revoked is revoked at once. */
export async function findKey(db: Db, key: string): Promise<ApiKey | undefined> {
  const prefix = KEY.exec(key)?.[1];
  if (prefix === undefined) return undefined;
  const [row] = await db
    .select()
    .from(apiKeys)
    .where(and(eq(apiKeys.prefix, prefix), isUsable));
  return row && timingSafeEqual(Buffer.from(row.digest), Buffer.from(digestOf(key))) ? row : undefined;
}

export async function listKeys(db: Db): Promise<ApiKey[]> {
  return await db.select().from(apiKeys).orderBy(asc(apiKeys.name), asc(apiKeys.createdAt), asc(apiKeys.prefix));
}

/** Revokes it, or lets it stay as it was revoked. @returns its row; undefined where there is none */
export async function revokeKey(db: Db, prefix: string): Promise<ApiKey | undefined> {
  const [row] = await db
    .update(apiKeys)
    .set({ revokedAt: sql`coalesce(${apiKeys.revokedAt}, now())` })
    .where(eq(apiKeys.prefix, prefix))
    .returning();
  return row;
}

/**
 * Makes its successor: another key of the same caller. The old one ends at `until`, or sooner where it would have.
 * @returns the new key; undefined where there is none to succeed, or it cannot be used any more
 * @throws Error where the old one has an end, and none is given: that of its successor is not to be guessed
 */
export async function rotateKey(
  db: Db,
  prefix: string,
  { until, expiresAt }: { until: Date; expiresAt: Date | null },
): Promise<{ key: string; row: ApiKey } | undefined> {
  return await db.transaction(async (tx) => {
    const [old] = await tx
      .select()
      .from(apiKeys)
      .where(and(eq(apiKeys.prefix, prefix), isUsable))
      .for('update');
    if (!old) return undefined;
    const { name, role, scopes, storefront, expiresAt: end } = old;
    if (end && !expiresAt) {
      throw new Error(`Key ${prefix} works until ${end.toISOString()}: its successor needs an end too`);
    }
    await tx
      .update(apiKeys)
      .set({ expiresAt: end && end < until ? end : until })
      .where(eq(apiKeys.prefix, prefix));
    return await createKey(tx, { name, role, scopes, storefront, expiresAt });
  });
}

/** SHA-256 in hex. Enough for 256 random bits: there is nothing to guess, and so nothing to slow down. */
export function digestOf(key: string): string {
  return createHash('sha256').update(key).digest('hex');
}
