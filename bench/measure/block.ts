import { setTimeout as sleep } from 'node:timers/promises';
import type { Generator } from '../load/control.ts';
import type { Job, Load, Placed, Run } from '../load/messages.ts';
import { percentile } from '../load/statistics.ts';
import type { Latency } from '../world/stub-latency.ts';
import type { PeerName, World } from '../world/world.ts';
import { answersWell } from './peers.ts';
import { type Spent, spentBetween } from './usage.ts';

/** One peer under one load for some seconds. */
export interface Block {
  peer: PeerName;
  latency: Latency;
  load: Load;
  round: number;
  /** Everything that was sent, also before and after the time that counts for the rate. */
  orders: number;
  /** Answers that were not the one the order deserves, by `<payment> <status> <code>`. */
  unexpected: Record<string, number>;
  /** Answered as they should be, a second. */
  rate: number;
  /** Milliseconds, of the orders so answered; without those whose provider was told to time out. */
  latencies: number[];
  gaveUp: boolean;
  spent: Spent;
}

/** What is done after an answer belongs to the block that it was for. */
export const SETTLE_MS = 500;

export interface BlockPlan {
  peer: PeerName;
  latency?: Latency;
  load: Load;
  round: number;
  seed: number;
}

/** Measures blocks in one world; keeps what was answered, for the gate. */
export class Blocks {
  readonly answers = new Map<PeerName, Placed[]>();
  readonly #world: World;
  readonly #generator: Generator;
  readonly #keys: string;
  #count = 0;

  constructor(world: World, generator: Generator, keys: string) {
    this.#world = world;
    this.#generator = generator;
    this.#keys = keys;
  }

  async measure({ peer, latency = 'none', load, round, seed }: BlockPlan): Promise<Block> {
    const before = await this.#world.usage(peer);
    const begun = performance.now();
    const run = await this.place(peer, { load, seed, latency });
    await sleep(SETTLE_MS);
    const after = await this.#world.usage(peer);
    const spent = spentBetween(before, after, (performance.now() - begun) / 1000);
    return { peer, latency, load, round, ...summary(peer, run), spent };
  }

  /** Runs a load and keeps its answers, unmeasured. */
  async place(
    peer: PeerName,
    { latency = 'none', ...job }: Pick<Job, 'load' | 'seed'> & Partial<Job> & { latency?: Latency },
  ): Promise<Run> {
    this.#count += 1;
    // Before each load: the provider's latencies begin anew, the same for all.
    await this.#world.setPaymentLatency(latency);
    const run = await this.#generator.run({
      url: this.#world.url(peer),
      keys: `${this.#keys}-${this.#count}`,
      ...job,
    });
    this.answers.set(peer, [...(this.answers.get(peer) ?? []), ...run.placed]);
    return run;
  }
}

/** Answered as they should be, a second. */
export function rateOf(peer: PeerName, { placed, opensAt, closesAt }: Run): number {
  const isCounted = ({ sentAt, latencyMs }: Placed) => sentAt + latencyMs >= opensAt && sentAt + latencyMs <= closesAt;
  return (placed.filter(answersWell(peer)).filter(isCounted).length / (closesAt - opensAt)) * 1000;
}

function summary(peer: PeerName, run: Run) {
  const { placed, gaveUp } = run;
  const isWell = answersWell(peer);
  const well = placed.filter(isWell);
  const unexpected: Record<string, number> = {};
  for (const { payment, status, code } of placed.filter((one) => !isWell(one))) {
    const what = `${payment} ${status} ${code ?? ''}`.trim();
    unexpected[what] = (unexpected[what] ?? 0) + 1;
  }
  return {
    orders: placed.length,
    unexpected,
    rate: rateOf(peer, run),
    latencies: well.filter(({ payment }) => payment !== 'timed-out').map(({ latencyMs }) => latencyMs),
    gaveUp,
  };
}

export function p50({ latencies }: Block): number {
  return percentile(latencies, 0.5);
}

/** More answers than this that are not the ones the orders deserve, and a peer did not do the work. */
const MOST_UNEXPECTED = 0.01;
/** Of what they were instead. */
const EXAMPLES = 10;

/** A complaint where there are too many of them in all blocks together. */
export function tooManyUnexpected(blocks: readonly Block[]): string[] {
  const orders = blocks.reduce((sum, block) => sum + block.orders, 0);
  const wrong = blocks.flatMap(({ unexpected }) => Object.values(unexpected)).reduce((sum, count) => sum + count, 0);
  const share = wrong / orders;
  if (share <= MOST_UNEXPECTED) return [];
  const examples = [...new Set(blocks.flatMap(({ unexpected }) => Object.keys(unexpected)))].slice(0, EXAMPLES);
  return [`${(share * 100).toFixed(1)} % of the answers were not the ones the orders deserved: ${examples.join(', ')}`];
}
