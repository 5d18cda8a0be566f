import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { LATENCIES, type Latency } from './world/stub-latency.ts';

/** The raw results of `bench compare`, one file a Temporal server: what REPORT.md is made of, and can be made again. */

export const SERVERS = ['postgres', 'dev'] as const;
export type Server = (typeof SERVERS)[number];

export function isServer(name: string): name is Server {
  return SERVERS.some((server) => server === name);
}

const Peer = z.enum(['ours', 'naive-temporal', 'dbos', 'restate', 'plain', 'empty-workflow']);
const latency = z.enum(LATENCIES);
const byProcess = z.record(z.string(), z.number());

const Counted = z.object({ cpuMs: byProcess, commits: z.number(), walBytes: z.number() });

const BlockRecord = z.object({
  peer: Peer,
  latency,
  load: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('closed'), inFlight: z.int(), seconds: z.number() }),
    z.object({ kind: z.literal('open'), rate: z.number(), orders: z.int() }),
  ]),
  round: z.int(),
  orders: z.int(),
  unexpected: z.record(z.string(), z.int()),
  rate: z.number(),
  p50: z.number().nullable(),
  /** Open loop: every one, in tenths of a millisecond; closed loops have many, and only their p50 is asked for. */
  latencies: z.array(z.number()).optional(),
  gaveUp: z.boolean(),
  spent: Counted.extend({ seconds: z.number() }),
});
export type BlockRecord = z.infer<typeof BlockRecord>;

const OrderCost = z.object({
  events: z.int(),
  transitions: z.int(),
  historyBytes: z.int(),
  actions: z.object({ order: z.int(), timers: z.int(), captures: z.int() }),
});

/** One run of `bench compare`: all loads, or some now and the others at another time. */
const Session = z.object({
  loads: z.string(),
  machine: z.object({ cpu: z.string(), cores: z.int(), memoryGb: z.number(), system: z.string() }),
  startedAt: z.iso.datetime(),
  /** Null when it was cut off. */
  finishedAt: z.iso.datetime().nullable(),
  pairs: z.int(),
  /** What the gate found wrong (none: passed), and what was lost with a peer that says so of itself; some of each. */
  gate: z.partialRecord(Peer, z.object({ wrong: z.array(z.string()), lost: z.array(z.string()) })),
});

export const Results = z.object({
  server: z.enum(SERVERS),
  sessions: z.array(Session),
  versions: z.record(z.string(), z.string()),
  rates: z.array(z.number()),
  /** A second of the shared servers at rest. */
  idle: Counted.nullable(),
  blocks: z.array(BlockRecord),
  /** The highest rate with p99 below the limit; 0: none. */
  held: z.array(z.object({ peer: Peer, latency, round: z.int(), rate: z.number() })),
  costs: z.partialRecord(Peer, z.object({ answered: z.array(OrderCost), life: z.array(OrderCost) })),
  rssBytes: z.partialRecord(Peer, byProcess),
});
export type Results = z.infer<typeof Results>;

/** What a run is to measure. */
export interface Wanted {
  /** Of the provider. */
  latencies: readonly Latency[];
  /** One and sixteen in flight: with a provider that answers at once, as costs are asked for once. */
  closed: boolean;
  /** Open loop, orders a second. */
  rates: readonly number[];
  /** The highest rate that holds. */
  held: boolean;
}

/** What a run begins with: what was measured before and is not to be measured anew. */
export function kept(before: Results | null, wanted: Wanted): Omit<Results, 'server' | 'versions'> {
  const { latencies, closed, rates, held } = wanted;
  const isWanted = ({ load }: BlockRecord) => (load.kind === 'closed' ? closed : rates.includes(load.rate));
  return {
    sessions: before?.sessions.filter(({ loads }) => loads !== loadsOf(wanted)) ?? [],
    rates: [...new Set([...(before?.rates ?? []), ...rates])].toSorted((a, b) => a - b),
    idle: before?.idle ?? null,
    blocks: before?.blocks.filter((block) => !latencies.includes(block.latency) || !isWanted(block)) ?? [],
    held: before?.held.filter(({ latency: of }) => !held || !latencies.includes(of)) ?? [],
    costs: before?.costs ?? {},
    rssBytes: before?.rssBytes ?? {},
  };
}

/** In words. */
export function loadsOf({ latencies, closed, rates, held }: Wanted): string {
  const open = rates.length === 0 ? [] : [`at ${rates.join(', ')}/s`];
  return [...latencies, ...(closed ? ['closed loops'] : []), ...open, ...(held ? ['held'] : [])].join(', ');
}

const FOLDER = join(import.meta.dirname, 'results');

export function writeResults(results: Results, folder = FOLDER): void {
  const file = join(folder, `${results.server}.json`);
  mkdirSync(dirname(file), { recursive: true });
  // A block a line: a diff of two runs can be read, and the file stays small.
  const { blocks, ...rest } = results;
  const lines = blocks.map((block) => JSON.stringify(block)).join(',\n');
  writeFileSync(file, `${JSON.stringify(rest, undefined, 2).replace(/\n\}$/, '')},\n  "blocks": [\n${lines}\n]}\n`);
}

/** Null where that server has not been measured. */
export function readResults(server: Server, folder = FOLDER): Results | null {
  let text: string;
  try {
    text = readFileSync(join(folder, `${server}.json`), 'utf8');
  } catch {
    return null;
  }
  return Results.parse(JSON.parse(text));
}
