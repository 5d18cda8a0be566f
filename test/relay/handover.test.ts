import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Client, Connection } from '@temporalio/client';
import { z } from 'zod';
import { insertIntoOutbox, outboxRowsOf } from '../../bench/relay/events.ts';
import { openRelaySite, type RelaySite, type RunningWorker } from '../../bench/relay/site.ts';
import { startHousekeeping } from '../../bin/temporal-setup.ts';
import { newId } from '../../db/ids.ts';
import { outboxState } from '../../db/outbox.ts';
import { outbox } from '../../db/schema.ts';
import { freePort } from '../../embedded/ports.ts';
import type { Subscription } from '../../messaging/port.ts';
import { until } from '../support/stack-wait.ts';

const HANDED_OVER_WITHIN_MS = 15_000;
const Heard = z.object({ subject: z.string(), sequence: z.int() });

let site: RelaySite;
let client: Client;
let connection: Connection;
let subscription: Subscription;
const workers: RunningWorker[] = [];
/** Each event as it came to the consumer, each time. */
const heard: string[] = [];

beforeAll(async () => {
  site = await openRelaySite();
  connection = await Connection.connect({ address: site.temporalAddress });
  client = new Client({ connection });
  subscription = await site.messaging.subscribe('analytics', async ({ body }) => {
    const { subject, sequence } = Heard.parse(JSON.parse(body));
    heard.push(`${subject}/${sequence}`);
  });
});
afterEach(async () => {
  await Promise.all(workers.splice(0).map((worker) => worker.stop()));
});
afterAll(async () => {
  await subscription.stop();
  await connection.close();
  await site.stop();
});

async function start(relays = 1, env: Record<string, string> = {}): Promise<RunningWorker> {
  const worker = await site.startWorker(relays, env);
  workers.push(worker);
  return worker;
}

/** Puts that many orders' lives into the outbox. @returns the keys of their events */
async function commit(orders: number): Promise<string[]> {
  const ids = Array.from({ length: orders }, newId);
  await insertIntoOutbox(
    site.database.db,
    ids.flatMap((id) => outboxRowsOf(id, 3)),
  );
  return ids.flatMap((id) => [1, 2, 3].map((sequence) => `${id}/${sequence}`));
}

const untilHeard = async (keys: readonly string[], withinMs?: number) =>
  await until(
    'all events at the consumer',
    async () => {
      const known = new Set(heard);
      return keys.every((key) => known.has(key));
    },
    { withinMs },
  );
const depth = async () => (await outboxState(site.database.db)).depth;

describe('a relay', () => {
  it('has a successor within fifteen seconds when its worker is killed', async () => {
    const first = await start();
    await untilHeard(await commit(1));
    await start();
    first.signal('SIGKILL');
    const killed = performance.now();
    await untilHeard(await commit(1), HANDED_OVER_WITHIN_MS);
    expect(performance.now() - killed).toBeLessThan(HANDED_OVER_WITHIN_MS);
  });

  it('that stood still and wakes publishes nothing beside its successor', async () => {
    const stalled = await start();
    const early = await commit(2000);
    await until('it to be in the middle', async () => (await depth()) < 5000);
    stalled.signal('SIGSTOP');
    // Temporal may give the relay to the stopped process a few times more, as that still asks for work.
    await start();
    await untilHeard(early, 150_000);
    const late = await commit(2000);
    await until('the successor to be in the middle', async () => (await depth()) < 5500);
    stalled.signal('SIGCONT');
    await untilHeard(late);
    await stalled.stop();
    await until('the consumer to have read all', async () => (await site.messaging.depth('analytics')).messages === 0);
    const wanted = new Set(late);
    expect(heard.filter((key) => wanted.has(key))).toHaveLength(late.length);
  }, 300_000);

  it('says how much waits, for how long, and what could not be published', async () => {
    const port = await freePort();
    await start(1, { METRICS_PORT: String(port) });
    const [event] = outboxRowsOf(newId(), 1);
    await insertIntoOutbox(site.database.db, [{ ...event, message: 'x'.repeat(256 * 1024) }]);
    await untilHeard(await commit(1));
    const told = await until('a second try', async () => {
      const metrics = await metricsAt(port);
      return (metrics.get('outbox_attempts') ?? 0) >= 2 && metrics;
    });
    expect(told.get('outbox_depth')).toBe(1);
    expect(told.get('outbox_lag')).toBeGreaterThan(1);
    expect(told.get('outbox_published_total')).toBe(3);
    expect(told.get('outbox_failed_total')).toBeGreaterThanOrEqual(2);
    expect(told.get('outbox_delay_count')).toBe(3);
    await site.database.db.delete(outbox);
  });

  it('that is one too many ends, and the others have what it had', async () => {
    await start(4);
    await untilHeard(await commit(20));
    await until('all slots with four', async () => (await slotsBySession()).join(',') === '8,8,8,8');
    await startHousekeeping(client, 2);
    await until('all slots with two', async () => (await slotsBySession()).join(',') === '16,16');
    await untilHeard(await commit(20));
    const statuses = await Promise.all(
      [0, 1, 2, 3].map(async (n) => (await client.workflow.getHandle(`outbox-relay-${n}`).describe()).status.name),
    );
    expect(statuses).toEqual(['RUNNING', 'RUNNING', 'CANCELLED', 'CANCELLED']);
  });
});

/** Names and values, summed over their labels. */
async function metricsAt(port: number): Promise<Map<string, number>> {
  const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  const sums = new Map<string, number>();
  for (const line of text.split('\n').filter((one) => one.startsWith('outbox'))) {
    const name = line.replace(/[{ ].*/, '');
    sums.set(name, (sums.get(name) ?? 0) + Number(line.replace(/.* /, '')));
  }
  return sums;
}

async function slotsBySession(): Promise<number[]> {
  const rows = await site.database.sql<{ slots: number }[]>`
    select count(*)::integer as slots from pg_locks
    where locktype = 'advisory' and classid = hashtext('outbox relay')::oid and objid < 32 group by pid order by 1`;
  return rows.map(({ slots }) => slots);
}
