import type { WorkflowBundleWithSourceMap } from '@temporalio/worker';
import type { Logger } from 'pino';
import { migrateDatabase } from '../db/migrate.ts';
import { seedInventory } from '../db/seed.ts';
import { within } from './decisions.ts';
import { DEVELOPMENT_KEYS } from './development-keys.ts';
import { closeServer, serveApi } from './http-server.ts';
import { runWorker } from './running-worker.ts';
import { createRuntime, createWorker } from './runtime.ts';
import { startServices } from './services.ts';
import { reaching, required, type Settings } from './settings.ts';
import { startTelemetry } from './telemetry.ts';
import { addSearchAttributes, startHousekeeping } from './temporal-setup.ts';
import { onTopology } from './topology.ts';
import { ensureRing } from './vault.ts';

/** What does not let go within this is left behind: the process ends, and the next one takes up its work. */
const STOP_MS = 10_000;

export interface App {
  stop(): Promise<void>;
  /** Resolves with the error when the worker goes by itself. */
  failed: Promise<Error>;
}

/** API, worker and consumers in one process, on one connection to Temporal. */
export async function startApp(
  settings: Settings,
  log: Logger,
  bundling: Promise<WorkflowBundleWithSourceMap>,
): Promise<App> {
  const closing: (() => Promise<unknown>)[] = [];
  const stop = async () => {
    const closeAll = async () => {
      for (const close of closing.toReversed())
        await close().catch((error: unknown) => log.error({ err: error }, 'stop'));
      return true;
    };
    if (!(await within(STOP_MS, closeAll()))) log.warn('not everything stopped in time');
  };

  try {
    await Promise.all([
      reaching('DATABASE_URL', () => migrateDatabase(required(settings, 'DATABASE_URL'))),
      onTopology(settings, 'apply'),
      ensureRing(settings),
    ]);
    const telemetry = await startTelemetry(settings, 'app');
    closing.push(() => telemetry.close());
    const runtime = await createRuntime(settings, log, { sharesWorker: true });
    closing.push(() => runtime.close());
    await Promise.all([
      seedInventory(runtime.database.db),
      addSearchAttributes(runtime.client, settings.TEMPORAL_NAMESPACE),
    ]);
    const bundle = await bundling;
    const worker = await runWorker((stopping) => createWorker(runtime, bundle, stopping));
    closing.push(() => worker.stop());
    const consumers = await startServices(runtime);
    const server = await serveApi(runtime, DEVELOPMENT_KEYS);
    closing.push(() =>
      Promise.all([closeServer(server, 3000), runtime.live.close(), ...consumers.map((consumer) => consumer.stop())]),
    );
    await startHousekeeping(runtime.client, settings.RELAY_PARTITIONS);
    const ended = consumers.flatMap(({ failed }) => (failed ? [failed] : []));
    return { stop, failed: Promise.race([worker.failed, ...ended]) };
  } catch (error) {
    await stop();
    throw error;
  }
}
