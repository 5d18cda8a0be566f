import { createHmac, hkdfSync } from 'node:crypto';
import type { Client } from '@temporalio/client';
import type { OrderWorkflows } from '../activities/order-workflows.ts';
import type { Db } from '../db/client.ts';
import {
  beginErasure,
  completeErasure,
  type Erasure,
  findUnfinished,
  listErasures,
  noteErased,
} from '../db/erasures.ts';
import { eraseOrder, ordersOf, type Person, unpublished } from '../db/erasing.ts';
import { newId } from '../db/ids.ts';
import { publishedEvents } from '../db/order-events.ts';
import { findOrder } from '../db/orders.ts';
import { stillNeeded } from '../domain/erasure.ts';
import { type ClaimStore, keyOf } from '../messaging/claim-check.ts';
import type { DeadLetters } from '../messaging/port.ts';
import { QUEUE_NAMES } from '../messaging/topology.ts';
import type { KeyRing, RingKey } from '../vault/key-ring.ts';
import type { OrderKeys } from '../vault/order-keys.ts';
import { workflowId } from './order-gateway.ts';

export interface ErasingDeps {
  db: Db;
  client: Client;
  workflows: OrderWorkflows;
  deadLetters: DeadLetters;
  claims: Pick<ClaimStore, 'drop'>;
  ring: KeyRing;
  orderKeys: OrderKeys;
}

export type Counts = Record<string, number>;

/** An order of the person that is under way, and why. */
export class StillNeeded extends Error {
  override readonly name = 'StillNeeded';
}

/**
 * Erases a person: out of orders and their events, and all that refers to them; the keys of what Temporal has of them; dead letters and claims.
 * Broken off, it is begun again with the same words, and goes on where it was.
 * @param by who does it
 * @returns what went; null where nothing is known of the person
 * @throws StillNeeded before anything was done, naming each order that is under way
 */
export async function erasePerson(deps: ErasingDeps, person: Person, by: string): Promise<Counts | null> {
  const { db, ring, orderKeys } = deps;
  const found = await ordersOf(db, person);
  const unfinished = await findUnfinished(db, proofsOf(ring, person));
  const orderIds = [...new Set([...(unfinished?.orderIds ?? []), ...found.map(({ id }) => id)])];
  if (orderIds.length === 0 && !unfinished) return null;
  await assertOver(deps, orderIds);

  const { id: ringKey } = ring.active;
  const id = unfinished?.id ?? newId();
  await beginErasure(db, { id, proof: proofOf(ring.active, person), ringKey, by, orderIds });
  const counts: Counts = { ...unfinished?.counts };
  const add = async (more: Counts) => {
    for (const [kind, count] of Object.entries(more)) counts[kind] = (counts[kind] ?? 0) + count;
    await noteErased(db, id, counts);
  };

  // Before the rows: they say which words to look for.
  const traces = tracesOf(person, found, orderIds);
  await add({ deadLetters: await dropDeadLetters(deps.deadLetters, traces) });
  for (const orderId of orderIds) {
    const events = await publishedEvents(db, orderId);
    await deps.claims.drop(events.map(keyOf));
    const went = await eraseOrder(db, orderId);
    orderKeys.forget(orderId);
    await add({ ...went, histories: await deleteHistories(deps.client, orderId) });
  }
  // What died meanwhile.
  await add({ deadLetters: await dropDeadLetters(deps.deadLetters, traces) });
  await completeErasure(db, id, counts);
  return counts;
}

/** The record of each time that this person was erased: for whoever has to prove it. */
export async function provenErasures(db: Db, ring: KeyRing, person: Person): Promise<Erasure[]> {
  return await listErasures(db, proofsOf(ring, person));
}

async function assertOver({ db, workflows }: ErasingDeps, orderIds: readonly string[]): Promise<void> {
  const waiting = new Set(await unpublished(db, orderIds));
  const needed: string[] = [];
  for (const orderId of orderIds) {
    const order = await findOrder(db, orderId);
    if (!order) continue;
    const why =
      stillNeeded(order) ??
      (waiting.has(orderId) ? 'it has events to publish' : null) ??
      // Its return window, mostly.
      ((await workflows.isRunning(orderId)) ? `it is ${order.status}, and not closed` : null);
    if (why !== null) needed.push(`order ${orderId} is under way: ${why}`);
  }
  if (needed.length > 0) throw new StillNeeded(`Nothing was erased: ${needed.join('; ')}`);
}

/** What a message may have of the person, as JSON has it. An order's id alone is found in whatever form a message is. */
function tracesOf(person: Person, found: Awaited<ReturnType<typeof ordersOf>>, orderIds: readonly string[]): string[] {
  const names = 'customerId' in person ? [person.customerId] : [person.email];
  const emails = found.flatMap(({ email }) => email ?? []);
  return [...orderIds, ...[...names, ...emails].map((name) => JSON.stringify(name))].map((one) => one.toLowerCase());
}

async function dropDeadLetters(deadLetters: DeadLetters, traces: readonly string[]): Promise<number> {
  let dropped = 0;
  for (const queue of QUEUE_NAMES) {
    const letters = await deadLetters.list(queue);
    const theirs = letters.filter(({ body, reason }) => {
      const text = `${body} ${reason ?? ''}`.toLowerCase();
      return traces.some((trace) => text.includes(trace));
    });
    if (theirs.length > 0)
      dropped += await deadLetters.drop(
        queue,
        theirs.map(({ id }) => id),
      );
  }
  return dropped;
}

/** Nobody can read them any more, but for those from before there were keys. Temporal keeps them until they are deleted. */
async function deleteHistories({ workflow, workflowService, options }: Client, orderId: string): Promise<number> {
  let deleted = 0;
  for await (const { workflowId: id, runId } of workflow.list({ query: `WorkflowId = '${workflowId(orderId)}'` })) {
    await workflowService.deleteWorkflowExecution({
      namespace: options.namespace,
      workflowExecution: { workflowId: id, runId },
    });
    deleted += 1;
  }
  return deleted;
}

function proofOf({ key }: RingKey, person: Person): string {
  const secret = Buffer.from(hkdfSync('sha256', key, '', 'erasures', 32));
  const who = 'customerId' in person ? `customer:${person.customerId}` : `email:${person.email.toLowerCase()}`;
  return createHmac('sha256', secret).update(who).digest('hex');
}

/** Whichever key of the ring was the newest then. */
function proofsOf(ring: KeyRing, person: Person): string[] {
  return ring.keys.map((key) => proofOf(key, person));
}
