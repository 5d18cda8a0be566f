import { median, p99, percentile, type Spread, ratios, spread } from '../load/statistics.ts';
import { LOWEST } from '../measure/held-rate.ts';
import { countsFor } from '../measure/peers.ts';
import { anOrderOf, type OrderSpent } from '../measure/usage.ts';
import type { BlockRecord, Results } from '../results.ts';
import { dollars } from '../temporal-actions.ts';
import type { Latency } from '../world/stub-latency.ts';
import type { Column } from './columns.ts';

export function closedBlocks({ results, peer }: Column, inFlight: number): BlockRecord[] {
  return closed(results, inFlight).filter((block) => block.peer === peer);
}

function closed({ blocks }: Results, inFlight: number): BlockRecord[] {
  return blocks.filter(({ load }) => load.kind === 'closed' && load.inFlight === inFlight);
}

/** Ours divided by theirs, of the blocks that stood next to each other. */
export function pairedRatio(column: Column, inFlight: number, value: (block: BlockRecord) => number): Spread | null {
  const blocks = closed(column.results, inFlight);
  return ratios(
    blocks.flatMap((theirs, index) => {
      if (theirs.peer !== column.peer) return [];
      const ours = [blocks[index - 1], blocks[index + 1]].find(
        (one) => one?.peer === 'ours' && one.round === theirs.round,
      );
      return ours ? [{ ours: value(ours), theirs: value(theirs) }] : [];
    }),
  );
}

export interface AtRate {
  p50: number | null;
  p99: number | null;
  /** It fell further and further behind, and was stopped. */
  gaveUp: boolean;
  unexpected: number;
}

export function atRate({ results, peer }: Column, latency: Latency, rate: number): AtRate | null {
  const blocks = results.blocks.filter(
    ({ load, ...block }) =>
      block.peer === peer && block.latency === latency && load.kind === 'open' && load.rate === rate,
  );
  if (blocks.length === 0) return null;
  const latencies = blocks.flatMap((block) => block.latencies ?? []);
  const gaveUp = blocks.some((block) => block.gaveUp);
  return {
    p50: gaveUp || latencies.length === 0 ? null : percentile(latencies, 0.5),
    p99: gaveUp ? null : p99(latencies),
    gaveUp,
    unexpected: blocks.flatMap((block) => Object.values(block.unexpected)).reduce((sum, count) => sum + count, 0),
  };
}

export function held({ results, peer }: Column, latency: Latency): Spread | null {
  return spread(results.held.filter((one) => one.peer === peer && one.latency === latency).map(({ rate }) => rate));
}

/** Who holds not even the lowest rate that is looked for counts as if it did: `isMore` says that the ratio is larger. */
export function heldRatio(column: Column, latency: Latency): { ratio: Spread | null; isMore: boolean } {
  const { held: all } = column.results;
  const of = (peer: string) => all.filter((one) => one.peer === peer && one.latency === latency);
  const pairs = of('ours').flatMap(({ round, rate }) => {
    const theirs = of(column.peer).find((one) => one.round === round);
    return theirs ? [{ ours: rate, theirs: theirs.rate }] : [];
  });
  return {
    ratio: ratios(pairs.map(({ ours, theirs }) => ({ ours, theirs: Math.max(theirs, LOWEST) }))),
    isMore: pairs.some(({ theirs }) => theirs === 0),
  };
}

/** With sixteen orders in flight: everybody busy, so that what is spent is spent on orders. */
export function spentOf(block: BlockRecord, { idle }: Results): OrderSpent {
  const nothing = { cpuMs: {}, commits: 0, walBytes: 0 };
  return anOrderOf(block.spent, idle ?? nothing, block.orders, countsFor(block.peer));
}

export function medianSpent(column: Column): OrderSpent {
  const spent = closedBlocks(column, 16).map((block) => spentOf(block, column.results));
  const names = new Set(spent.flatMap(({ cpuMs }) => Object.keys(cpuMs)));
  return {
    cpuMs: Object.fromEntries([...names].map((name) => [name, median(spent.map(({ cpuMs }) => cpuMs[name] ?? 0))])),
    cpuTotalMs: median(spent.map(({ cpuTotalMs }) => cpuTotalMs)),
    commits: median(spent.map(({ commits }) => commits)),
    walBytes: median(spent.map(({ walBytes }) => walBytes)),
  };
}

export interface TemporalCost {
  events: number;
  transitions: number;
  historyBytes: number;
  actions: number;
  timers: number;
  captures: number;
  dollars: number;
}

/** Null for who is not on Temporal, or has no such life. */
export function temporalCost({ results, peer }: Column, stage: 'answered' | 'life'): TemporalCost | null {
  const costs = results.costs[peer]?.[stage] ?? [];
  if (costs.length === 0) return null;
  const middle = (value: (cost: (typeof costs)[number]) => number) => median(costs.map(value));
  const actions = middle((cost) => cost.actions.order);
  return {
    events: middle(({ events }) => events),
    transitions: middle(({ transitions }) => transitions),
    historyBytes: middle(({ historyBytes }) => historyBytes),
    actions,
    timers: middle((cost) => cost.actions.timers),
    captures: middle((cost) => cost.actions.captures),
    dollars: dollars(actions * 1e6),
  };
}
