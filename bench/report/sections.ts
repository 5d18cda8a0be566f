import { median, type Spread } from '../load/statistics.ts';
import { LOWEST } from '../measure/held-rate.ts';
import type { Results } from '../results.ts';
import { LATENCIES, type Latency } from '../world/stub-latency.ts';
import type { Column } from './columns.ts';
import { around, type Cell, fixed, kilobytes, megabytes, table } from './markdown.ts';
import { atRate, closedBlocks, held, heldRatio, medianSpent, pairedRatio, spentOf, temporalCost } from './numbers.ts';

const one = fixed(1);
const whole = fixed(0);

/** The short table, here and in the README. */
export function summary(columns: readonly Column[]): string {
  const rows = columns.map((column): Cell[] => {
    const spent = medianSpent(column);
    const cost = temporalCost(column, 'answered');
    return [
      column.title,
      one(medianOf(closedBlocks(column, 1).map(({ p50 }) => p50))),
      one(medianOf(closedBlocks(column, 16).map(({ rate }) => rate))),
      heldOf(column, 'none', (rates) => one(rates?.median)),
      one(spent.cpuTotalMs),
      kilobytes(spent.walBytes),
      whole(cost?.events),
      whole(cost?.actions),
      whole(cost?.dollars),
    ];
  });
  const head = ['', 'p50 alone, ms', 'orders/s', 'held/s', 'CPU-ms', 'WAL KB', 'events', 'actions', '$ a million'];
  return table(head, rows);
}

/** Ours divided by theirs. */
export function ratiosTable(columns: readonly Column[]): string {
  const rows = columns
    .filter(({ peer }) => peer !== 'ours')
    .map((column): Cell[] => [
      column.title,
      around(pairedRatio(column, 1, ({ p50 }) => p50 ?? Number.NaN)),
      around(pairedRatio(column, 16, ({ rate }) => rate)),
      heldRatioOf(column),
      around(pairedRatio(column, 16, (block) => spentOf(block, column.results).cpuTotalMs)),
      // What the dev server writes is in no WAL.
      column.results.server === 'dev'
        ? null
        : around(pairedRatio(column, 16, (block) => spentOf(block, column.results).walBytes)),
    ]);
  return table(['ours to', 'p50 alone', 'orders/s', 'held/s', 'CPU', 'WAL'], rows);
}

function heldRatioOf(column: Column): Cell {
  const { ratio, isMore } = heldRatio(column, 'none');
  const text = around(ratio);
  return isMore && text !== null ? `more than ${text}` : text;
}

/** p50 and p99 at fixed rates; `×` where it fell behind. */
export function answersTable(columns: readonly Column[], latency: Latency): string {
  const rates = [...new Set(columns.flatMap(({ results }) => results.rates))];
  const cell = (column: Column, rate: number): Cell => {
    const found = atRate(column, latency, rate);
    if (!found) return null;
    const wrong = found.unexpected > 0 ? ` (${found.unexpected} not as they should be)` : '';
    return found.gaveUp ? `×${wrong}` : `${one(found.p50) ?? '–'} / ${one(found.p99) ?? '–'}${wrong}`;
  };
  const rows = columns.map((column) => [column.title, ...rates.map((rate) => cell(column, rate))]);
  return table(['p50 / p99, ms, at', ...rates.map((rate) => `${rate}/s`)], rows);
}

function heldOf(column: Column, latency: Latency, say: (rates: Spread | null) => Cell): Cell {
  const rates = held(column, latency);
  if (rates === null || rates.median > 0) return say(rates);
  return rates.high === 0 ? `below ${LOWEST}` : `below ${LOWEST} (at most ${one(rates.high)})`;
}

export function heldTable(columns: readonly Column[]): string {
  const rows = columns.map((column) => [
    column.title,
    ...LATENCIES.map((latency) => heldOf(column, latency, (rates) => around(rates, 1))),
  ]);
  return table(['orders a second', 'provider at 0 ms', 'log-normal around 50 ms'], rows);
}

export function spentTable(columns: readonly Column[]): string {
  const processes = [...new Set(columns.flatMap((column) => Object.keys(medianSpent(column).cpuMs)))];
  const rows = columns.map((column): Cell[] => {
    const { cpuMs, cpuTotalMs, commits, walBytes } = medianSpent(column);
    return [
      column.title,
      ...processes.map((name) => one(cpuMs[name])),
      one(cpuTotalMs),
      one(commits),
      kilobytes(walBytes),
    ];
  });
  return table(['an order', ...processes.map((name) => `${name}, CPU-ms`), 'CPU-ms', 'commits', 'WAL KB'], rows);
}

export function temporalTable(columns: readonly Column[]): string {
  const rows = columns.flatMap((column) =>
    (['answered', 'life'] as const).flatMap((stage): Cell[][] => {
      const cost = temporalCost(column, stage);
      if (!cost) return [];
      return [
        [
          `${column.title}, ${stage === 'life' ? 'delivered' : 'answered'}`,
          whole(cost.events),
          whole(cost.transitions),
          kilobytes(cost.historyBytes),
          whole(cost.actions),
          `${cost.timers} / ${cost.captures}`,
          whole(cost.dollars),
        ],
      ];
    }),
  );
  const head = ['an order', 'events', 'state transitions', 'history KB', 'actions', 'timers / captures', '$ a million'];
  return table(head, rows);
}

const memory = ({ results, peer }: Column) => results.rssBytes[peer] ?? {};

export function memoryTable(columns: readonly Column[]): string {
  const processes = [...new Set(columns.flatMap((column) => Object.keys(memory(column))))].filter(
    (name) => name !== 'stub',
  );
  const rows = columns.map((column): Cell[] => [
    column.title,
    ...processes.map((name) => {
      const bytes = memory(column)[name];
      return bytes === undefined ? null : megabytes(bytes);
    }),
  ]);
  return table(['MB at the end', ...processes], rows);
}

export function gateList(all: readonly Results[]): string {
  return all
    .flatMap(({ server, sessions }) =>
      sessions.flatMap(({ loads, gate }) =>
        Object.entries(gate).map(([peer, { wrong, lost }]) => {
          const verdict = wrong.length === 0 ? 'passed' : `**not passed**: ${wrong.slice(0, 5).join('; ')}`;
          const losses = lost.length === 0 ? '' : `; lost: ${lost.slice(0, 3).join('; ')}`;
          return `- ${peer} (${server}, ${loads}): ${verdict}${losses}`;
        }),
      ),
    )
    .join('\n');
}

export function placeAndVersions(all: readonly Results[]): string {
  return all
    .map(({ server, sessions, versions, idle }) => {
      const known = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
      const rest = Object.entries(idle?.cpuMs ?? {}).filter(([name]) => name === 'postgres' || name === 'temporal');
      const runs = sessions.map(({ loads, machine, startedAt, finishedAt, pairs }) => {
        const { cpu, cores, memoryGb, system } = machine;
        const times = `${startedAt} to ${finishedAt ?? 'cut off'}`;
        return `  - ${loads}: ${times}, ${pairs} pairs; ${cores} cores of ${cpu}, ${memoryGb} GB, ${system}.`;
      });
      return [
        `- **${server === 'dev' ? "Temporal's dev server" : "Temporal's server on Postgres"}**: ${known.join(', ')}.`,
        `  At rest, a second: ${rest.map(([name, ms]) => `${name} ${ms.toFixed(0)} CPU-ms`).join(', ')}, ${kilobytes(idle?.walBytes ?? 0)} KB of WAL.`,
        ...runs,
      ].join('\n');
    })
    .join('\n');
}

function medianOf(values: readonly (number | null)[]): number {
  return median(values.filter((value) => value !== null));
}
