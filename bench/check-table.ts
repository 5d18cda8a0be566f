import { type CheckResult, type Measured, METRIC_NAMES, METRICS } from './check-ratios.ts';
import { median } from './load/statistics.ts';
import { p50 } from './measure/block.ts';
import { blocksOf } from './measure/pairs.ts';
import { countsFor, PEERS } from './measure/peers.ts';
import { anOrderOf, type OrderSpent, restOf } from './measure/usage.ts';
import { table } from './table.ts';
import { PEER_NAMES } from './world/peers.ts';

const PEERS_HEAD = [
  '',
  'p50, one in flight',
  'a second, 16 in flight',
  'CPU-ms an order',
  'WAL KB an order',
  'commits',
];

/** What a person reads: the ratios, and what they are ratios of. */
export function checkTable(result: CheckResult, { answers, rates, idle }: Measured): string {
  const ratios = METRIC_NAMES.map((name) => {
    const spread = result[name];
    const numbers = spread ? [spread.median, spread.low, spread.high].map(short) : ['void', '', ''];
    return [METRICS[name].title, ...numbers];
  });
  const peers: string[][] = [];
  for (const peer of PEER_NAMES) {
    const single = blocksOf(answers, peer);
    const busy = blocksOf(rates, peer);
    if (busy.length === 0) continue;
    const spent = busy.map((block) => anOrderOf(block.spent, idle, block.orders, countsFor(block.peer)));
    const middle = (value: (one: OrderSpent) => number) => median(spent.map(value));
    peers.push([
      PEERS[peer].title,
      single.length === 0 ? '' : `${median(single.map(p50)).toFixed(1)} ms`,
      median(busy.map(({ rate }) => rate)).toFixed(1),
      `${middle(({ cpuTotalMs }) => cpuTotalMs).toFixed(1)} (${byProcess(spent)})`,
      (middle(({ walBytes }) => walBytes) / 1024).toFixed(1),
      middle(({ commits }) => commits).toFixed(1),
    ]);
  }
  return `${table(['', 'median', 'low', 'high'], ratios)}\n${table(PEERS_HEAD, peers)}\nAt rest, a second, taken off above: ${restOf(idle)}, ${idle.commits.toFixed(0)} commits.\n`;
}

function byProcess(spent: readonly OrderSpent[]): string {
  const names = new Set(spent.flatMap(({ cpuMs }) => Object.keys(cpuMs)));
  return [...names]
    .map((name) => `${name} ${median(spent.map(({ cpuMs }) => cpuMs[name] ?? 0)).toFixed(1)}`)
    .join(', ');
}

/** Three significant digits say more than these measurements know. */
const short = (value: number) => String(Number(value.toPrecision(3)));
