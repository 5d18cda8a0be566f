import { once } from 'node:events';
import { join } from 'node:path';
import { pino } from 'pino';
import { type EmbeddedStack, startEmbedded } from '../embedded/index.ts';
import { startApp } from './app.ts';
import { createLog, installTemporalRuntime } from './log.ts';
import { runRole } from './role.ts';
import { bundleWorkflows } from './runtime.ts';
import { localUrl, onSimulators, readSettings, type Settings } from './settings.ts';
import { temporalMetrics } from './telemetry.ts';

/** `npm start`: everything on one machine. Standard output is for people; the log is in DATA_DIR/logs/app.log. */
await runRole(async (signal) => {
  const settings = readSettings();
  const bundling = bundleWorkflows(settings.WORKFLOW_STACK_TRACES);
  // Its failure is reported where it is awaited.
  bundling.catch(() => undefined);
  const stack = await startStack(settings, signal);
  const logs = join(settings.DATA_DIR, 'logs');
  try {
    const log = createLog(settings.LOG_LEVEL, await openLog(join(logs, 'app.log')));
    installTemporalRuntime(log, temporalMetrics(settings));
    const app = await startApp(onStack(settings, stack), log, bundling);
    say(`API            ${localUrl(settings)}`);
    say(`API reference  ${localUrl(settings)}/docs`);
    say(`Console        ${localUrl(settings)}/console`);
    if (stack.temporalUiUrl) say(`Temporal UI    ${stack.temporalUiUrl}`);
    if (stack.temporalUiUrl && settings.HTTPS === 'off')
      say(`Payloads in it ${codecUrl(settings)} (an operator's key opens them)`);
    say('ready');
    const died = stack.exited.then(({ name }) => new Error(`${name} has gone; see ${logs}`));
    return {
      failed: Promise.race([app.failed, died]),
      stop: async () => {
        await app.stop();
        await stack.stop();
      },
    };
  } catch (error) {
    await stack.stop();
    throw error;
  }
});

function startStack(settings: Settings, signal: AbortSignal): Promise<EmbeddedStack> {
  return startEmbedded(
    {
      dataDir: settings.DATA_DIR,
      appPort: settings.PORT,
      temporalPort: settings.TEMPORAL_PORT,
      temporalUiPort: settings.TEMPORAL_UI_PORT,
      codecUrl: codecUrl(settings),
      awsPort: settings.AWS_PORT,
      simulatorPort: settings.SIMULATOR_PORT,
      carrier: settings.CARRIER,
      databaseUrl: settings.DATABASE_URL,
      temporalAddress: settings.TEMPORAL_ADDRESS,
      awsEndpointUrl: settings.AWS_ENDPOINT_URL,
      natsPort: settings.MESSAGING === 'nats' && settings.NATS_URL === undefined ? settings.NATS_PORT : undefined,
      natsUrl: settings.MESSAGING === 'nats' ? settings.NATS_URL : undefined,
      // A region and credentials that somebody set: AWS itself.
      realAws: process.env['AWS_REGION'] !== undefined && process.env['AWS_ACCESS_KEY_ID'] !== undefined,
    },
    say,
    signal,
  );
}

/** The browser's way there: of the same host and scheme as Temporal's UI, or its cookie does not come along. */
function codecUrl(settings: Settings): string {
  return `${localUrl(settings)}/codec`;
}

function onStack(settings: Settings, stack: EmbeddedStack): Settings {
  return {
    ...onSimulators(settings),
    DATABASE_URL: stack.databaseUrl,
    TEMPORAL_ADDRESS: stack.temporalAddress,
    AWS_ENDPOINT_URL: stack.awsEndpointUrl,
    NATS_URL: stack.natsUrl,
    TEMPORAL_UI_URL: settings.TEMPORAL_UI_URL ?? stack.temporalUiUrl,
  };
}

/** Pino flushes when the process exits, which fails on a file that is still being opened. */
async function openLog(file: string): Promise<ReturnType<typeof pino.destination>> {
  const destination = pino.destination({ dest: file, mkdir: true });
  await once(destination, 'ready');
  return destination;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
