import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from '@temporalio/client';
import type { DataConverter } from '@temporalio/common';
import { Worker } from '@temporalio/worker';
import { cancelingActivities } from '../../activities/canceling.ts';
import { httpCustomers } from '../../activities/customer-directory.ts';
import { tellArrived } from '../../bin/stock-arrivals.ts';
import { ordersToTell } from '../../db/backorders.ts';
import { httpFraudCheck, limitCheck } from '../../activities/fraud-check.ts';
import { namedFailures } from '../../activities/failures.ts';
import { createActivities } from '../../activities/index.ts';
import { placingSteps } from '../../activities/placing-steps.ts';
import { placingActivities } from '../../activities/placing.ts';
import type { ActivityDeps } from '../../activities/deps.ts';
import type { PaymentProvider } from '../../activities/payment-provider.ts';
import { stripeClient, stripePayments } from '../../activities/stripe-payments.ts';
import { Admission } from '../../bin/admission.ts';
import { KnownBuildIds } from '../../bin/build-ids.ts';
import { Decisions } from '../../bin/decisions.ts';
import { HeadStart } from '../../bin/head-start.ts';
import { createLog, installTemporalRuntime } from '../../bin/log.ts';
import { orderGateway, TASK_QUEUE } from '../../bin/order-gateway.ts';
import { orderWorkflows } from '../../bin/order-workflows.ts';
import { runWorker } from '../../bin/running-worker.ts';
import { awsClients, awsPlace } from '../../bin/aws.ts';
import { bundleWorkflows } from '../../bin/runtime.ts';
import { readSettings, type Settings } from '../../bin/settings.ts';
import { ensureRing, openVault } from '../../bin/vault.ts';
import { connect, type Database } from '../../db/client.ts';
import { migrateDatabase } from '../../db/migrate.ts';
import { commitRinger } from '../../db/commit-bell.ts';
import { connectFence } from '../../db/relay-fence.ts';
import { seedInventory } from '../../db/seed.ts';
import type { Order } from '../../domain/order.ts';
import type { OrderGateway } from '../../domain/gateway.ts';
import type { Retention } from '../../domain/message-life.ts';
import type { Timing } from '../../domain/timing.ts';
import { applyTopology } from '../../messaging/apply-topology.ts';
import { snsSqsMessaging } from '../../messaging/sns-sqs.ts';
import { Failpoints } from './workflow-failpoints.ts';
import { hurriedTasks, startParts, startTemporal } from './workflow-parts.ts';

const log = createLog(process.env['TEST_LOG'] ?? 'silent');
/** How long one call to the customer or payment service may take: `pm_timeout` answers later than that. */
const CALL_MS = 600;
/** A test waits for the decision itself, however busy the machine is. */
const DEADLINE_MS = 50_000;

/** The real parts, and a worker on them whose activities can be made to fail. */
export interface World {
  client: Client;
  dataConverter: DataConverter;
  database: Database;
  failpoints: Failpoints;
  payments: PaymentProvider;
  simulatorUrl: string;
  /** Where a role of its own finds all of it. */
  settings: Settings;
  /** A gateway whose orders wait as `timing` says. */
  gateway: (timing?: Partial<Timing>, options?: { sharesWorker?: boolean; deadlineMs?: number }) => OrderGateway;
  /** How long somebody has to look at an order that is held from now on. */
  review: { ms: number };
  /** The worker stops, what it has in hand or not, and another one starts, which knows nothing of it. */
  restartWorker: () => Promise<void>;
  /** Takes everything down; nothing is left. */
  stop: () => Promise<void>;
}

export interface WorldOptions {
  /** After how many events a workflow goes on as a new one: a long life in a short test. */
  longAfter?: number;
  /** How many signals one run takes up. */
  mostSignals?: number;
  /** Workflow tasks are given out anew after two seconds, and not after ten: who takes part in a long one is heard sooner. */
  hurried?: boolean;
  /** Histories are for others to read: Temporal is given everything in the clear. */
  plain?: boolean;
  retention?: Partial<Retention>;
}

export async function startWorld({
  longAfter = 60,
  mostSignals = 6000,
  hurried = true,
  plain = false,
  retention = {},
}: WorldOptions = {}): Promise<World> {
  installTemporalRuntime(log);
  const closing: (() => Promise<unknown>)[] = [];
  const stop = async () => {
    for (const close of closing.splice(0).toReversed()) await close();
  };
  try {
    const dataDir = await mkdtemp(join(tmpdir(), 'order-saga-world-'));
    closing.push(() => rm(dataDir, { recursive: true, force: true }));
    return { ...(await build(dataDir, closing, { longAfter, mostSignals, hurried, plain, retention })), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function build(
  dataDir: string,
  closing: (() => Promise<unknown>)[],
  { longAfter, mostSignals, hurried, plain, retention }: Required<WorldOptions>,
): Promise<Omit<World, 'stop'>> {
  const starting = [
    kept(startParts(dataDir), (parts) => closing.push(() => parts.stop())),
    kept(startTemporal(longAfter, mostSignals), (env) => closing.push(() => env.teardown())),
    bundleWorkflows(),
  ] as const;
  // Waits for all also when one fails: what is still starting could not be taken down.
  await Promise.allSettled(starting);
  const [stack, temporal, workflowBundle] = await Promise.all(starting);
  const { databaseUrl, simulatorUrl, awsEndpointUrl } = stack;
  const settings = readSettings({
    DATABASE_URL: databaseUrl,
    TEMPORAL_ADDRESS: temporal.address,
    AWS_ENDPOINT_URL: awsEndpointUrl,
    STRIPE_URL: simulatorUrl,
    DATA_DIR: dataDir,
  });
  const aws = awsClients(settings);
  closing.push(async () => [aws.sns.destroy(), aws.sqs.destroy()]);
  await Promise.all([migrateDatabase(databaseUrl), applyTopology(aws, awsPlace(settings)), ensureRing(settings)]);
  const database = connect(databaseUrl, { max: 20 });
  closing.push(() => database.close());
  const { db } = database;
  await seedInventory(db);
  const { dataConverter } = plain ? { dataConverter: {} } : await openVault(settings, db, log);

  const decisions = new Decisions(db, () => undefined);
  // Tests run side by side, and some hold an order still: nobody waits for a turn.
  const admission = new Admission(1000);
  const buildIds = new KnownBuildIds();
  const headStart = new HeadStart();
  closing.push(async () => decisions.close());
  const connection = temporal.nativeConnection;
  const client = new Client({ connection, dataConverter, interceptors: { workflow: hurried ? [hurriedTasks] : [] } });
  const gateway: World['gateway'] = (timing = {}, { sharesWorker = true, deadlineMs = DEADLINE_MS } = {}) =>
    orderGateway({ client, db, decisions, admission, buildIds, headStart, sharesWorker, deadlineMs, timing });
  const payments = stripePayments(stripeClient({ apiKey: 'sk_test_simulator', url: simulatorUrl, timeoutMs: CALL_MS }));
  const failpoints = new Failpoints();
  const review = { ms: 24 * 60 * 60 * 1000 };
  const ring = commitRinger(database);
  const createWorker = async (stopping: AbortSignal) => {
    const deps = {
      db,
      customers: httpCustomers({ url: simulatorUrl, timeoutMs: CALL_MS }),
      fraud: limitCheck(httpFraudCheck({ url: simulatorUrl, timeoutMs: CALL_MS })),
      reviewMs: () => review.ms,
      payments,
      publisher: snsSqsMessaging(aws, {
        place: awsPlace(settings),
        retrySeconds: settings.CONSUMER_RETRY_SECONDS,
        onError: () => undefined,
      }),
      outbox: database,
      retention: { ...settings.RETENTION_DAYS, ...retention },
      connectFence: () => connectFence(databaseUrl),
      waitsOutside: (orderId: string) => admission.waitsOutside(orderId),
      committed: (order: Order) => {
        decisions.announce(order);
        ring(order.id);
      },
      stockMoved: async () => tellArrived(gateway())(await ordersToTell(db)),
      stopping,
      orders: gateway(),
      workflows: orderWorkflows(client),
      returnWindowMs: () => 30 * 24 * 60 * 60 * 1000,
    } satisfies ActivityDeps;
    // A step of placing fails in whichever way it is taken: all at once or one by one.
    const activities = {
      ...failpoints.around(createActivities(deps)),
      ...placingActivities(deps, failpoints.around(placingSteps(deps)), failpoints.around(cancelingActivities(deps))),
    };
    const created = await Worker.create({
      connection,
      taskQueue: TASK_QUEUE,
      dataConverter,
      workflowBundle,
      activities: headStart.joined(activities),
      interceptors: { activity: [() => ({ inbound: namedFailures })] },
      // How long a task waits for a worker that has gone before another one gets it.
      stickyQueueScheduleToStartTimeout: '1 second',
      shutdownGraceTime: '1 second',
      shutdownForceTime: '8 seconds',
    });
    buildIds.learn(created.options.buildId);
    return created;
  };
  let worker = await runWorker(createWorker);
  const restartWorker = async () => {
    await worker.stop();
    worker = await runWorker(createWorker);
  };
  closing.push(async () => {
    failpoints.releaseAll();
    await worker.stop();
  });
  return {
    client,
    dataConverter,
    database,
    failpoints,
    payments,
    simulatorUrl,
    settings,
    gateway,
    review,
    restartWorker,
  };
}

/** What is up is noted at once, so that it is taken down also when its neighbour does not start. */
async function kept<T>(starting: Promise<T>, note: (started: T) => void): Promise<T> {
  const started = await starting;
  note(started);
  return started;
}
