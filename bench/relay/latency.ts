import { setTimeout as sleep } from 'node:timers/promises';
import { randomExponential } from 'd3-random';
import { z } from 'zod';
import { newId } from '../../db/ids.ts';
import { commitRinger } from '../../db/commit-bell.ts';
import { insertIntoOutbox, outboxRowsOf } from './events.ts';
import type { RelaySite } from './site.ts';

const Heard = z.object({ subject: z.string() });

/**
 * From an event's commit until a consumer's handler has it, in milliseconds: orders come by a Poisson process, each a
 * commit with `order.created` in the outbox and the bell rung after it, as an order does it. By one clock, this process'.
 */
export async function timeDelivery(
  site: RelaySite,
  { rate, seconds }: { rate: number; seconds: number },
): Promise<number[]> {
  const worker = await site.startWorker(1);
  const committed = new Map<string, number>();
  const heard = new Map<string, number>();
  const subscription = await site.messaging.subscribe('analytics', async ({ body }) => {
    const { subject } = Heard.parse(JSON.parse(body));
    if (!heard.has(subject)) heard.set(subject, performance.now());
  });
  try {
    const ring = commitRinger(site.database);
    const place = async () => {
      const id = newId();
      await insertIntoOutbox(site.database.db, outboxRowsOf(id, 1));
      committed.set(id, performance.now());
      ring(id);
    };
    const gap = randomExponential(rate);
    const placing: Promise<void>[] = [];
    const begun = performance.now();
    for (let at = 0; at < seconds; at += gap()) {
      await sleep(Math.max(0, begun + at * 1000 - performance.now()));
      placing.push(place());
    }
    await Promise.all(placing);
    const until = performance.now() + 30_000;
    while (committed.size > heard.size && performance.now() < until) await sleep(50);
    const missing = [...committed.keys()].filter((id) => !heard.has(id));
    if (missing.length > 0) throw new Error(`${missing.length} events never reached the consumer`);
    return [...committed].map(([id, at]) => (heard.get(id) ?? Number.NaN) - at);
  } finally {
    await subscription.stop();
    await worker.stop();
  }
}
