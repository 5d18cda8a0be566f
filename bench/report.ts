import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { columnsOf } from './report/columns.ts';
import { pretty } from './report/markdown.ts';
import * as sections from './report/sections.ts';
import { readResults, type Results, SERVERS } from './results.ts';

export interface ReportOptions {
  /** Where the raw results are, and the report goes; bench/ without it. */
  from?: string;
  to?: string;
  /** Puts the short table between its markers in this file. */
  readme?: string;
}

const BEGIN = '<!-- bench: made by `npm run bench -- report`, do not edit -->';
const END = '<!-- /bench -->';

/** Makes REPORT.md and its plots of the raw results. */
export async function benchReport({ from, to = import.meta.dirname, readme }: ReportOptions): Promise<void> {
  const all = SERVERS.flatMap((server) => readResults(server, from) ?? []);
  if (all.length === 0) throw new Error('nothing has been measured yet: npm run bench -- compare');
  // Only now: vega takes its time to load.
  const { drawPlots } = await import('./report/plots.ts');
  const columns = columnsOf(all);
  const plots = await drawPlots(columns, join(to, 'plots'));
  writeFileSync(join(to, 'REPORT.md'), await pretty(report(all, columns, plots)));
  if (readme !== undefined) await putInto(readme, sections.summary(columns));
}

/** By the first word of a plot's name. */
const ALT: Record<string, string> = {
  latency: 'p50 and p99 of the answer by the rate of orders',
  held: 'The highest rate that each holds',
  cpu: 'CPU time of an order by process',
  wal: 'WAL of an order',
};

function report(all: readonly Results[], columns: ReturnType<typeof columnsOf>, plots: readonly string[]): string {
  const plot = (name: string) => (plots.includes(name) ? `![${ALT[name.split(/[-.]/)[0] ?? '']}](plots/${name})` : '');
  const latencyPlots = (latency: string) =>
    SERVERS.map((server) => plot(`latency-${server}-${latency}.svg`)).join('\n');
  return [
    '# What an order costs, side by side',
    'Made by `npm run bench -- report` of the raw numbers in `results/`, which `npm run bench -- compare` measured; [README.md](README.md) has the method.',
    sections.placeAndVersions(all),
    '## In short',
    sections.summary(columns),
    'p50 alone: one order at a time, provider at 0 ms. orders/s: 16 in flight. held/s: the highest rate of arrivals with p99 below 250 ms. CPU, WAL: an order, at 16 in flight. Events, actions, $: of an answered order.',
    '## Ours to theirs',
    'Medians of the ratios of blocks that stood next to each other in time, with the least and the most.',
    sections.ratiosTable(columns),
    '## How long a checkout waits',
    'Open loop: orders come when they come, and each waits from when it was to be sent. × fell behind for good; – too few for a p99.',
    '### Provider at 0 ms',
    sections.answersTable(columns, 'none'),
    latencyPlots('none'),
    '### Provider log-normal around 50 ms',
    sections.answersTable(columns, 'lognormal'),
    latencyPlots('lognormal'),
    '## How many a second',
    sections.heldTable(columns),
    plot('held.svg'),
    '## What it takes',
    'With 16 in flight; what the shared servers do at rest is taken off; without the load generator and the outside world. The dev server keeps its data in SQLite: what it writes is in no WAL.',
    sections.spentTable(columns),
    plot('cpu.svg'),
    plot('wal.svg'),
    '## What Temporal has to do, and would ask for',
    'State transitions by its own count. Actions by the definition of Temporal Cloud, timers and captures apart; dollars for a million such orders in a month, pay as you go, without storage and the plan.',
    sections.temporalTable(columns),
    '## Memory',
    sections.memoryTable(columns),
    '## The gate',
    'One `kill -9` of each peer under load, then every row and the ledger. What does not pass has no say above. Floor 1 may lose orders: it has nothing to bring them back.',
    sections.gateList(all),
    notes(),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

/** What a person found behind the numbers: what bounds them, and what was tried. */
function notes(): string {
  try {
    return readFileSync(join(import.meta.dirname, 'NOTES.md'), 'utf8').trim();
  } catch {
    return '';
  }
}

async function putInto(file: string, table: string): Promise<void> {
  const text = readFileSync(file, 'utf8');
  const begin = text.indexOf(BEGIN);
  const end = text.indexOf(END, begin);
  if (begin < 0 || end < 0) throw new Error(`${file} has no place for the table: ${BEGIN} … ${END}`);
  const made = `${text.slice(0, begin + BEGIN.length)}\n\n${table}\n\n${text.slice(end)}`;
  writeFileSync(file, await pretty(made));
}
