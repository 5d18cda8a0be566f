import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, View } from 'vega';
import { compile, type TopLevelSpec } from 'vega-lite';
import { SERVERS } from '../results.ts';
import { LATENCIES, type Latency } from '../world/stub-latency.ts';
import type { Column } from './columns.ts';
import { atRate, held, medianSpent } from './numbers.ts';

/** Draws every plot into `folder`; their names. */
export async function drawPlots(columns: readonly Column[], folder: string): Promise<string[]> {
  mkdirSync(folder, { recursive: true });
  const plots = Object.entries(specs(columns));
  for (const [name, spec] of plots) {
    const view = new View(parse(compile(spec).spec), { renderer: 'none' });
    writeFileSync(join(folder, name), `${await view.toSVG()}\n`);
  }
  return plots.map(([name]) => name);
}

function specs(columns: readonly Column[]): Record<string, TopLevelSpec> {
  const all: Record<string, TopLevelSpec> = { 'cpu.svg': cpu(columns), 'wal.svg': wal(columns) };
  if (columns.some(({ results }) => results.held.length > 0)) all['held.svg'] = heldRates(columns);
  for (const server of SERVERS) {
    const beside = columns.filter((column) => column.server === server);
    if (beside.length === 0) continue;
    for (const latency of LATENCIES) all[`latency-${server}-${latency}.svg`] = latencies(beside, latency);
  }
  return all;
}

const BASE = {
  background: 'white',
  padding: 8,
  config: {
    font: 'sans-serif',
    view: { stroke: 'transparent' },
    axis: { labelLimit: 300, gridColor: '#eee' },
    legend: { labelLimit: 300 },
  },
} as const;

function latencies(columns: readonly Column[], latency: Latency): TopLevelSpec {
  const values = columns.flatMap((column) =>
    column.results.rates.flatMap((rate) => {
      const found = atRate(column, latency, rate);
      return (['p50', 'p99'] as const).map((quantile) => ({
        column: column.title,
        rate,
        quantile,
        ms: found?.[quantile] ?? null,
      }));
    }),
  );
  return {
    ...BASE,
    title: latency === 'none' ? 'The answer, provider at 0 ms' : 'The answer, provider log-normal around 50 ms',
    data: { values: values.filter(({ ms }) => ms !== null) },
    facet: { column: { field: 'quantile', title: null } },
    spec: {
      width: 300,
      height: 260,
      mark: { type: 'line', point: true },
      encoding: {
        x: {
          field: 'rate',
          type: 'quantitative',
          scale: { type: 'log', base: 2 },
          axis: { title: 'orders a second', values: [5, 10, 20, 40, 80] },
        },
        y: { field: 'ms', type: 'quantitative', scale: { type: 'log' }, axis: { title: 'ms', format: '~s' } },
        color: { field: 'column', type: 'nominal', title: null, sort: columns.map(({ title }) => title) },
      },
    },
  };
}

function cpu(columns: readonly Column[]): TopLevelSpec {
  const values = columns.flatMap((column) =>
    Object.entries(medianSpent(column).cpuMs).map(([process, ms]) => ({ column: column.title, process, amount: ms })),
  );
  return bars(columns, values, 'CPU an order, by process', 'CPU-ms');
}

function wal(columns: readonly Column[]): TopLevelSpec {
  const values = columns.map((column) => ({
    column: column.title,
    process: 'all databases',
    amount: medianSpent(column).walBytes / 1024,
  }));
  return bars(columns, values, 'WAL an order', 'KB');
}

function heldRates(columns: readonly Column[]): TopLevelSpec {
  const values = columns.flatMap((column) =>
    LATENCIES.map((latency) => ({
      column: column.title,
      process: latency === 'none' ? 'provider at 0 ms' : 'provider around 50 ms',
      amount: held(column, latency)?.median ?? 0,
    })),
  );
  return bars(columns, values, 'Highest rate held with p99 below 250 ms', 'orders a second', false);
}

/** Lying bars, a row a column; the parts of a row on top of each other, or side by side. */
function bars(
  columns: readonly Column[],
  values: { column: string; process: string; amount: number }[],
  title: string,
  unit: string,
  stacked = true,
): TopLevelSpec {
  return {
    ...BASE,
    title,
    data: { values },
    width: 520,
    height: { step: stacked ? 24 : 14 },
    mark: 'bar',
    encoding: {
      y: {
        field: 'column',
        type: 'nominal',
        title: null,
        sort: columns.map((column) => column.title),
      },
      x: { field: 'amount', type: 'quantitative', stack: stacked ? 'zero' : null, axis: { title: unit } },
      ...(stacked ? {} : { yOffset: { field: 'process', type: 'nominal' } }),
      color: { field: 'process', type: 'nominal', title: null },
    },
  };
}
