import { join } from 'node:path';
import postgres from 'postgres';
import { assertAccepts } from '../../embedded/ports.ts';
import type { PartPlan } from '../../embedded/parts.ts';
import { POSTGRES_USER } from './postgres-settings.ts';

export function urlOf(port: number, database: string): string {
  return `postgres://${POSTGRES_USER}:${POSTGRES_USER}@127.0.0.1:${port}/${database}`;
}

/** The one Postgres of a run, with its data in `<dataDir>/postgres`. */
export function postgresPlan(dataDir: string, port: number): PartPlan {
  return {
    name: 'postgres',
    port,
    command: process.execPath,
    args: [join(import.meta.dirname, 'postgres-main.ts'), join(dataDir, 'postgres'), String(port)],
    readyWithinMs: 60_000,
    endsWithinMs: 20_000,
    probe: async () => {
      await assertAccepts(port);
      await withAdmin(port, (sql) => sql`select 1`);
    },
  };
}

/** One connection for as long as `work` takes. */
export async function withAdmin<T>(
  port: number,
  work: (sql: postgres.Sql) => Promise<T>,
  database = 'postgres',
): Promise<T> {
  const sql = postgres(urlOf(port, database), { max: 1, connect_timeout: 2, onnotice: () => undefined });
  try {
    return await work(sql);
  } finally {
    await sql.end({ timeout: 1 });
  }
}

export async function createDatabase(port: number, name: string): Promise<void> {
  await withAdmin(port, (sql) => sql`create database ${sql(name)}`);
}
