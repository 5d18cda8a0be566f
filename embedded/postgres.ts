import { join } from 'node:path';
import postgres from 'postgres';
import type { PartPlan } from './parts.ts';
import { assertAccepts } from './ports.ts';

/** User, password and name of the database alike: it listens on 127.0.0.1 only. */
const NAME = 'order_saga';

export const databaseUrl = (port: number) => `postgres://${NAME}:${NAME}@127.0.0.1:${port}/${NAME}`;

/** A real Postgres, with its data in `<dataDir>/postgres`. */
export function postgresPlan(dataDir: string, port: number): PartPlan {
  return {
    name: 'postgres',
    port,
    command: process.execPath,
    args: [join(import.meta.dirname, 'postgres-main.ts'), join(dataDir, 'postgres'), String(port), NAME],
    readyWithinMs: 60_000,
    // Sending clients away takes no time, writing the checkpoint may.
    endsWithinMs: 6_000,
    probe: () => probe(port),
  };
}

async function probe(port: number): Promise<void> {
  await assertAccepts(port);
  const sql = postgres(databaseUrl(port), { max: 1, connect_timeout: 2, onnotice: () => undefined });
  try {
    await sql`SELECT 1`;
  } finally {
    await sql.end({ timeout: 1 });
  }
}
