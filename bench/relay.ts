import { loadavg } from 'node:os';
import { percentile } from '../bin/replay/percentile.ts';
import { type Drained, drainBacklog } from './relay/backlog.ts';
import { timeDelivery } from './relay/latency.ts';
import { openRelaySite } from './relay/site.ts';
import { progress } from './say.ts';
import { table } from './table.ts';

export interface RelayOptions {
  /** In the backlog. */
  events: number;
  /** How many share the outbox, all in one process: one after the other. */
  relays: number[];
  /** Orders a second, for the way from commit to handler. */
  rate: number;
  seconds: number;
}

/** A backlog of the outbox, and an event's way from its commit to a consumer's handler. */
export async function benchRelay({ events, relays, rate, seconds }: RelayOptions): Promise<void> {
  const say = progress();
  const drained: Drained[] = [];
  let delays: number[] = [];
  const site = await openRelaySite();
  try {
    say(`${rate} orders a second for ${seconds} s`);
    delays = await timeDelivery(site, { rate, seconds });
    for (const count of relays) drained.push(await drainBacklog(site, { events, relays: count }, say));
  } finally {
    await site.stop();
  }
  process.stdout.write(`${backlogTable(drained)}\n${delayTable(delays, rate)}\n${method(events)}\n`);
}

function backlogTable(drained: readonly Drained[]): string {
  const names = [...new Set(drained.flatMap(({ cpu }) => Object.keys(cpu)))];
  return table(
    ['relays', 'events/s', 's', 'in queues', 'worker MB: first', 'middle', 'last', 'most', ...names.map(cpuTitle)],
    drained.map(({ relays, rate, seconds, inQueues, workerMb, cpu }) => [
      String(relays),
      rate.toFixed(0),
      seconds.toFixed(1),
      String(inQueues),
      ...[workerMb[0], workerMb[Math.floor(workerMb.length / 2)], workerMb.at(-1), Math.max(...workerMb)].map(
        (mb) => mb?.toFixed(0) ?? '',
      ),
      ...names.map((name) => (cpu[name] ?? 0).toFixed(1)),
    ]),
  );
}

const cpuTitle = (name: string) => `${name}, CPU-s`;

function delayTable(delays: readonly number[], rate: number): string {
  const shares = [0.5, 0.9, 0.99, 1];
  return table(
    [`commit to handler at ${rate}/s`, ...shares.map((share) => (share === 1 ? 'most' : `p${share * 100}`)), 'events'],
    [['ms', ...shares.map((share) => percentile(delays, share).toFixed(0)), String(delays.length)]],
  );
}

function method(events: number): string {
  const load = loadavg().map((value) => value.toFixed(1));
  return (
    `A backlog of ${events} events, three of an order, into queues that nobody reads; worker, Postgres, Temporal and fauxqs ` +
    `are processes of their own on one machine. Node ${process.versions.node}, load ${load.join(' ')}.`
  );
}
