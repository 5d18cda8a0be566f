import { writeFileSync } from 'node:fs';
import { checkTable } from './check-table.ts';
import { judge } from './check-verdict.ts';
import { Blocks, p50 } from './measure/block.ts';
import { gateAll } from './measure/gate-all.ts';
import { inWorld } from './measure/in-world.ts';
import { measureIdle } from './measure/idle.ts';
import { type Measure, measurePairs } from './measure/pairs.ts';
import { aSecondOf } from './measure/usage.ts';
import { warmUp } from './measure/warm-up.ts';
import { progress } from './say.ts';
import { temporalCosts } from './temporal-cost.ts';
import type { PeerName } from './world/world.ts';

export interface CheckOptions {
  /** Where the JSON goes; only the table without it. */
  json?: string;
  /** Of a block; fewer than ten are for trying it out. */
  seconds: number;
  pairs: number;
  /** Some of CHECKED, ours among them; numbers of the others are missing then, and the check fails. */
  peers: PeerName[];
}

const ENGINES: readonly PeerName[] = ['naive-temporal', 'dbos', 'restate'];
const FLOOR = 'empty-workflow';
/** Whom the check compares. */
export const CHECKED: readonly PeerName[] = ['ours', ...ENGINES, FLOOR];

/** The short form: ratios in one run. Throws what voids a number, after all is written. */
export async function benchCheck({ json, seconds, pairs, peers }: CheckOptions): Promise<void> {
  const say = progress();
  await inWorld({ peers, temporal: 'postgres', say }, async (world, generator) => {
    const run = `check-${Date.now()}`;
    const blocks = new Blocks(world, generator, run);
    const measure: Measure = async (plan) => {
      const block = await blocks.measure(plan);
      say(`round ${plan.round + 1}, ${plan.peer}: p50 ${p50(block).toFixed(1)} ms, ${block.rate.toFixed(1)}/s`);
      return block;
    };
    say('warming up');
    for (const peer of peers) await warmUp(blocks, peer);

    const engines = ENGINES.filter((peer) => peers.includes(peer));
    const others = peers.filter((peer) => peer !== 'ours');
    const before = await measureIdle(world, peers);
    say('answers: one order in flight');
    const answers = await measurePairs(engines, pairs, { kind: 'closed', inFlight: 1, seconds }, measure);
    say('rates: 16 orders in flight');
    const rates = await measurePairs(others, pairs, { kind: 'closed', inFlight: 16, seconds }, measure);
    const idle = aSecondOf([...before, ...(await measureIdle(world, peers))]);
    say('the gate: one kill -9 of each, then every row and the ledger');
    const verdicts = await gateAll(world, blocks, peers, say);
    // After the gate, which knows of no order that was shipped.
    say('histories: placed, shipped, delivered');
    const { costs, complaint } = await temporalCosts(world, generator, 'ours', {
      keys: `${run}-life`,
      life: true,
    }).then(
      (found) => ({ costs: found, complaint: [] }),
      (error: unknown) => ({ costs: { answered: [], life: [] }, complaint: [`ours: ${String(error)}`] }),
    );

    const measured = { answers, rates, idle, costs };
    const { result, complaints } = judge(measured, verdicts);
    if (json !== undefined) writeFileSync(json, `${JSON.stringify(result, undefined, 2)}\n`);
    process.stdout.write(checkTable(result, measured));
    say('done');
    const all = [...complaints, ...complaint];
    if (all.length > 0) throw new Error(all.join('\n'));
  });
}
