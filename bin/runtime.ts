import { fileURLToPath } from 'node:url';
import { Client } from '@temporalio/client';
import {
  bundleWorkflowCode,
  NativeConnection,
  Worker,
  type WorkerOptions,
  type WorkflowBundleWithSourceMap,
} from '@temporalio/worker';
import type { Logger } from 'pino';
import type { ComparingDeps } from '../activities/comparing.ts';
import { httpCustomers, isCustomersAway } from '../activities/customer-directory.ts';
import type { ActivityDeps } from '../activities/deps.ts';
import { httpFraudCheck, limitCheck } from '../activities/fraud-check.ts';
import { namedFailures } from '../activities/failures.ts';
import { type Activities, createActivities } from '../activities/index.ts';
import type { PaymentProvider } from '../activities/payment-provider.ts';
import { isStripeAway } from '../activities/stripe-failures.ts';
import { stripeClient, stripePayments } from '../activities/stripe-payments.ts';
import { ordersToTell } from '../db/backorders.ts';
import { connect, type Database } from '../db/client.ts';
import { commitRinger } from '../db/commit-bell.ts';
import { LiveEvents } from '../db/live-events.ts';
import { connectFence } from '../db/relay-fence.ts';
import type { OrderGateway } from '../domain/gateway.ts';
import { type Storefront, STOREFRONTS } from '../domain/storefronts.ts';
import { defaultTiming, type Timing } from '../domain/timing.ts';
import type { MessagingService } from '../messaging/port.ts';
import { traced } from '../telemetry/ports.ts';
import { Admission } from './admission.ts';
import { tellArrived } from './stock-arrivals.ts';
import { KnownBuildIds } from './build-ids.ts';
import { databaseAddress } from './database-address.ts';
import { Decisions } from './decisions.ts';
import { HeadStart } from './head-start.ts';
import { openMessaging } from './messaging.ts';
import { orderGateway, TASK_QUEUE } from './order-gateway.ts';
import { orderWorkflows } from './order-workflows.ts';
import { Outside } from './outside.ts';
import { reaching, required, type Settings } from './settings.ts';
import { temporalAddress } from './temporal-address.ts';
import { activityTracing, clientTracing, traceSinks } from './temporal-tracing.ts';
import { DEPLOYMENT } from './worker-versions.ts';
import { FAILURE_CONVERTER, openVault, type Vault } from './vault.ts';

/** What every role needs, wired by the settings. */
export interface Runtime {
  settings: Settings;
  log: Logger;
  database: Database;
  /** Commits without waiting for their flush. */
  claims: Database;
  /** The relays' own. */
  outbox: Database;
  /** Asks whether Postgres is there: in a pool that is busy the question would wait, and call it missing. */
  probe: Database;
  vault: Vault;
  connection: NativeConnection;
  client: Client;
  decisions: Decisions;
  admission: Admission;
  buildIds: KnownBuildIds;
  headStart: HeadStart;
  outside: Outside;
  gateway: OrderGateway;
  messaging: MessagingService;
  /** Listens only while somebody follows an order. */
  live: LiveEvents;
  close(): Promise<void>;
}

export async function createRuntime(
  settings: Settings,
  log: Logger,
  options: { sharesWorker: boolean },
): Promise<Runtime> {
  const databaseAt = databaseAddress(settings);
  const database = connect(databaseAt, { max: settings.DATABASE_POOL });
  const claims = connect(databaseAt, { max: 4, synchronousCommit: 'off' });
  const outbox = connect(databaseAt, { max: 4 });
  const probe = connect(databaseAt, { max: 1 });
  const vault = await openVault(settings, database.db, log);
  const { dataConverter } = vault;
  const connection = await reaching('TEMPORAL_ADDRESS', () => NativeConnection.connect(temporalAddress(settings)));
  const client = new Client({
    connection,
    namespace: settings.TEMPORAL_NAMESPACE,
    dataConverter,
    interceptors: clientTracing(),
  });
  const decisions = new Decisions(database.db, (error) => log.warn({ err: error }, 'could not look for decisions'));
  const admission = new Admission(settings.ORDERS_AT_ONCE, settings.ORDER_WAIT_MS);
  const buildIds = new KnownBuildIds();
  const headStart = new HeadStart();
  const live = new LiveEvents(database, {
    pollMs: settings.LIVE_POLL_MS,
    onError: (error) => log.warn({ err: error }, 'could not look for news of orders'),
  });
  const { messaging, ...transport } = await openMessaging(settings, log);
  return {
    settings,
    log,
    database,
    claims,
    outbox,
    probe,
    vault,
    connection,
    client,
    decisions,
    admission,
    buildIds,
    headStart,
    outside: new Outside(),
    gateway: orderGateway({
      client,
      db: database.db,
      decisions,
      admission,
      buildIds,
      headStart,
      sharesWorker: options.sharesWorker,
      deadlineMs: settings.ANSWER_DEADLINE_MS,
      timing: settings.TIMING,
    }),
    messaging,
    live,
    close: async () => {
      decisions.close();
      await live.close();
      await connection.close();
      await transport.close();
      await Promise.all([database, claims, outbox, probe].map((pool) => pool.close()));
    },
  };
}

/**
 * Workflow code as one bundle: built once, also for several workers. Its modules keep no state, so that they are loaded
 * once and not for each workflow.
 * @param stackTraces of workflow code, in failures and in Temporal's UI: dear, and for whoever looks for a bug
 */
export async function bundleWorkflows(
  stackTraces: Settings['WORKFLOW_STACK_TRACES'] = 'off',
): Promise<WorkflowBundleWithSourceMap> {
  const workflowsPath = inWorkflows('index.ts');
  return await bundleWorkflowCode({
    workflowsPath,
    payloadConverterPath: inWorkflows('payload-converter.ts'),
    failureConverterPath: FAILURE_CONVERTER,
    workflowInterceptorModules: [inWorkflows('tracing.ts')],
    preloadModules: [
      workflowsPath,
      inWorkflows('tracing.ts'),
      ...(stackTraces === 'on' ? [] : [inWorkflows('without-stack-traces.ts')]),
    ],
    logger: { ...console, log: ignore, trace: ignore, debug: ignore, info: ignore },
  });
}

function inWorkflows(file: string): string {
  return fileURLToPath(new URL(`../workflows/${file}`, import.meta.url));
}

/** Without STRIPE_URL it is Stripe itself. */
export function paymentProvider({ settings, outside }: Pick<Runtime, 'settings' | 'outside'>): PaymentProvider {
  const payments = stripePayments(
    stripeClient({
      apiKey: settings.STRIPE_API_KEY,
      ...(settings.STRIPE_URL === undefined ? {} : { url: settings.STRIPE_URL }),
      timeoutMs: settings.PAYMENT_TIMEOUT_MS,
    }),
  );
  return traced('payments', outside.watched('payments', payments, isStripeAway));
}

/** What is compared with what. */
export function comparingDeps(runtime: Runtime): Pick<ActivityDeps, keyof ComparingDeps> {
  const { log, settings, database, gateway, client } = runtime;
  return {
    db: database.db,
    payments: paymentProvider(runtime),
    orders: gateway,
    workflows: orderWorkflows(client),
    returnWindowMs: (storefront) => timingOf(settings, storefront).returnWindow,
    stockMoved: async () => {
      try {
        await tellArrived(gateway)(await ordersToTell(database.db));
      } catch (error) {
        // What was done stays done; reconciliation tells them.
        log.warn({ err: error }, 'orders were not told of their stock');
      }
    },
  };
}

function timingOf({ TIMING }: Settings, storefront: Storefront): Timing {
  return { ...defaultTiming(STOREFRONTS[storefront]), ...TIMING };
}

/** What the activities need of the world. */
export function activityDeps(runtime: Runtime, stopping: AbortSignal): ActivityDeps {
  const { settings, database, outbox, decisions, admission, headStart, outside, messaging } = runtime;
  const ring = commitRinger(database);
  return {
    ...comparingDeps(runtime),
    customers: traced(
      'customers',
      outside.watched(
        'customers',
        httpCustomers({ url: required(settings, 'CUSTOMERS_URL'), timeoutMs: settings.CUSTOMER_TIMEOUT_MS }),
        isCustomersAway,
      ),
    ),
    fraud: limitCheck(
      settings.FRAUD_URL === undefined
        ? undefined
        : traced('fraud', httpFraudCheck({ url: settings.FRAUD_URL, timeoutMs: settings.CUSTOMER_TIMEOUT_MS })),
    ),
    reviewMs: (storefront) => timingOf(settings, storefront).review,
    publisher: messaging,
    outbox,
    retention: settings.RETENTION_DAYS,
    connectFence: () => connectFence(databaseAddress(settings)),
    waitsOutside: (orderId) => void headStart.caughtUp(orderId).then(() => admission.waitsOutside(orderId)),
    committed: (order) => {
      decisions.announce(order);
      ring(order.id);
    },
    stopping,
  };
}

/** The worker of the task queue `orders`. Its grace and force times get it out though the server has gone. */
export async function createWorker(
  runtime: Runtime,
  workflowBundle: WorkflowBundleWithSourceMap,
  stopping: AbortSignal,
  activities: Activities = createActivities(activityDeps(runtime, stopping)),
): Promise<Worker> {
  const worker = await Worker.create({
    connection: runtime.connection,
    namespace: runtime.settings.TEMPORAL_NAMESPACE,
    taskQueue: TASK_QUEUE,
    dataConverter: runtime.vault.dataConverter,
    workflowBundle,
    activities: runtime.headStart.joined(activities),
    // The span has the failure by its name.
    interceptors: { activity: [activityTracing, () => ({ inbound: namedFailures })] },
    sinks: traceSinks,
    ...versioned(runtime.settings),
    // An order is busy for seconds and then sleeps for weeks: the cache is for the busy ones, a later replay is cheap.
    maxCachedWorkflows: 200,
    shutdownGraceTime: '2 seconds',
    shutdownForceTime: '8 seconds',
  });
  if (runtime.settings.WORKER_BUILD_ID === undefined) runtime.buildIds.learn(worker.options.buildId);
  return worker;
}

/** With a build id the worker is a version of the deployment, and orders move on to the version that takes them. */
function versioned({ WORKER_BUILD_ID: buildId }: Settings): Pick<WorkerOptions, 'workerDeploymentOptions'> {
  if (buildId === undefined) return {};
  return {
    workerDeploymentOptions: {
      version: { deploymentName: DEPLOYMENT, buildId },
      useWorkerVersioning: true,
      defaultVersioningBehavior: 'AUTO_UPGRADE',
    },
  };
}

function ignore(): void {}
