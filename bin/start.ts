import { join } from 'node:path';
import { pino } from 'pino';
import { migrateDatabase } from '../db/migrate.ts';
import { seedInventory } from '../db/seed.ts';
import { startEmbedded } from '../embedded/index.ts';
import { assertPortsFree } from '../embedded/ports.ts';
import { applyTopology } from '../messaging/apply-topology.ts';
import { DEVELOPMENT_KEYS } from './development-keys.ts';
import { closeServer, serveApi } from './http-server.ts';
import { createLog, installTemporalRuntime } from './log.ts';
import { runRole } from './role.ts';
import { runWorker } from './running-worker.ts';
import { awsClients, bundleWorkflows, createRuntime, createWorker, startConsumers } from './runtime.ts';
import { readSettings, type Settings } from './settings.ts';
import { addSearchAttributes, startHousekeeping } from './temporal-setup.ts';

/** `npm start`: everything on one machine. Standard output is for people; the log is in DATA_DIR/logs/app.log. */
await runRole(async (signal) => {
  const given = readSettings();
  await assertPortsFree([{ setting: 'PORT', port: given.PORT }]);
  const [stack, bundle] = await Promise.all([embedded(given, signal), bundleWorkflows()]);
  const closing: (() => Promise<unknown>)[] = [() => stack.stop()];
  const stop = async () => {
    for (const close of closing.toReversed()) await close().catch(say);
  };

  try {
    const log = createLog(
      given.LOG_LEVEL,
      pino.destination({ dest: join(given.DATA_DIR, 'logs', 'app.log'), mkdir: true }),
    );
    installTemporalRuntime(log);
    const settings = {
      ...given,
      DATABASE_URL: stack.databaseUrl,
      TEMPORAL_ADDRESS: stack.temporalAddress,
      AWS_ENDPOINT_URL: stack.awsEndpointUrl,
    };
    await Promise.all([migrateDatabase(stack.databaseUrl), applyTopology(awsClients(settings))]);

    const runtime = await createRuntime(settings, log, { sharesWorker: true });
    closing.push(() => runtime.close());
    await Promise.all([
      seedInventory(runtime.database.db),
      addSearchAttributes(runtime.client, settings.TEMPORAL_NAMESPACE),
    ]);
    const worker = await runWorker((stopping) => createWorker(runtime, bundle, stopping));
    closing.push(() => worker.stop());
    const consumers = await startConsumers(runtime);
    closing.push(() => Promise.all(consumers.map((consumer) => consumer.stop())));
    const server = await serveApi(runtime, DEVELOPMENT_KEYS);
    closing.push(() => closeServer(server, 3000));
    await startHousekeeping(runtime.client);

    say(`API            http://127.0.0.1:${settings.PORT}`);
    say(`API reference  http://127.0.0.1:${settings.PORT}/docs`);
    if (stack.temporalUiUrl) say(`Temporal UI    ${stack.temporalUiUrl}`);
    say('ready');
    const died = stack.exited.then(({ name }) => new Error(`${name} has gone; see ${join(given.DATA_DIR, 'logs')}`));
    return { stop, failed: Promise.race([worker.failed, died]) };
  } catch (error) {
    await stop();
    throw error;
  }
});

function embedded(settings: Settings, signal: AbortSignal) {
  return startEmbedded(
    {
      dataDir: settings.DATA_DIR,
      appPort: settings.PORT,
      temporalPort: settings.TEMPORAL_PORT,
      temporalUiPort: settings.TEMPORAL_UI_PORT,
      awsPort: settings.AWS_PORT,
      simulatorPort: settings.SIMULATOR_PORT,
      carrier: settings.CARRIER,
      databaseUrl: settings.DATABASE_URL,
      temporalAddress: settings.TEMPORAL_ADDRESS,
      awsEndpointUrl: settings.AWS_ENDPOINT_URL,
      // A region and credentials that somebody set: AWS itself.
      realAws: process.env['AWS_REGION'] !== undefined && process.env['AWS_ACCESS_KEY_ID'] !== undefined,
    },
    say,
    signal,
  );
}

function say(line: unknown): void {
  process.stdout.write(`${line instanceof Error ? line.message : String(line)}\n`);
}
