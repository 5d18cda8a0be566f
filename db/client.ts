import { drizzle, type PostgresJsDatabase } from 'drizzle-orm/postgres-js';
import postgres, { type Sql } from 'postgres';
import * as schema from './schema.ts';

export type Db = PostgresJsDatabase<typeof schema>;
export type Tx = Parameters<Parameters<Db['transaction']>[0]>[0];

export interface Database {
  db: Db;
  /** postgres.js itself, for what Drizzle has no words for: LISTEN/NOTIFY, advisory locks. */
  sql: Sql;
  close(): Promise<void>;
}

export interface DatabaseOptions {
  /** Connections at most. */
  max: number;
  /** Off: a commit does not wait for its flush. Only for what a later, flushed commit repeats or proves. */
  synchronousCommit?: 'on' | 'off';
}

/** A pool on `url`. Queries inside one transaction that do not wait for each other are pipelined. */
export function connect(url: string, options: DatabaseOptions): Database {
  const sql = postgres(url, {
    max: options.max,
    onnotice: () => undefined,
    connection: { application_name: 'order-saga', synchronous_commit: options.synchronousCommit ?? 'on' },
  });
  return { db: drizzle(sql, { schema }), sql, close: () => sql.end({ timeout: 5 }) };
}
