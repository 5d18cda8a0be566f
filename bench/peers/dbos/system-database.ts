import type { DBOSConfig } from '@dbos-inc/dbos-sdk';
import { Pool } from 'pg';
import { prepareStatements } from './prepared-statements.ts';

/** Beside the connections for orders. Of 6, 10, 16 and 24 none was faster than another. */
const CONNECTIONS = 16;

export interface SystemDatabase {
  settings: Pick<DBOSConfig, 'systemDatabaseUrl' | 'systemDatabaseSchemaName' | 'systemDatabasePool'>;
  close(): Promise<void>;
}

/** Where DBOS keeps its workflows and checkpoints: a schema of its own in the database of the orders. */
export function connectSystemDatabase(databaseUrl: string): SystemDatabase {
  const pool = new Pool({
    connectionString: databaseUrl,
    application_name: 'order-saga-bench-dbos',
    max: CONNECTIONS,
    // What is prepared on a connection is lost with it.
    idleTimeoutMillis: 0,
  });
  pool.on('error', (error) => process.stderr.write(`${String(error)}\n`));
  pool.on('connect', prepareStatements);
  const schema = `${new URL(databaseUrl).pathname.slice(1)}_dbos_sys`;
  return {
    settings: { systemDatabaseUrl: databaseUrl, systemDatabaseSchemaName: schema, systemDatabasePool: pool },
    close: () => pool.end(),
  };
}
