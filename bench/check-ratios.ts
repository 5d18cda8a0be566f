import { type Spread, ratios, spread } from './load/statistics.ts';
import { type Block, p50 } from './measure/block.ts';
import type { Pair } from './measure/pairs.ts';
import { countsFor } from './measure/peers.ts';
import { anOrderOf, type Idle } from './measure/usage.ts';
import type { OrderCosts } from './temporal-cost.ts';
import type { PeerName } from './world/world.ts';

/** The numbers of `bench check`, in their order. Every `_vs_` is ours divided by theirs. */
export const METRICS = {
  answer_p50_vs_naive: { peer: 'naive-temporal', title: 'p50 of the answer, one at a time / naive Temporal' },
  answer_p50_vs_dbos: { peer: 'dbos', title: 'p50 of the answer, one at a time / DBOS' },
  answer_p50_vs_restate: { peer: 'restate', title: 'p50 of the answer, one at a time / Restate' },
  rate_vs_naive: { peer: 'naive-temporal', title: 'orders a second, 16 in flight / naive Temporal' },
  rate_vs_temporal_floor: { peer: 'empty-workflow', title: 'orders a second, 16 in flight / empty workflow' },
  rate_vs_dbos: { peer: 'dbos', title: 'orders a second, 16 in flight / DBOS' },
  rate_vs_restate: { peer: 'restate', title: 'orders a second, 16 in flight / Restate' },
  cpu_vs_naive: { peer: 'naive-temporal', title: 'CPU an order, 16 in flight / naive Temporal' },
  wal_vs_naive: { peer: 'naive-temporal', title: 'WAL an order, 16 in flight / naive Temporal' },
  events_answered: { peer: 'ours', title: 'history events, answered' },
  events_life: { peer: 'ours', title: 'history events, delivered' },
  actions_life: { peer: 'ours', title: 'Cloud actions, delivered; without timers and captures' },
} as const satisfies Record<string, { peer: PeerName; title: string }>;

export type Metric = keyof typeof METRICS;
export const METRIC_NAMES = Object.keys(METRICS).filter((name): name is Metric => Object.hasOwn(METRICS, name));

export interface Measured {
  /** With one order in flight. */
  answers: readonly Pair[];
  /** With sixteen. */
  rates: readonly Pair[];
  idle: Idle;
  costs: OrderCosts;
}

export type CheckResult = Record<Metric, Spread | null>;

export function checkResult({ answers, rates, idle, costs }: Measured): CheckResult {
  const spentOf = (block: Block) => anOrderOf(block.spent, idle, block.orders, countsFor(block.peer));
  return {
    answer_p50_vs_naive: compared(answers, 'naive-temporal', p50),
    answer_p50_vs_dbos: compared(answers, 'dbos', p50),
    answer_p50_vs_restate: compared(answers, 'restate', p50),
    rate_vs_naive: compared(rates, 'naive-temporal', rate),
    rate_vs_temporal_floor: compared(rates, 'empty-workflow', rate),
    rate_vs_dbos: compared(rates, 'dbos', rate),
    rate_vs_restate: compared(rates, 'restate', rate),
    cpu_vs_naive: compared(rates, 'naive-temporal', (block) => spentOf(block).cpuTotalMs),
    wal_vs_naive: compared(rates, 'naive-temporal', (block) => spentOf(block).walBytes),
    events_answered: spread(costs.answered.map(({ events }) => events)),
    events_life: spread(costs.life.map(({ events }) => events)),
    actions_life: spread(costs.life.map(({ actions }) => actions.order)),
  };
}

function compared(pairs: readonly Pair[], peer: PeerName, value: (block: Block) => number): Spread | null {
  const its = pairs.filter((pair) => pair.peer === peer);
  return ratios(its.map((pair) => ({ ours: value(pair.ours), theirs: value(pair.theirs) })));
}

const rate = (block: Block) => block.rate;
