import { setTimeout as sleep } from 'node:timers/promises';
import { workflowId } from '../../bin/order-gateway.ts';
import { inspect } from '../world/gate.ts';
import type { World } from '../world/world.ts';
import { decisionsOf, waitOf } from './answers.ts';
import { readKeys } from './books.ts';
import type { Customers } from './customers.ts';
import type { Kill } from './drive.ts';
import { moneyByOrder } from './money.ts';
import type { Kind, Purchase } from './purchases.ts';
import { healthyOrders, tooManyRefused } from './refused.ts';
import { type Standing, wrongWith, wrongWorkflow } from './truth.ts';
import { openWorkflows, type Workflows } from './workflows.ts';

/** What is wrong; `kill` is the one that cut the order off, undefined for what no order is named with. */
export interface Violation {
  kill: number | undefined;
  text: string;
}

/** An order that was cut off and long without an answer. */
export interface Slow {
  kind: Kind;
  seconds: number;
  /** How often its workflow task was given out. */
  attempts: number;
}

/** Asks everybody's key once more, then holds all answers against the database, the ledger and Temporal. */
export async function verify(
  world: World,
  customers: Customers,
  kills: readonly Kill[],
  say: (line: string) => void,
): Promise<{ violations: Violation[]; slowest: Slow[] }> {
  const { purchases } = customers;
  say(`asking for all ${purchases.length} orders again`);
  await customers.askAgain(8);
  say('the gate of the bench: every row and the ledger');
  const answers = purchases.flatMap(({ key, answers: all }) => decisionsOf(all).map((answer) => ({ key, ...answer })));
  const { wrong } = await inspect(world, 'ours', answers);

  say('every answer against the events, the ledger and the workflows');
  const workflows = await openWorkflows(world.temporalAddress);
  try {
    const standing = await whatStands(world, workflows);
    const killOf = new Map(kills.map(({ chosen, number }) => [chosen?.key, number]));
    const refused = tooManyRefused(healthyOrders(purchases, kills));
    const violations: Violation[] = [...wrong, ...refused].map((text) => ({ kill: undefined, text }));
    for (const purchase of purchases) {
      const kill = killOf.get(purchase.key) ?? purchase.cutOffBy;
      const orderId = standing.keys.get(purchase.key)?.orderId;
      const texts = wrongWith(purchase, standing);
      if (orderId !== undefined && texts.length > 0) {
        texts.push(`its workflow: ${await workflows.waitsFor(orderId).catch(String)}`);
      }
      violations.push(...texts.map((text) => ({ kill, text: `${purchase.key}: ${text}` })));
    }
    for (const [key = '', kill] of killOf) {
      const orderId = standing.keys.get(key)?.orderId;
      const failed = orderId === undefined ? [] : await workflows.failedTasks(orderId);
      violations.push(...failed.map((why) => ({ kill, text: `${key}: a workflow task failed: ${why}` })));
    }
    return { violations, slowest: await slowestOf(purchases, workflows) };
  } finally {
    await workflows.close();
  }
}

const SLOWEST = 3;

/** Temporal's server gives a task that was lost three times out again ever later. */
async function slowestOf(purchases: readonly Purchase[], workflows: Workflows): Promise<Slow[]> {
  const slowest = purchases.filter(({ cutOffBy }) => cutOffBy !== undefined).toSorted((a, b) => waitOf(b) - waitOf(a));
  return await Promise.all(
    slowest.slice(0, SLOWEST).map(async (one) => ({
      kind: one.kind,
      seconds: waitOf(one),
      attempts: await workflows.attempts(decisionsOf(one.answers)[0]?.orderId ?? '').catch(() => 0),
    })),
  );
}

/** A task that was lost several times is given out again ever later: 646 s were seen. */
const AGREE_WITHIN_MS = 900_000;

/** A workflow may be behind its order, and Temporal's list behind that: once all agree, or when they should have. */
async function whatStands(world: World, workflows: Workflows): Promise<Standing> {
  const until = Date.now() + AGREE_WITHIN_MS;
  for (;;) {
    const keys = await readKeys(world.databaseUrl('ours'));
    const listed = await workflows.list();
    const agree = [...keys.values()].every(
      (row) => wrongWorkflow(row, listed.get(workflowId(row.orderId))).length === 0,
    );
    if (agree || Date.now() > until) {
      return { keys, money: moneyByOrder(await world.ledger()), workflows: listed };
    }
    await sleep(1_000);
  }
}
