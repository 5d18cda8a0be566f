import { connect, type Database } from '../../db/client.ts';
import { databaseUrl } from '../../embedded/postgres.ts';
import { readRunFile } from '../../embedded/run-file.ts';
import { databaseAddress } from '../database-address.ts';
import { createLog, installTemporalRuntime } from '../log.ts';
import { createRuntime, type Runtime } from '../runtime.ts';
import { onSimulators, reaching, readSettings, type Settings } from '../settings.ts';

/** An operator would rather wait than ask again. */
const DEADLINE_MS = 30_000;
/** `analytics rebuild` works at four orders, with two for each. */
const CONNECTIONS = 8;

/** The settings; where they name no database, those of the shop that `npm start` runs on this machine. */
export function opsSettings(): Settings {
  const settings = readSettings();
  if (settings.DATABASE_URL !== undefined) return settings;
  const ports = new Map(readRunFile(settings.DATA_DIR).map(({ name, port }) => [name, port]));
  const [postgres, temporal, aws, nats] = ['postgres', 'temporal', 'sns-sqs', 'nats'].map((name) => ports.get(name));
  if (postgres === undefined) return settings;
  return {
    ...onSimulators({ ...settings, SIMULATOR_PORT: ports.get('simulators') ?? settings.SIMULATOR_PORT }),
    DATABASE_URL: databaseUrl(postgres),
    TEMPORAL_ADDRESS: settings.TEMPORAL_ADDRESS ?? (temporal === undefined ? undefined : `127.0.0.1:${temporal}`),
    AWS_ENDPOINT_URL:
      settings.AWS_ENDPOINT_URL ?? (aws === undefined || isOnAws() ? undefined : `http://127.0.0.1:${aws}`),
    NATS_URL: settings.NATS_URL ?? (nats === undefined ? undefined : `nats://127.0.0.1:${nats}`),
  };
}

/** Credentials that somebody set are for AWS itself. */
function isOnAws(): boolean {
  return ['AWS_ACCESS_KEY_ID', 'AWS_PROFILE'].some((name) => process.env[name] !== undefined);
}

export async function onDatabase<T>(work: (database: Database) => Promise<T>): Promise<T> {
  const database = connect(databaseAddress(opsSettings()), { max: CONNECTIONS });
  try {
    return await reaching('DATABASE_URL', async () => {
      await database.sql`select 1`;
    }).then(() => work(database));
  } finally {
    await database.close();
  }
}

/** All that reaches a running order. */
export async function onRuntime<T>(work: (runtime: Runtime) => Promise<T>): Promise<T> {
  const settings = { ...opsSettings(), ANSWER_DEADLINE_MS: DEADLINE_MS };
  const log = createLog('silent');
  installTemporalRuntime(log);
  const runtime = await createRuntime(settings, log, { sharesWorker: false });
  try {
    await reaching('DATABASE_URL', async () => await runtime.database.sql`select 1`);
    return await work(runtime);
  } finally {
    await runtime.close();
  }
}
