import { once } from 'node:events';
import { createServer, type RequestListener, type Server, type ServerOptions } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { sql } from 'drizzle-orm';
import { createApp } from '../api/app.ts';
import { authenticator, keyring, type KeySetting, storedKeys } from '../api/caller.ts';
import { refuseUnreadable } from '../api/framing.ts';
import { Limits } from '../api/limits.ts';
import { accessTokens, type TokenSettings } from '../api/tokens.ts';
import { isUpgrade, upgrading } from '../api/upgrades.ts';
import { CONSOLE_FOLDER } from '../console/build.ts';
import { selfSigned } from './certificate.ts';
import { deadLetterBox } from './dead-letters.ts';
import type { Runtime } from './runtime.ts';
import { localUrl, type Settings } from './settings.ts';
import { tellArrived } from './stock-arrivals.ts';
import { webhookDeliveries, webhookSchedule } from './webhooks.ts';

const SERVER: ServerOptions = {
  // How often it is looked who sends too slowly.
  connectionsCheckingInterval: 1_000,
  // Longer than a load balancer keeps an idle connection (60 s, mostly): it must not send into one that just closes.
  keepAliveTimeout: 65_000,
  maxHeaderSize: 16_384,
  // The app says so in its own words.
  requireHostHeader: false,
};
/** Who takes nothing of its answer for so long is cut off too. */
const SILENCE_MS = 90_000;
/** Who has not agreed on TLS by then is cut off: until then no other limit knows of it, nor does the end of the server. */
const HANDSHAKE_MS = 5_000;
/** What an answer takes beside what it waits for. */
const GRACE_MS = 2_000;

/** The API, listening on PORT. */
export async function serveApi(runtime: Runtime, keys: readonly KeySetting[]): Promise<Server> {
  const { settings, database, claims, gateway, admission, client, connection, messaging, live, vault, outside, log } =
    runtime;
  const publicUrl = settings.PUBLIC_URL?.replace(/\/$/, '') ?? localUrl(settings);
  const app = createApp({
    db: database.db,
    claims: claims.db,
    sealKey: (orderId) => vault.orderKeys.make(orderId),
    gateway,
    stockArrived: tellArrived(gateway),
    live,
    streamMs: settings.LIVE_STREAM_MS,
    deliveries: webhookDeliveries(client, webhookSchedule(settings)),
    allowsHttp: settings.WEBHOOK_PRIVATE_ADDRESSES === 'allowed',
    deadLetters: deadLetterBox(messaging.deadLetters),
    temporalUi: temporalUi(settings),
    consoleFolder: CONSOLE_FOLDER,
    payloads: vault.opener,
    uiOrigin: settings.TEMPORAL_UI_URL && new URL(settings.TEMPORAL_UI_URL).origin,
    carrierSecrets: settings.CARRIER_WEBHOOK_SECRETS,
    log,
    publicUrl,
    authenticate: authenticator([
      keyring([...keys, ...settings.API_KEYS]),
      storedKeys(database.db),
      ...(settings.OIDC_ISSUER === undefined ? [] : [accessTokens(tokenSettings(settings.OIDC_ISSUER, settings))]),
    ]),
    limits: new Limits(settings.RATE_LIMITS),
    ordersAtOnce: settings.ORDERS_AT_ONCE,
    isFull: (storefront) => admission.isFull(storefront),
    away: () => outside.away(),
    // A change may wait for its turn and then for its order: one deadline each.
    patienceMs: 2 * settings.ANSWER_DEADLINE_MS + GRACE_MS,
    checks: {
      postgres: () => runtime.probe.db.execute(sql`select 1`),
      // Unlike getSystemInfo it reads Temporal's own database.
      temporal: () => connection.workflowService.describeNamespace({ namespace: settings.TEMPORAL_NAMESPACE }),
      messaging: () => messaging.depth('order-status'),
    },
  });
  const server = (await createListener(settings, app))
    .on('upgrade', upgrading(app))
    // What a request expects beside its answer is passed over.
    .on('checkExpectation', app)
    .on('clientError', refuseUnreadable(log, publicUrl));
  server.timeout = SILENCE_MS;
  await once(server.listen(settings.PORT), 'listening');
  return server;
}

async function createListener(settings: Settings, app: RequestListener): Promise<Server> {
  const { HTTPS, HEADERS_TIMEOUT_MS: headersTimeout, REQUEST_TIMEOUT_MS: requestTimeout } = settings;
  const options = { ...SERVER, headersTimeout, requestTimeout, shouldUpgradeCallback: isUpgrade };
  if (HTTPS === 'off') return createServer(options, app);
  const tls = { ...(await selfSigned()), minVersion: 'TLSv1.2', handshakeTimeout: HANDSHAKE_MS } as const;
  return createTlsServer({ ...options, ...tls }, app);
}

/** Where Temporal's UI shows workflows, by their ids. */
function temporalUi({ TEMPORAL_UI_URL, TEMPORAL_NAMESPACE }: Settings): string | null {
  const base = TEMPORAL_UI_URL?.replace(/\/$/, '');
  return base === undefined ? null : `${base}/namespaces/${encodeURIComponent(TEMPORAL_NAMESPACE)}/workflows`;
}

function tokenSettings(issuer: string, settings: Settings): TokenSettings {
  return {
    issuer,
    audience: settings.OIDC_AUDIENCE,
    jwksUrl: settings.OIDC_JWKS_URL ?? `${issuer.replace(/\/$/, '')}/.well-known/jwks.json`,
    clockSkewSeconds: settings.OIDC_CLOCK_SKEW_SECONDS,
    cooldownMs: settings.OIDC_COOLDOWN_MS,
    timeoutMs: settings.OIDC_TIMEOUT_MS,
  };
}

/** No new requests; those in hand are answered, for `graceMs` at most. Streams end with the runtime's `live`. */
export async function closeServer(server: Server, graceMs: number): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  server.closeIdleConnections();
  const timer = setTimeout(() => server.closeAllConnections(), graceMs);
  await closed;
  clearTimeout(timer);
}
