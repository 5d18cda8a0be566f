import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrateDatabase } from '../../db/migrate.ts';
import { createCrew } from '../../embedded/crew.ts';
import { freePort } from '../../embedded/ports.ts';
import { letPostgresPass } from '../../embedded/postgres-access.ts';
import { databaseUrl, postgresPlan } from '../../embedded/postgres.ts';

/** Postgres alone, with our schema and nothing in it. */
export async function startPostgres(): Promise<{ url: string; stop: () => Promise<void> }> {
  const dataDir = await mkdtemp(join(tmpdir(), 'order-saga-postgres-'));
  letPostgresPass(dataDir, () => undefined);
  const crew = createCrew(dataDir);
  const stop = async () => {
    await crew.stop([['postgres']]);
    await rm(dataDir, { recursive: true, force: true });
  };
  try {
    const port = await freePort();
    await crew.add(postgresPlan(dataDir, port));
    const url = databaseUrl(port);
    await migrateDatabase(url);
    return { url, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
