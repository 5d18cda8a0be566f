import type { DBOSConfig } from '@dbos-inc/dbos-sdk';
import { PostgresDataSource } from '@dbos-inc/postgres-datasource';
import type { Environment } from '../shared/env.ts';

/** Connections for checkpoints, beside those of DATABASE_POOL for orders. More were no faster here, fewer were slower. */
const SYSTEM_POOL = 16;

/** Where orders live: a transaction there commits together with the checkpoint of its step. */
export function ordersDatabase({ DATABASE_URL, DATABASE_POOL }: Environment): PostgresDataSource {
  const { hostname, port, username, password, pathname } = new URL(DATABASE_URL);
  return new PostgresDataSource('orders', {
    host: hostname,
    port: Number(port),
    username: decodeURIComponent(username),
    password: decodeURIComponent(password),
    database: pathname.slice(1),
    max: DATABASE_POOL,
    onnotice: () => undefined,
    connection: { application_name: 'order-saga-bench', synchronous_commit: 'on' },
  });
}

/** DBOS's own database, on the same server; it makes it where it is not there. */
export function systemSettings({ DATABASE_URL }: Environment): DBOSConfig {
  const url = new URL(DATABASE_URL);
  url.pathname += '_dbos_sys';
  return {
    name: 'bench-orders',
    // Recovery takes on what this version left; the default is a hash of the workflow's source.
    applicationVersion: '1',
    systemDatabaseUrl: url.href,
    systemDatabasePoolSize: SYSTEM_POOL,
    // For events, messages and streams, which an order has none of.
    useListenNotify: false,
    logLevel: 'error',
  };
}
