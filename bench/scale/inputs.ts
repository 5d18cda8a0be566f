import { USUAL_RULES } from '../../activities/comparing.ts';
import { QUEUE_NAMES, QUEUES, type TopicName } from '../../messaging/topology.ts';
import { columnsOf } from '../report/columns.ts';
import { medianSpent, temporalCost } from '../report/numbers.ts';
import { readResults, type Results, type Server } from '../results.ts';

/** What one order costs, as bench/results has it. */
export interface Inputs {
  /** CPU-ms of an answered order. */
  houseCpuMs: number;
  temporalCpuMs: number;
  /** Of our tables alone: measured beside a Temporal that has its own store. */
  database: { cpuMs: number; commits: number; walBytes: number };
  /** Of our tables and Temporal's in one Postgres. */
  together: { cpuMs: number; commits: number; walBytes: number };
  answered: Cost;
  delivered: Cost;
  /** Megabytes that a process of API and worker has in memory. */
  processMb: number;
}

export interface Cost {
  actions: number;
  events: number;
  transitions: number;
  historyBytes: number;
}

export function readInputs(): Inputs {
  const [onPostgres, beside] = [columnOf('postgres'), columnOf('dev')];
  const [together, alone] = [medianSpent(onPostgres), medianSpent(beside)];
  return {
    houseCpuMs: together.cpuMs['main'] ?? 0,
    temporalCpuMs: together.cpuMs['temporal'] ?? 0,
    database: { cpuMs: alone.cpuMs['postgres'] ?? 0, commits: alone.commits, walBytes: alone.walBytes },
    together: { cpuMs: together.cpuMs['postgres'] ?? 0, commits: together.commits, walBytes: together.walBytes },
    answered: costOf(onPostgres, 'answered'),
    delivered: costOf(onPostgres, 'life'),
    processMb: (onPostgres.results.rssBytes.ours?.['main'] ?? 0) / 2 ** 20,
  };
}

function columnOf(server: Server) {
  const results: Results | null = readResults(server);
  const ours = results && columnsOf([results]).find(({ peer }) => peer === 'ours');
  if (!ours) throw new Error(`bench/results has nothing of us on ${server}`);
  return ours;
}

function costOf(column: ReturnType<typeof columnOf>, stage: 'answered' | 'life'): Cost {
  const cost = temporalCost(column, stage);
  if (!cost) throw new Error(`bench/results has no ${stage} orders`);
  const { actions, timers, captures, events, transitions, historyBytes } = cost;
  return { actions: actions + timers + captures, events, transitions, historyBytes };
}

/** What bench/NOTES.md and bench/README.md tell, and no result file holds. */
export const NOTED = {
  /** The row of a SKU is locked for the statement that reserves (bench hot-sku, 2026-11-24), and then until its commit is flushed. */
  lockedMs: { low: 1.25, high: 5.97, source: 'bench/NOTES.md, A hot SKU' },
  /** Events that one relay publishes a second (bench relay, 2026-11-27), with fauxqs in the place of SNS. */
  relayedPerSecond: { value: 2_245, source: 'bench/README.md, relay' },
} as const;

/** What is published of an order that is placed, shipped in one parcel, paid and delivered. */
const LIFE: Partial<Record<TopicName, readonly string[]>> = {
  'order-events': ['order.created', 'order.shipped', 'payment.captured', 'order.delivered'],
  'shipping-events': ['order.shipped', 'order.delivered'],
};

/** Messages of such an order: those that are published, and those that queues get of them (messaging/topology.ts). */
export function messagesOfAnOrder(): { published: number; delivered: number } {
  const published = Object.values(LIFE).flat().length;
  const heard = QUEUE_NAMES.flatMap((queue) =>
    Object.entries(LIFE).flatMap(([topic, types]) => {
      const hears: Partial<Record<string, readonly string[]>> = QUEUES[queue].hears;
      return types.filter((type) => hears[topic]?.includes(type));
    }),
  );
  return { published, delivered: heard.length };
}

/** Orders placed a second that the schedule compare-orders keeps up with. */
export const COMPARED = {
  perRun: USUAL_RULES.most,
  everySeconds: 5 * 60,
  source: 'activities/comparing.ts, bin/temporal-setup.ts',
};
