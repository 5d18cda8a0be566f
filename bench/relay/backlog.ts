import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import { outbox } from '../../db/schema.ts';
import { QUEUE_NAMES } from '../../messaging/topology.ts';
import { fillOutbox } from './events.ts';
import type { RelaySite } from './site.ts';

export interface Drained {
  relays: number;
  seconds: number;
  /** Events a second, all of it. */
  rate: number;
  /** Of the worker, second by second, in MB. */
  workerMb: number[];
  /** Of each process, in CPU-seconds. */
  cpu: Record<string, number>;
  /** Messages that lie in the queues afterwards. */
  inQueues: number;
}

/** How long a backlog takes to go out, from the first event that has gone to the last. */
export async function drainBacklog(
  site: RelaySite,
  { events, relays }: { events: number; relays: number },
  say: (line: string) => void,
): Promise<Drained> {
  const before = await messagesIn(site);
  await fillOutbox(site.database.db, events);
  await site.database.sql`vacuum analyze outbox`;
  say(`${events} events wait; starting the worker with ${relays} relays`);
  const worker = await site.startWorker(relays);
  try {
    while ((await waiting(site)) === events) await sleep(20);
    const begun = performance.now();
    const cpuBefore = site.usage();
    const workerMb: number[] = [];
    for (let left = events; left > 0; left = await waiting(site)) {
      workerMb.push((site.usage()['worker']?.memoryBytes ?? 0) / 2 ** 20);
      say(`${left} wait, the worker has ${workerMb.at(-1)?.toFixed(0)} MB`);
      await sleep(Math.min(1000, (left / events) * 20_000));
    }
    const seconds = (performance.now() - begun) / 1000;
    const cpu = Object.entries(site.usage()).map(([name, { cpuMs }]) => {
      return [name, (cpuMs - (cpuBefore[name]?.cpuMs ?? 0)) / 1000] as const;
    });
    return {
      relays,
      seconds,
      rate: events / seconds,
      workerMb,
      cpu: Object.fromEntries(cpu),
      inQueues: (await messagesIn(site)) - before,
    };
  } finally {
    await worker.stop();
  }
}

async function waiting({ database }: RelaySite): Promise<number> {
  const [row] = await database.db.select({ waiting: sql<number>`count(*)::integer` }).from(outbox);
  return row?.waiting ?? 0;
}

async function messagesIn({ messaging }: RelaySite): Promise<number> {
  const depths = await Promise.all(QUEUE_NAMES.map((queue) => messaging.depth(queue)));
  return depths.reduce((sum, { messages }) => sum + messages, 0);
}
