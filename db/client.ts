import { drizzle, type PostgresJsDatabase } from 'drizzle-orm/postgres-js';
import postgres, { type Sql, type TransactionSql, type UnsafeQueryOptions } from 'postgres';
import { answered, GREETING, onSession, Places, type Session } from './lost-connections.ts';
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

/** postgres.js would wait for up to 20 s after a while: whoever comes once the database is back waits with it. */
const LONGEST_PAUSE_SECONDS = 1;

/** A URL; its password too where that changes, asked for each new connection. */
export type DatabaseAddress = string | { url: string; password: () => Promise<string> };

/** A pool on `address`. Queries inside one transaction that do not wait for each other are pipelined. */
export function connect(address: DatabaseAddress, options: DatabaseOptions): Database {
  const { url, password } = typeof address === 'string' ? { url: address } : address;
  const places = new Places();
  const sql = postgres(url, {
    ...(password === undefined ? {} : { password }),
    max: options.max,
    // It would ask for the types of arrays, which we have none of, behind each greeting; nobody hears that question fail, which ends
    // the process.
    fetch_types: false,
    backoff: (attempts) => (0.5 + Math.random() / 2) * Math.min(3 ** attempts / 100, LONGEST_PAUSE_SECONDS),
    onnotice: () => undefined,
    onclose: (id) => places.closed(id),
    connection: {
      application_name: 'order-saga',
      ...GREETING,
      synchronous_commit: options.synchronousCommit ?? 'on',
      ...(options.idleSessionMs === undefined ? {} : { idle_session_timeout: options.idleSessionMs }),
    },
  });
  const unsafe = sql.unsafe.bind(sql);
  Object.assign(sql, {
    // `begin` asks by it, too.
    unsafe: (text: string, values?: never[], how?: UnsafeQueryOptions) =>
      answered(unsafe(text, values, places.watched(how))),
  });
  return { db: drizzle(namedStatements(sql), { schema }), sql, close: () => sql.end({ timeout: 5 }) };
}

/**
 * Drizzle sends every query as an unnamed statement, which costs a second round trip to ask for its types. Named ones
 * are parsed once a connection: a quarter to a third off the time of a transaction here.
 */
function namedStatements<Client extends Sql | TransactionSql>(client: Client, session?: Session): Client {
  return new Proxy(client, {
    get(target, property, receiver) {
      if (property === 'unsafe') {
        return (text: string, values?: never[]) => {
          session?.assertThere();
          const query = tracedQuery(text, target.unsafe(text, values, { prepare: true }));
          session?.watch(answered(query));
          return query;
        };
      }
      if (property === 'begin' && 'begin' in target) {
        return async (run: (tx: TransactionSql) => Promise<unknown>) =>
          await onSession(
            (within: (tx: TransactionSql) => Promise<unknown>) => target.begin(within),
            async (tx, its) => await run(namedStatements(tx, its)),
          );
      }
      return Reflect.get(target, property, receiver) as unknown;
    },
  });
}
