import { measureRoundOf } from './compare-round.ts';
import { describeMachine, describeVersions } from './machine.ts';
import { Blocks } from './measure/block.ts';
import { gateAll } from './measure/gate-all.ts';
import { inWorld } from './measure/in-world.ts';
import { measureIdle } from './measure/idle.ts';
import { PEERS } from './measure/peers.ts';
import { aSecondOf } from './measure/usage.ts';
import { warmUp } from './measure/warm-up.ts';
import { kept, loadsOf, readResults, type Results, type Server, type Wanted, writeResults } from './results.ts';
import { temporalCosts } from './temporal-cost.ts';
import type { PeerName } from './world/world.ts';

/** What was measured before of what is not wanted now is kept. */
export interface CompareOptions extends Wanted {
  servers: Server[];
  pairs: number;
  /** Of the closed-loop blocks. */
  seconds: number;
  /** Orders at each rate, of all rounds together: fewer than LEAST_FOR_P99 have no p99. */
  samples: number;
  out?: string;
}

/** What does not go through Temporal is measured once, beside its Postgres-backed server. */
const PEERS_BESIDE: Record<Server, PeerName[]> = {
  postgres: ['ours', 'naive-temporal', 'dbos', 'restate', 'plain', 'empty-workflow'],
  dev: ['ours', 'naive-temporal', 'empty-workflow'],
};

/** Of what is wrong with a peer. */
const EXAMPLES = 20;

/** The long form: all columns, saved as raw results after each round; `bench report` makes REPORT.md of them. */
export async function benchCompare(options: CompareOptions): Promise<void> {
  const closed = options.closed && options.latencies.includes('none');
  for (const server of options.servers) await compareBeside(server, { ...options, closed });
}

async function compareBeside(server: Server, options: CompareOptions): Promise<void> {
  const begun = performance.now();
  const say = (line: string) => {
    process.stderr.write(`${((performance.now() - begun) / 60_000).toFixed(1).padStart(6)} min  ${server}: ${line}\n`);
  };
  const peers = PEERS_BESIDE[server];
  await inWorld({ peers, temporal: server, say }, async (world, generator) => {
    const run = `compare-${Date.now()}`;
    const blocks = new Blocks(world, generator, run);
    const session: Results['sessions'][number] = {
      loads: loadsOf(options),
      machine: describeMachine(),
      startedAt: new Date().toISOString(),
      finishedAt: null,
      pairs: options.pairs,
      gate: {},
    };
    const results: Results = {
      server,
      versions: await describeVersions(world, peers),
      ...kept(readResults(server, options.out), options),
    };
    results.sessions.push(session);
    say('warming up');
    for (const peer of peers) await warmUp(blocks, peer);
    const idle = await measureIdle(world, peers);

    for (let round = 0; round < options.pairs; round += 1) {
      for (const latency of options.latencies) {
        say(`round ${round + 1} of ${options.pairs}, payment latency ${latency}`);
        await measureRoundOf(blocks, peers, { ...options, round, latency }, results, say);
        writeResults(results, options.out);
      }
    }
    idle.push(...(await measureIdle(world, peers)));
    // It is taken off what closed loops cost, and belongs to them.
    if (options.closed) results.idle = aSecondOf(idle);
    for (const peer of peers) results.rssBytes[peer] = (await world.usage(peer)).rssBytes;
    const verdicts = await gateAll(world, blocks, peers, say);
    for (const [peer, { wrong, lost }] of verdicts) {
      session.gate[peer] = { wrong: wrong.slice(0, EXAMPLES), lost: lost.slice(0, EXAMPLES) };
    }
    // After the gate, which knows of no order that was shipped.
    for (const peer of peers.filter((name) => PEERS[name].onTemporal)) {
      results.costs[peer] = await temporalCosts(world, generator, peer, { keys: `${run}-life`, life: peer === 'ours' });
    }
    session.finishedAt = new Date().toISOString();
    writeResults(results, options.out);
    say('done');
  });
}
