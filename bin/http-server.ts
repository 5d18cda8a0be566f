import { once } from 'node:events';
import type { Server } from 'node:http';
import { sql } from 'drizzle-orm';
import { createApp } from '../api/app.ts';
import { keyring, type KeySetting } from '../api/caller.ts';
import type { Runtime } from './runtime.ts';
import { tellArrived } from './stock-arrivals.ts';

/** Longer than a load balancer keeps an idle connection (60 s, mostly): it must not send into one that just closes. */
const KEEP_ALIVE_MS = 65_000;

/** The API, listening on PORT. */
export async function serveApi(runtime: Runtime, keys: readonly KeySetting[]): Promise<Server> {
  const { settings, database, claims, gateway, connection, messaging, log } = runtime;
  const app = createApp({
    db: database.db,
    claims: claims.db,
    gateway,
    stockArrived: tellArrived(gateway),
    log,
    authenticate: keyring([...keys, ...settings.API_KEYS]),
    checks: {
      postgres: () => database.db.execute(sql`select 1`),
      temporal: () => connection.workflowService.getSystemInfo({}),
      messaging: () => messaging.depth('order-status'),
    },
  });
  const server = app.listen(settings.PORT);
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  await once(server, 'listening');
  return server;
}

/** No new requests; those in hand are answered, for `graceMs` at most. */
export async function closeServer(server: Server, graceMs: number): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  server.closeIdleConnections();
  const timer = setTimeout(() => server.closeAllConnections(), graceMs);
  await closed;
  clearTimeout(timer);
}
