import { and, eq, isNull, sql } from 'drizzle-orm';
import type { WebhookAttempt, WebhookDelivery, WebhookState } from '../domain/webhooks.ts';
import type { Db, Tx } from './client.ts';
import { webhookDeliveries, webhookEndpoints } from './schema.ts';
import { lockEndpoint } from './webhook-endpoints.ts';

/** Notes an attempt, and what has become of the delivery by it: what was taken once, by a replay perhaps, stays so. */
export async function noteAttempt(
  db: Db | Tx,
  id: string,
  attempt: WebhookAttempt,
  state: WebhookState,
): Promise<void> {
  await db
    .update(webhookDeliveries)
    .set({
      attempts: sql`${webhookDeliveries.attempts} || ${JSON.stringify([attempt])}::jsonb`,
      state: sql`case ${webhookDeliveries.state} when 'delivered' then 'delivered' else ${state} end`,
    })
    .where(eq(webhookDeliveries.id, id));
}

/** The endpoint has said that it is gone for good: it is told nothing more. */
export async function noteGone(db: Db, { id, endpointId }: WebhookDelivery, attempt: WebhookAttempt): Promise<void> {
  await db.transaction(async (tx) => {
    // The endpoint first, as whoever deletes it does.
    await disable(tx, endpointId, 'it answered 410 Gone');
    await noteAttempt(tx, id, attempt, 'disabled');
  });
}

/**
 * A delivery has failed for the last time. Where the endpoint has taken nothing at all since it began, it is told nothing
 * more: nobody is there.
 * @param began when its first attempt was made
 * @returns whether that has disabled it
 */
export async function noteGivenUp(
  db: Db,
  { id, endpointId }: WebhookDelivery,
  attempt: WebhookAttempt,
  began: string,
): Promise<boolean> {
  return await db.transaction(async (tx) => {
    await lockEndpoint(tx, endpointId);
    await noteAttempt(tx, id, attempt, 'failed');
    if (await hasTaken(tx, endpointId, began)) return false;
    return await disable(tx, endpointId, `it took nothing from ${began} on, while a delivery was tried to the end`);
  });
}

export async function settleDelivery(db: Db, id: string, state: WebhookState): Promise<void> {
  await db.update(webhookDeliveries).set({ state }).where(eq(webhookDeliveries.id, id));
}

async function hasTaken(tx: Tx, endpointId: string, since: string): Promise<boolean> {
  // Times are all written alike, and so are in the order of their letters.
  const taken = '$[*] ? (@.status >= 200 && @.status < 300 && @.time >= $since)';
  const rows = await tx
    .select({ id: webhookDeliveries.id })
    .from(webhookDeliveries)
    .where(
      and(
        eq(webhookDeliveries.endpointId, endpointId),
        sql`jsonb_path_exists(${webhookDeliveries.attempts}, ${taken}::jsonpath, ${JSON.stringify({ since })}::jsonb)`,
      ),
    )
    .limit(1);
  return rows.length > 0;
}

/** @returns false where it is disabled, or gone */
async function disable(tx: Tx, id: string, reason: string): Promise<boolean> {
  const rows = await tx
    .update(webhookEndpoints)
    .set({ disabledAt: sql`now()`, disabledReason: reason, version: sql`${webhookEndpoints.version} + 1` })
    .where(and(eq(webhookEndpoints.id, id), isNull(webhookEndpoints.disabledAt)))
    .returning({ id: webhookEndpoints.id });
  return rows.length > 0;
}
