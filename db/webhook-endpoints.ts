import { randomBytes } from 'node:crypto';
import { and, desc, eq, getTableColumns, isNull, lt, or, sql } from 'drizzle-orm';
import { SECRET_OVERLAP } from '../domain/webhooks.ts';
import type { Storefront } from '../domain/storefronts.ts';
import type { Db, Tx } from './client.ts';
import { isBehind, type Position } from './positions.ts';
import { webhookEndpoints } from './schema.ts';

type Row = typeof webhookEndpoints.$inferSelect;
type Secrets = 'secret' | 'previousSecret' | 'rotationId';

/** An endpoint without what signs for it. */
export type WebhookEndpoint = Omit<Row, Secrets>;
export type NewWebhookEndpoint = Pick<Row, 'id' | 'storefront' | 'url' | 'eventTypes'>;

const {
  secret: _secret,
  previousSecret: _previous,
  rotationId: _rotation,
  ...shown
} = getTableColumns(webhookEndpoints);

const NEXT = sql`${webhookEndpoints.version} + 1`;

/** Makes an endpoint; the same `id` again makes nothing. @returns it with its secret */
export async function createEndpoint(
  db: Db | Tx,
  wanted: NewWebhookEndpoint,
): Promise<{ endpoint: WebhookEndpoint; secret: string }> {
  await db
    .insert(webhookEndpoints)
    .values({ ...wanted, secret: newSecret() })
    .onConflictDoNothing();
  const made = await findWithSecret(db, wanted.id);
  if (!made) throw new Error('the endpoint was not written');
  return made;
}

export async function findEndpoint(db: Db, id: string): Promise<WebhookEndpoint | undefined> {
  const [row] = await db.select(shown).from(webhookEndpoints).where(eq(webhookEndpoints.id, id));
  return row;
}

/** The same, until the transaction ends: nobody else changes it, and what it is told of waits for nothing. */
export async function lockEndpoint(tx: Tx, id: string): Promise<WebhookEndpoint | undefined> {
  const [row] = await tx.select(shown).from(webhookEndpoints).where(eq(webhookEndpoints.id, id)).for('no key update');
  return row;
}

/** Newest first. @param storefront null: of every one */
export async function listEndpoints(
  db: Db | Tx,
  storefront: Storefront | null,
  limit: number,
  after?: Position,
): Promise<WebhookEndpoint[]> {
  const { createdAt, id } = webhookEndpoints;
  return await db
    .select(shown)
    .from(webhookEndpoints)
    .where(
      and(
        storefront === null ? undefined : eq(webhookEndpoints.storefront, storefront),
        isBehind(webhookEndpoints, after),
      ),
    )
    .orderBy(desc(createdAt), desc(id))
    .limit(limit);
}

export async function changeEndpoint(
  db: Db | Tx,
  id: string,
  change: Partial<Pick<Row, 'url' | 'eventTypes' | 'disabledAt' | 'disabledReason'>>,
): Promise<WebhookEndpoint | undefined> {
  const [row] = await db
    .update(webhookEndpoints)
    .set({ ...change, version: NEXT })
    .where(eq(webhookEndpoints.id, id))
    .returning(shown);
  return row;
}

/** With all that was ever delivered to it; what is on its way ends. */
export async function deleteEndpoint(db: Db | Tx, id: string): Promise<void> {
  await db.delete(webhookEndpoints).where(eq(webhookEndpoints.id, id));
}

/**
 * Gives it another secret; the old one signs beside it for a while. A repeat, or one that was overtaken by a later rotation,
 * changes nothing: it would end a secret that its receiver still goes by.
 * @param rotationId a ULID of when it was asked for
 * @returns it with its secret; undefined where it is not there
 */
export async function rotateSecret(
  db: Db | Tx,
  id: string,
  rotationId: string,
): Promise<{ endpoint: WebhookEndpoint; secret: string } | undefined> {
  const { secret, rotationId: last } = webhookEndpoints;
  await db
    .update(webhookEndpoints)
    .set({
      secret: newSecret(),
      previousSecret: secret,
      previousSecretUntil: new Date(Date.now() + SECRET_OVERLAP),
      rotationId,
      version: NEXT,
    })
    .where(and(eq(webhookEndpoints.id, id), or(isNull(last), lt(last, rotationId))));
  return await findWithSecret(db, id);
}

export async function findWithSecret(
  db: Db | Tx,
  id: string,
): Promise<{ endpoint: WebhookEndpoint; secret: string } | undefined> {
  const [row] = await db
    .select({ endpoint: shown, secret: webhookEndpoints.secret })
    .from(webhookEndpoints)
    .where(eq(webhookEndpoints.id, id));
  return row;
}

/** 256 random bits, in the spec's form. */
function newSecret(): string {
  return `whsec_${randomBytes(32).toString('base64')}`;
}
