import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { MockActivityEnvironment } from '@temporalio/testing';
import { sql } from 'drizzle-orm';
import { type FauxqsServer, startFauxqs } from 'fauxqs';
import { z } from 'zod';
import { relayActivities } from '../../activities/event-relay.ts';
import { outboxRowsOf, insertIntoOutbox } from '../../bench/relay/events.ts';
import { awsClients, awsPlace } from '../../bin/aws.ts';
import { readSettings } from '../../bin/settings.ts';
import { connect, type Database } from '../../db/client.ts';
import { newId } from '../../db/ids.ts';
import { outbox } from '../../db/schema.ts';
import { connectFence, LEASE_MS } from '../../db/relay-fence.ts';
import { freePort } from '../../embedded/ports.ts';
import { applyTopology } from '../../messaging/apply-topology.ts';
import type { AwsClients } from '../../messaging/aws-resources.ts';
import { snsSqsMessaging } from '../../messaging/sns-sqs.ts';
import type { MessagingService, Subscription } from '../../messaging/port.ts';
import { startPostgres } from '../support/postgres.ts';
import { until } from '../support/stack-wait.ts';

const Heard = z.object({ subject: z.string(), sequence: z.int() });

const place = awsPlace(readSettings({}));

let database: Database;
let url: string;
let stopPostgres: () => Promise<void>;
let folder: string;
let port: number;
let server: FauxqsServer;
let aws: AwsClients;
let messaging: MessagingService;
let subscription: Subscription;
/** What the consumer of `analytics` was handed, as it came. */
let heard: z.infer<typeof Heard>[];
/** Events of which a relay does not know that they were taken. */
let notAnswered: number;
let relays: { cancel: () => void; ended: Promise<unknown> }[];

const startServer = async () => (server = await startFauxqs({ port, dataDir: folder, logger: false }));

beforeAll(async () => {
  ({ url, stop: stopPostgres } = await startPostgres());
  database = connect(url, { max: 8 });
  folder = await mkdtemp(join(tmpdir(), 'order-saga-relay-'));
  port = await freePort();
  await startServer();
  const settings = readSettings({ AWS_ENDPOINT_URL: `http://127.0.0.1:${port}` });
  aws = awsClients(settings);
  messaging = snsSqsMessaging(aws, { place, retrySeconds: 1, onError: () => undefined });
});
afterAll(async () => {
  aws.sns.destroy();
  aws.sqs.destroy();
  await Promise.all([server.stop(), database.close()]);
  await Promise.all([stopPostgres(), rm(folder, { recursive: true })]);
});
beforeEach(async () => {
  // What the consumer before had in its hand when it stopped would come again.
  server.purgeAll();
  await applyTopology(aws, place);
  heard = [];
  notAnswered = 0;
  relays = [];
  subscription = await messaging.subscribe('analytics', async ({ body }) => {
    heard.push(Heard.parse(JSON.parse(body)));
  });
});
afterEach(async () => {
  for (const { cancel } of relays) cancel();
  await Promise.all([...relays.map(({ ended }) => ended), subscription.stop()]);
  await database.db.delete(outbox);
});

/** The activity as the worker runs it, and how it ended. */
function startRelay(): Promise<unknown> {
  const environment = new MockActivityEnvironment();
  const activities = relayActivities({
    outbox: database,
    connectFence: () => connectFence(url),
    publisher: {
      async publish(...request) {
        const outcomes = await messaging.publish(...request);
        notAnswered += outcomes.filter(({ taken }) => !taken).length;
        return outcomes;
      },
    },
    stopping: new AbortController().signal,
  });
  const ended = environment.run(() => activities.relayEvents()).catch((error: unknown) => error);
  relays.push({ cancel: () => environment.cancel(), ended });
  return ended;
}

const waiting = async () => await database.db.select().from(outbox);
const tries = async () => (await waiting()).reduce((sum, { attempts }) => sum + attempts, 0);
const untilEmpty = async () => await until('an empty outbox', async () => (await waiting()).length === 0);

const untilHeard = async (orders: readonly string[]) =>
  await until('the orders at the consumer', async () => {
    const known = new Set(heard.map(({ subject }) => subject));
    return orders.every((id) => known.has(id));
  });

describe('the relays', () => {
  it('tell of an order in its order and each event once, as far as they are answered, however many they are', async () => {
    const orders = Array.from({ length: 200 }, newId);
    await insertIntoOutbox(
      database.db,
      orders.flatMap((id) => outboxRowsOf(id, 3)),
    );
    for (const _ of [1, 2, 3]) void startRelay();
    await untilEmpty();
    const heardOf = (id: string) => heard.filter(({ subject }) => subject === id).map(({ sequence }) => sequence);
    await until('every event at the consumer', async () => orders.every((id) => heardOf(id).includes(3)));
    for (const id of orders) expect([...new Set(heardOf(id))]).toEqual([1, 2, 3]);
    // Taken, and not known to be taken within the lease, it is told of again.
    expect(heard.length - 600).toBeLessThanOrEqual(notAnswered);
  });

  it('leave an event that the topic never takes where it is, and what comes after it, and stop nobody else', async () => {
    const [poisoned, ...others] = Array.from({ length: 51 }, newId);
    const [tooLong, behind] = outboxRowsOf(poisoned ?? '', 2);
    await insertIntoOutbox(database.db, [{ ...tooLong, message: 'x'.repeat(256 * 1024) }, { ...behind }]);
    await insertIntoOutbox(
      database.db,
      others.flatMap((id) => outboxRowsOf(id, 1)),
    );
    void startRelay();
    await untilHeard(others);
    const again = await until('a third try', async () => {
      const rows = (await waiting()).toSorted((a, b) => a.sequence - b.sequence);
      return (rows[0]?.attempts ?? 0) >= 3 && rows;
    });
    expect(again).toMatchObject([
      { orderId: poisoned, sequence: 1 },
      { orderId: poisoned, sequence: 2, attempts: 0 },
    ]);
    const late = newId();
    await insertIntoOutbox(database.db, outboxRowsOf(late, 1));
    await untilHeard([late]);
    expect(heard.some(({ subject }) => subject === poisoned)).toBe(false);
  });

  it('tell everything after an outage, and are no storm of updates while it lasts', async () => {
    void startRelay();
    await server.stop();
    const orders = Array.from({ length: 1000 }, newId);
    await insertIntoOutbox(
      database.db,
      orders.flatMap((id) => outboxRowsOf(id, 1)),
    );
    await until('tries over a while', async () => (await tries()) > 230);
    const begun = { at: performance.now(), tries: await tries() };
    await until('two more probes', async () => (await tries()) >= begun.tries + 20);
    const seconds = (performance.now() - begun.at) / 1000;
    expect(((await tries()) - begun.tries) / seconds).toBeLessThan(50);
    await startServer();
    await untilEmpty();
    await untilHeard(orders);
  });

  it('publish nothing of what they read when they stood still after it', async () => {
    const ended = startRelay();
    const first = newId();
    await insertIntoOutbox(database.db, outboxRowsOf(first, 1));
    await untilEmpty();
    // The read hangs for longer than the lease: what comes of it is somebody else's by then.
    await database.db.transaction(async (tx) => {
      await tx.execute(sql`lock table outbox in access exclusive mode`);
      await insertIntoOutbox(tx, outboxRowsOf(newId(), 1));
      await tx.execute(sql`select pg_sleep(${(LEASE_MS + 1000) / 1000}::float8)`);
    });
    expect(await ended).toMatchObject({ type: 'FenceLost' });
    await until('the consumer to have read all', async () => (await messaging.depth('analytics')).messages === 0);
    expect(heard.map(({ subject }) => subject)).toEqual([first]);
    expect(await waiting()).toHaveLength(1);
  });
});
