import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { flushCompileCache } from 'node:module';
import { text } from 'node:stream/consumers';
import { pino } from 'pino';
import { createApp } from '../../api/app.ts';
import { keyring } from '../../api/caller.ts';
import { closeServer } from '../../bin/http-server.ts';
import { installTemporalRuntime } from '../../bin/log.ts';
import { runWorker } from '../../bin/running-worker.ts';
import { activityDeps, createRuntime, createWorker } from '../../bin/runtime.ts';
import { readSettings } from '../../bin/settings.ts';
import { onStop, readEnvironment } from '../peers/shared/env.ts';
import { Armed } from './armed.ts';
import { readKey } from './books.ts';
import { Trap, TRAP_PATH } from './points.ts';
import { trappedActivities, trappedGateway } from './trapped.ts';
import { workflowBundle } from './workflow-bundle.ts';

/* bench/peers/ours/main.ts, with traps in it: it kills itself where it is told to, and that is all that differs. */
const environment = readEnvironment();
const { PAYMENTS_URL, CUSTOMERS_URL, PROVIDER_TIMEOUT_MS, DATA_DIR } = environment;
const settings = readSettings({
  ...process.env,
  STRIPE_URL: PAYMENTS_URL,
  CUSTOMERS_URL,
  PAYMENT_TIMEOUT_MS: String(PROVIDER_TIMEOUT_MS),
  CUSTOMER_TIMEOUT_MS: String(PROVIDER_TIMEOUT_MS),
  AWS_ENDPOINT_URL: 'http://127.0.0.1:9',
  TIMING: JSON.stringify({ attempt: PROVIDER_TIMEOUT_MS, authorize: PROVIDER_TIMEOUT_MS }),
});
const log = pino({ level: 'warn' }, pino.destination(2));
installTemporalRuntime(log);
const armed = new Armed();
const [runtime, bundle] = await Promise.all([
  createRuntime(settings, log, { sharesWorker: true }),
  workflowBundle(DATA_DIR),
]);
const worker = await runWorker((stopping) =>
  createWorker(runtime, bundle, stopping, trappedActivities(activityDeps(runtime, stopping), armed)),
);
const app = createApp({
  db: runtime.database.db,
  claims: runtime.claims.db,
  gateway: trappedGateway(runtime.gateway, armed),
  log,
  authenticate: keyring([{ key: 'bench-us', name: 'us', role: 'checkout', storefront: 'us' }]),
  checks: {},
});
const server = createServer((request, response) => {
  if (request.url === TRAP_PATH) return void setTrap(request, response);
  const key = request.headers['idempotency-key'];
  response.on('finish', () => armed.answered(typeof key === 'string' ? key : undefined));
  app(request, response);
});
server.listen(settings.PORT);
await once(server, 'listening');
// It would be written at the end, which for this process never comes.
flushCompileCache();
onStop(async () => {
  await closeServer(server, 1000);
  await worker.stop();
  await runtime.close();
});

async function setTrap(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const trap = Trap.parse(JSON.parse(await text(request)));
  // On its second way an order has an id already, and may come by before anybody asks for it.
  armed.set(trap, (await readKey(runtime.database.sql, trap.key))?.orderId);
  response.writeHead(200).flushHeaders();
}
