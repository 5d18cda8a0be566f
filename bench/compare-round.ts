import { percentile } from './load/statistics.ts';
import type { Block, Blocks } from './measure/block.ts';
import { heldRate } from './measure/held-rate.ts';
import { PEERS } from './measure/peers.ts';
import { measureRound } from './measure/pairs.ts';
import { thereAndBack } from './measure/turns.ts';
import type { BlockRecord, Results } from './results.ts';
import type { Latency } from './world/stub-latency.ts';
import type { PeerName } from './world/world.ts';

export interface RoundPlan {
  round: number;
  latency: Latency;
  pairs: number;
  /** Orders at each rate, of all rounds together. */
  samples: number;
  seconds: number;
  closed: boolean;
  rates: readonly number[];
  held: boolean;
}

/** One round of all peers under all loads; what it measures is added to the results. */
export async function measureRoundOf(
  blocks: Blocks,
  peers: readonly PeerName[],
  { round, latency, pairs, samples, seconds, closed, rates, held }: RoundPlan,
  results: Results,
  say: (line: string) => void,
): Promise<void> {
  const keep = (block: Block) => {
    results.blocks.push(recordOf(block));
    return block;
  };
  if (closed && latency === 'none') {
    const others = peers.filter((peer) => peer !== 'ours');
    for (const inFlight of [1, 16]) {
      await measureRound(others, round, { kind: 'closed', inFlight, seconds }, async (plan) =>
        keep(await blocks.measure({ ...plan, latency })),
      );
    }
  }
  // Empty orders ask no provider.
  const asking = peers.filter((peer) => latency === 'none' || PEERS[peer].doesTheWork);
  const order = thereAndBack(asking, round);
  for (const rate of rates) {
    const orders = Math.ceil(Math.max(rate * seconds, samples / pairs));
    // Far behind and falling further: the rest of its orders would only wait.
    const giveUp = { slowerThanMs: 3_000, moreThan: orders / 20 };
    for (const peer of order) {
      if (hasGivenUp(results, peer, latency, rate)) continue;
      keep(
        await blocks.measure({ peer, latency, round, seed: round + 1, load: { kind: 'open', rate, orders, giveUp } }),
      );
    }
  }
  if (!held) return;
  for (const peer of order) {
    const from = startOfSearch(results, peer, latency) ?? (await busy(blocks, peer, round, seconds)).rate;
    const rate = await heldRate(blocks, { peer, latency, round, from });
    results.held.push({ peer, latency, round, rate });
    say(`${peer} holds ${rate.toFixed(1)}/s`);
  }
}

function hasGivenUp({ blocks }: Results, peer: PeerName, latency: string, rate: number): boolean {
  return blocks.some(
    (block) =>
      block.gaveUp &&
      block.peer === peer &&
      block.latency === latency &&
      block.load.kind === 'open' &&
      block.load.rate === rate,
  );
}

/** From what it does at most, with a provider that answers at once; later from a little above what it held before. */
function startOfSearch({ blocks, held }: Results, peer: PeerName, latency: string): number | undefined {
  const before = held.filter((one) => one.peer === peer && one.latency === latency).at(-1);
  if (before) return before.rate * 1.1;
  return blocks.findLast(
    (block) =>
      block.peer === peer && block.latency === 'none' && block.load.kind === 'closed' && block.load.inFlight === 16,
  )?.rate;
}

function busy(blocks: Blocks, peer: PeerName, round: number, seconds: number): Promise<Block> {
  const load = { kind: 'closed', inFlight: 16, seconds } as const;
  return blocks.measure({ peer, latency: 'none', round, seed: round + 1, load });
}

function recordOf({ latencies, ...block }: Block): BlockRecord {
  const p50 = latencies.length === 0 ? null : percentile(latencies, 0.5);
  const tenths = latencies.map((value) => Math.round(value * 10) / 10);
  return { ...block, p50, ...(block.load.kind === 'open' ? { latencies: tenths } : {}) };
}
