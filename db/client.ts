import { drizzle, type PostgresJsDatabase } from 'drizzle-orm/postgres-js';
import postgres, { type Sql, type TransactionSql } from 'postgres';
import * as schema from './schema.ts';
import { tracedQuery } from './tracing.ts';

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
  /** Postgres ends a session that is idle for so long. */
  idleSessionMs?: number;
}

/** A URL; its password too where that changes, asked for each new connection. */
export type DatabaseAddress = string | { url: string; password: () => Promise<string> };

/** A pool on `address`. Queries inside one transaction that do not wait for each other are pipelined. */
export function connect(address: DatabaseAddress, options: DatabaseOptions): Database {
  const { url, password } = typeof address === 'string' ? { url: address } : address;
  const sql = postgres(url, {
    ...(password === undefined ? {} : { password }),
    max: options.max,
    onnotice: () => undefined,
    connection: {
      application_name: 'order-saga',
      synchronous_commit: options.synchronousCommit ?? 'on',
      ...(options.idleSessionMs === undefined ? {} : { idle_session_timeout: options.idleSessionMs }),
    },
  });
  return { db: drizzle(namedStatements(sql), { schema }), sql, close: () => sql.end({ timeout: 5 }) };
}

/**
 * Drizzle sends every query as an unnamed statement, which costs a second round trip to ask for its types. Named ones
 * are parsed once a connection: a quarter to a third off the time of a transaction here.
 */
function namedStatements<Client extends Sql | TransactionSql>(client: Client): Client {
  return new Proxy(client, {
    get(target, property, receiver) {
      if (property === 'unsafe') {
        return (query: string, values?: never[]) => tracedQuery(query, target.unsafe(query, values, { prepare: true }));
      }
      if (property === 'begin' && 'begin' in target) {
        return (run: (tx: TransactionSql) => Promise<unknown>) => target.begin((tx) => run(namedStatements(tx)));
      }
      return Reflect.get(target, property, receiver) as unknown;
    },
  });
}
