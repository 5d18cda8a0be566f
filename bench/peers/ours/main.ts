import { once } from 'node:events';
import { pino } from 'pino';
import { createApp } from '../../../api/app.ts';
import { keyring } from '../../../api/caller.ts';
import { closeServer } from '../../../bin/http-server.ts';
import { installTemporalRuntime } from '../../../bin/log.ts';
import { runWorker } from '../../../bin/running-worker.ts';
import { bundleWorkflows, createRuntime, createWorker } from '../../../bin/runtime.ts';
import { readSettings } from '../../../bin/settings.ts';
import { STOREFRONTS } from '../../../domain/storefronts.ts';
import { onStop, readEnvironment } from '../shared/env.ts';

/*
 * Ours: what `npm start` runs of API and worker, wired as bin/app.ts does. Left out is what no peer does here: the relay
 * that publishes, the consumers, the carrier.
 */
const environment = readEnvironment();
const { PAYMENTS_URL, CUSTOMERS_URL, PROVIDER_TIMEOUT_MS } = environment;
const settings = readSettings({
  ...process.env,
  STRIPE_URL: PAYMENTS_URL,
  CUSTOMERS_URL,
  PAYMENT_TIMEOUT_MS: String(PROVIDER_TIMEOUT_MS),
  CUSTOMER_TIMEOUT_MS: String(PROVIDER_TIMEOUT_MS),
  AWS_ENDPOINT_URL: 'http://127.0.0.1:9',
  // A provider that does not answer is asked three times at once and once more with patience.
  TIMING: JSON.stringify({ attempt: PROVIDER_TIMEOUT_MS, authorize: PROVIDER_TIMEOUT_MS }),
});
const log = pino({ level: 'warn' }, pino.destination(2));
installTemporalRuntime(log);
const bundling = bundleWorkflows();
const runtime = await createRuntime(settings, log, { sharesWorker: true });
const bundle = await bundling;
const worker = await runWorker((stopping) => createWorker(runtime, bundle, stopping));
const app = createApp({
  db: runtime.database.db,
  claims: runtime.claims.db,
  gateway: runtime.gateway,
  log,
  authenticate: keyring(
    Object.keys(STOREFRONTS).map((name) => ({ key: `bench-${name}`, name, role: 'checkout', storefront: name })),
  ),
  checks: {},
});
const server = app.listen(settings.PORT);
server.keepAliveTimeout = 0;
await once(server, 'listening');
onStop(async () => {
  await closeServer(server, 1000);
  await worker.stop();
  await runtime.close();
});
