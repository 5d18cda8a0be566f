import { mkdirSync } from 'node:fs';
import { createCrew } from './crew.ts';
import { endLeftovers } from './leftovers.ts';
import { messagingPlan } from './messaging.ts';
import { findNatsServer } from './nats-build.ts';
import { natsPlan, natsUrl } from './nats.ts';
import { assertPortsFree, freePort, type WantedPort } from './ports.ts';
import { letPostgresPass } from './postgres-access.ts';
import { databaseUrl, postgresPlan } from './postgres.ts';
import { recordApp, removeRunFile } from './run-file.ts';
import type { EmbeddedSettings, EmbeddedStack } from './settings.ts';
import { simulatorsPlan } from './simulators.ts';
import { findTemporalCli } from './temporal-cli.ts';
import { temporalPlan } from './temporal.ts';

export { recordApp } from './run-file.ts';
export type { EmbeddedSettings, EmbeddedStack } from './settings.ts';

/** Who is needed by whom, from the last to the first. */
const STOP_ORDER = [['simulators'], ['sns-sqs', 'nats', 'temporal'], ['postgres']];

/**
 * Starts what is not there already: Postgres, Temporal, SNS/SQS, NATS where it is asked for, and the simulated world. Resolves when all of it does
 * its work. Aborting `signal` gives up the start and takes down what is up.
 *
 * @throws an Error whose message is one line: a port in use, a missing tool, a part that does not start
 */
export async function startEmbedded(
  settings: EmbeddedSettings,
  report: (line: string) => void,
  signal?: AbortSignal,
): Promise<EmbeddedStack> {
  const { dataDir, temporalPort, temporalUiPort, codecUrl, awsPort, natsPort, simulatorPort } = settings;
  mkdirSync(dataDir, { recursive: true });
  await endLeftovers(dataDir, report);
  const embedsPostgres = settings.databaseUrl === undefined;
  const embedsTemporal = settings.temporalAddress === undefined;
  const embedsAws = settings.awsEndpointUrl === undefined && settings.realAws !== true;
  await assertPortsFree(wantedPorts(settings, embedsTemporal, embedsAws));
  if (settings.appPort !== undefined) recordApp(dataDir, settings.appPort);

  const crew = createCrew(dataDir, signal);
  let stopped: Promise<void> | undefined;
  const stop = () => (stopped ??= crew.stop(STOP_ORDER).then(() => removeRunFile(dataDir)));
  const awsEndpointUrl = embedsAws ? `http://127.0.0.1:${awsPort}` : settings.awsEndpointUrl;
  const nats = natsPort === undefined ? settings.natsUrl : natsUrl(natsPort);
  // Without an endpoint it is AWS itself, where the simulated carrier may not publish.
  const carrier = awsEndpointUrl === undefined && nats === undefined ? 'off' : settings.carrier;

  try {
    const cli = embedsTemporal ? await findTemporalCli({ signal }) : undefined;
    const server = natsPort === undefined ? undefined : await findNatsServer({ signal });
    const postgresPort = embedsPostgres ? await freePort() : 0;
    if (embedsPostgres) letPostgresPass(dataDir, report);
    const messaging = async () => {
      await Promise.all([
        embedsAws && crew.add(messagingPlan(dataDir, awsPort)),
        server !== undefined && natsPort !== undefined && crew.add(natsPlan(dataDir, { server, port: natsPort })),
      ]);
      await crew.add(simulatorsPlan(dataDir, { port: simulatorPort, carrier, awsEndpointUrl, natsUrl: nats }));
    };
    await Promise.all([
      embedsPostgres && crew.add(postgresPlan(dataDir, postgresPort)),
      cli !== undefined &&
        crew.add(temporalPlan(dataDir, { cli, port: temporalPort, uiPort: temporalUiPort, codecUrl })),
      messaging(),
    ]);
    return {
      databaseUrl: settings.databaseUrl ?? databaseUrl(postgresPort),
      temporalAddress: settings.temporalAddress ?? `127.0.0.1:${temporalPort}`,
      ...(embedsTemporal ? { temporalUiUrl: `http://127.0.0.1:${temporalUiPort}` } : {}),
      ...(awsEndpointUrl === undefined ? {} : { awsEndpointUrl }),
      ...(nats === undefined ? {} : { natsUrl: nats }),
      simulatorUrl: `http://127.0.0.1:${simulatorPort}`,
      parts: crew.parts.map(({ name, pid, port }) => ({ name, pid, port })),
      exited: crew.exited,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

function wantedPorts(settings: EmbeddedSettings, temporal: boolean, aws: boolean): WantedPort[] {
  return [
    ...(temporal ? [{ setting: 'TEMPORAL_PORT', port: settings.temporalPort }] : []),
    ...(temporal ? [{ setting: 'TEMPORAL_UI_PORT', port: settings.temporalUiPort }] : []),
    ...(aws ? [{ setting: 'AWS_PORT', port: settings.awsPort }] : []),
    ...(settings.natsPort === undefined ? [] : [{ setting: 'NATS_PORT', port: settings.natsPort }]),
    { setting: 'SIMULATOR_PORT', port: settings.simulatorPort },
    ...(settings.appPort === undefined ? [] : [{ setting: 'PORT', port: settings.appPort }]),
  ];
}
