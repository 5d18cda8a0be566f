import type { NativeConnectionPlugin, WorkerPlugin } from '@temporalio/worker';
import { pino } from 'pino';
import { createApp } from '../../../api/app.ts';
import { authenticator, keyring } from '../../../api/caller.ts';
import { Limits } from '../../../api/limits.ts';
import type { ActivityDeps } from '../../../activities/deps.ts';
import type { Activities } from '../../../activities/index.ts';
import { deadLetterBox } from '../../../bin/dead-letters.ts';
import { installTemporalRuntime } from '../../../bin/log.ts';
import { runWorker } from '../../../bin/running-worker.ts';
import { activityDeps, createRuntime, createWorker } from '../../../bin/runtime.ts';
import { readSettings } from '../../../bin/settings.ts';
import { tellArrived } from '../../../bin/stock-arrivals.ts';
import { temporalMetrics } from '../../../bin/telemetry.ts';
import { ensureRing } from '../../../bin/vault.ts';
import { webhookDeliveries, webhookSchedule } from '../../../bin/webhooks.ts';
import { CONSOLE_FOLDER } from '../../../console/build.ts';
import type { OrderGateway } from '../../../domain/gateway.ts';
import { STOREFRONT_NAMES } from '../../../domain/storefronts.ts';
import { readEnvironment } from '../shared/env.ts';
import type { TriedOptions } from './worker-options.ts';

/** What a variant of ours puts in place of ours. */
export interface Variant {
  activities?: (deps: ActivityDeps) => Activities;
  gateway?: (gateway: OrderGateway) => OrderGateway;
  workerOptions?: TriedOptions;
}

/**
 * Ours: what `npm start` runs of API and worker, wired as bin/app.ts does. Left out is what no peer does here: the relay
 * that publishes, the consumers, the carrier.
 */
export async function openOurs(
  bundling: Promise<Parameters<typeof createWorker>[1]>,
  { activities, gateway = (given) => given, workerOptions = {} }: Variant = {},
) {
  const { PAYMENTS_URL, CUSTOMERS_URL, PROVIDER_TIMEOUT_MS } = readEnvironment();
  const settings = readSettings({
    ...process.env,
    STRIPE_URL: PAYMENTS_URL,
    CUSTOMERS_URL,
    PAYMENT_TIMEOUT_MS: String(PROVIDER_TIMEOUT_MS),
    CUSTOMER_TIMEOUT_MS: String(PROVIDER_TIMEOUT_MS),
    AWS_ENDPOINT_URL: 'http://127.0.0.1:9',
    // A provider that does not answer is asked three times, as everybody's is: once at once and twice with patience.
    TIMING: JSON.stringify({ attempt: PROVIDER_TIMEOUT_MS, authorize: 3 * PROVIDER_TIMEOUT_MS }),
  });
  const log = pino({ level: 'warn' }, pino.destination(2));
  installTemporalRuntime(log, temporalMetrics(settings));
  await ensureRing(settings);
  const [runtime, bundle] = await Promise.all([createRuntime(settings, log, { sharesWorker: true }), bundling]);
  runtime.connection.plugins.push(overridingBy(workerOptions));
  const worker = await runWorker((stopping) =>
    createWorker(runtime, bundle, stopping, activities?.(activityDeps(runtime, stopping))),
  );
  const app = createApp({
    db: runtime.database.db,
    claims: runtime.claims.db,
    sealKey: (orderId) => runtime.vault.orderKeys.make(orderId),
    gateway: gateway(runtime.gateway),
    stockArrived: tellArrived(runtime.gateway),
    live: runtime.live,
    streamMs: settings.LIVE_STREAM_MS,
    deliveries: webhookDeliveries(runtime.client, webhookSchedule(settings)),
    allowsHttp: false,
    payloads: runtime.vault.opener,
    uiOrigin: undefined,
    carrierSecrets: [],
    deadLetters: deadLetterBox(runtime.messaging.deadLetters),
    temporalUi: null,
    consoleFolder: CONSOLE_FOLDER,
    log,
    authenticate: authenticator([
      keyring([
        ...STOREFRONT_NAMES.map(
          (name) => ({ key: `bench-${name}`, name, role: 'checkout', storefront: name }) as const,
        ),
        { key: 'bench-operator', name: 'operator', role: 'operator', storefront: null },
      ]),
    ]),
    limits: new Limits(settings.RATE_LIMITS),
    ordersAtOnce: settings.ORDERS_AT_ONCE,
    isFull: (storefront) => runtime.admission.isFull(storefront),
    checks: {},
    away: () => [],
    patienceMs: 2 * settings.ANSWER_DEADLINE_MS,
    publicUrl: '',
  });
  const close = async () => {
    await worker.stop();
    await runtime.close();
  };
  return { app, port: settings.PORT, sql: runtime.database.sql, close };
}

/** A worker takes its connection's plugins: so the bench gets at options that createWorker has no parameter for. */
function overridingBy(workerOptions: TriedOptions): NativeConnectionPlugin & WorkerPlugin {
  return { name: 'bench-worker-options', configureWorker: (options) => ({ ...options, ...workerOptions }) };
}
