import { median, ratios, type Spread } from '../load/statistics.ts';
import { type Block, p50 } from '../measure/block.ts';
import { countsFor } from '../measure/peers.ts';
import { anOrderOf, type Idle, type OrderSpent, restOf } from '../measure/usage.ts';
import { table } from '../table.ts';
import type { ListTimes } from './lists.ts';

/** A block, and the whole pages in its WAL. */
export interface FlatBlock extends Block {
  pageImageBytes: number;
}

/** Two blocks next to each other in time, of the same orders. */
export interface FlatPair {
  few: FlatBlock;
  many: FlatBlock;
}

export interface Measured {
  titles: Record<keyof FlatPair, string>;
  idle: Record<keyof FlatPair, Idle>;
  /** By how many orders are in flight. */
  pairs: ReadonlyMap<number, readonly FlatPair[]>;
  lists: readonly ListTimes[];
}

type What = (block: FlatBlock, spent: OrderSpent) => number;

/** What an order costs. */
const COSTS: Record<string, { digits: number; what: What }> = {
  'p50, ms': { digits: 1, what: (block) => p50(block) },
  'orders a second': { digits: 1, what: ({ rate }) => rate },
  'CPU-ms, all': { digits: 1, what: (_, { cpuTotalMs }) => cpuTotalMs },
  'CPU-ms, API and worker': { digits: 1, what: (_, { cpuMs }) => cpuMs['main'] ?? 0 },
  'CPU-ms, Postgres': { digits: 1, what: (_, { cpuMs }) => cpuMs['postgres'] ?? 0 },
  'CPU-ms, Temporal': { digits: 1, what: (_, { cpuMs }) => cpuMs['temporal'] ?? 0 },
  'WAL, KB': { digits: 1, what: (_, { walBytes }) => walBytes / 1024 },
  'of it whole pages, KB': { digits: 1, what: ({ pageImageBytes, orders }) => pageImageBytes / orders / 1024 },
  commits: { digits: 1, what: (_, { commits }) => commits },
};

/** Many divided by few, pair by pair. */
export function ratioOf(measured: Measured, inFlight: number, cost: string): Spread | null {
  const pairs = valuesOf(measured, inFlight, cost);
  return ratios(pairs.map(({ few, many }) => ({ ours: many, theirs: few })));
}

function valuesOf({ idle, pairs }: Measured, inFlight: number, cost: string): Record<keyof FlatPair, number>[] {
  const what = COSTS[cost]?.what ?? (() => Number.NaN);
  const value = (block: FlatBlock, atRest: Idle) =>
    what(block, anOrderOf(block.spent, atRest, block.orders, countsFor('ours')));
  return (pairs.get(inFlight) ?? []).map(({ few, many }) => ({
    few: value(few, idle.few),
    many: value(many, idle.many),
  }));
}

export function flatTable(measured: Measured): string {
  const { titles, pairs, lists, idle } = measured;
  const tables = [...pairs.keys()].map((inFlight) => {
    const head = [`an order, ${inFlight} in flight`, 'few', 'many', 'ratio', 'low', 'high'];
    const rows = Object.entries(COSTS).map(([cost, { digits }]) => {
      const values = valuesOf(measured, inFlight, cost);
      const [few, many] = [values.map((pair) => pair.few), values.map((pair) => pair.many)].map(median);
      return [cost, few?.toFixed(digits), many?.toFixed(digits), ...spreadCells(ratioOf(measured, inFlight, cost))];
    });
    return table(head, rows);
  });
  const listRows = lists.map(({ list, few, many }) => [list, few.toFixed(2), many.toFixed(2), (many / few).toFixed(2)]);
  return [
    `few: ${titles.few}; many: ${titles.many}`,
    ...tables,
    table(['a list, p50 in ms', 'few', 'many', 'ratio'], listRows),
    `At rest, a second, taken off above: few ${restOf(idle.few)}; many ${restOf(idle.many)}.\n`,
  ].join('\n');
}

function spreadCells(spread: Spread | null): string[] {
  // What is divided by nothing says nothing.
  const numbers = spread ? [spread.median, spread.low, spread.high] : [];
  return numbers.map((value) => (Number.isFinite(value) ? value.toFixed(2) : ''));
}
