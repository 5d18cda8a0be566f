import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { progress } from './say.ts';
import { startWorld } from './world/world.ts';
import { stockUp } from './kill/books.ts';
import { Customers } from './kill/customers.ts';
import { type Kill, takeStep } from './kill/drive.ts';
import { nameOf, plan } from './kill/plan.ts';
import { SPECIAL_STOCK } from './kill/purchases.ts';
import { summary } from './kill/summary.ts';
import { killTable } from './kill/table.ts';
import { verify } from './kill/verify.ts';

export interface KillOptions {
  times: number;
  /** Orders under way when it is killed. */
  inFlight: number;
  /** Only the steps whose name holds this: to try it out. */
  only: string;
}

/** Of the violations: the table counts all of them. */
const EXAMPLES = 30;

/**
 * `kill -9` of ours (API and worker in one process) at every point of an order's way to its answer; then whatever was
 * answered is held against what stands. Throws when anything is wrong, after all is written.
 */
export async function benchKill({ times, inFlight, only }: KillOptions): Promise<void> {
  const say = progress();
  // A process that is killed early has no time to compile: it starts on what the first one has compiled.
  process.env['NODE_COMPILE_CACHE'] = join(tmpdir(), 'order-saga-bench-compiled');
  // What the world starts as ours is the variant that can be told to die.
  const folders = { ours: join(import.meta.dirname, 'kill') };
  const world = await startWorld({ peers: ['ours'], temporal: 'postgres', say, folders });
  try {
    await stockUp(world.databaseUrl('ours'), SPECIAL_STOCK);
    // With a provider that takes its time, orders stand everywhere when the process dies.
    await world.setPaymentLatency('lognormal');
    const customers = new Customers(world.url('ours'), `kill-${Date.now()}`);
    const kills: Kill[] = [];
    for (const step of plan(only)) {
      if (kills.length >= times) break;
      kills.push(...(await takeStep({ world, customers, inFlight }, step)));
      say(`${kills.length} of ${times}: ${nameOf(step)}${kills.at(-1)?.missed === true ? ': never came by' : ''}`);
    }
    say('waiting until everybody has an answer');
    await customers.settled();
    const { violations, slowest } = await verify(world, customers, kills, say);
    for (const { number: kill, missed } of kills) {
      if (missed) violations.push({ kill, text: 'the process never came by' });
    }
    const outcome = { kills, purchases: customers.purchases, violations };
    process.stdout.write(`${killTable(outcome)}\n${summary(outcome, slowest)}`);
    if (violations.length === 0) return;
    const examples = violations.slice(0, EXAMPLES).map(({ kill, text }) => `kill ${kill ?? '?'}: ${text}`);
    throw new Error([...examples, `${violations.length} violations`].join('\n'));
  } finally {
    await world.stop();
  }
}
