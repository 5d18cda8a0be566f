import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { awsClients, awsPlace } from '../../bin/aws.ts';
import { readSettings } from '../../bin/settings.ts';
import { ensureRing } from '../../bin/vault.ts';
import { connect, type Database } from '../../db/client.ts';
import { migrateDatabase } from '../../db/migrate.ts';
import { startEmbedded } from '../../embedded/index.ts';
import { freePort } from '../../embedded/ports.ts';
import { applyTopology } from '../../messaging/apply-topology.ts';
import type { MessagingService } from '../../messaging/port.ts';
import { snsSqsMessaging } from '../../messaging/sns-sqs.ts';
import { processTable, type TreeUsage, usageOf } from '../world/process-tree.ts';

/** What a relay lives among, each in a process of its own: Postgres, Temporal, SNS/SQS; and the worker when it is started. */
export interface RelaySite {
  database: Database;
  messaging: MessagingService;
  temporalAddress: string;
  /** `bin/worker.ts` with so many relays; resolves when it says that it is ready. */
  startWorker(relays: number, env?: Record<string, string>): Promise<RunningWorker>;
  /** CPU and memory of each process so far, by name. */
  usage(): Record<string, TreeUsage>;
  stop(): Promise<void>;
}

export interface RunningWorker {
  pid: number;
  signal(name: NodeJS.Signals): void;
  stop(): Promise<void>;
}

export async function openRelaySite(): Promise<RelaySite> {
  const dataDir = mkdtempSync(join(tmpdir(), 'order-saga-bench-relay-'));
  const [temporalPort, temporalUiPort, awsPort, simulatorPort] = await Promise.all([
    freePort(),
    freePort(),
    freePort(),
    freePort(),
  ]);
  const stack = await startEmbedded(
    { dataDir, temporalPort, temporalUiPort, awsPort, simulatorPort, carrier: 'off' },
    () => undefined,
  );
  const env = {
    DATA_DIR: dataDir,
    DATABASE_URL: stack.databaseUrl,
    TEMPORAL_ADDRESS: stack.temporalAddress,
    AWS_ENDPOINT_URL: stack.awsEndpointUrl ?? '',
    CUSTOMERS_URL: stack.simulatorUrl,
    STRIPE_URL: stack.simulatorUrl,
  };
  const settings = readSettings(env);
  const aws = awsClients(settings);
  await Promise.all([migrateDatabase(stack.databaseUrl), applyTopology(aws, awsPlace(settings)), ensureRing(settings)]);
  const database = connect(stack.databaseUrl, { max: 8 });
  const messaging = snsSqsMessaging(aws, {
    place: awsPlace(settings),
    retrySeconds: 1,
    onError: (error) => process.stderr.write(`${error.message}\n`),
  });
  const processes = new Map(stack.parts.map(({ name, pid }) => [name, pid]));

  return {
    database,
    messaging,
    temporalAddress: stack.temporalAddress,
    startWorker: async (relays, more = {}) => {
      const worker = await startWorker({ ...env, ...more, RELAY_PARTITIONS: String(relays) });
      processes.set('worker', worker.pid);
      return worker;
    },
    usage: () => {
      const table = processTable();
      return Object.fromEntries([...processes].map(([name, pid]) => [name, usageOf(pid, table)]));
    },
    stop: async () => {
      await database.close();
      aws.sns.destroy();
      aws.sqs.destroy();
      await stack.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

async function startWorker(env: Record<string, string>): Promise<RunningWorker> {
  const child = spawn(process.execPath, [join(import.meta.dirname, '..', '..', 'bin', 'worker.ts')], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  await untilItSays('"ready"', child);
  return {
    pid: child.pid ?? 0,
    signal: (name) => void child.kill(name),
    stop: async () => {
      child.kill('SIGTERM');
      await exited;
    },
  };
}

async function untilItSays(word: string, child: ChildProcess): Promise<void> {
  const said = Promise.withResolvers<void>();
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    if (text.includes(word)) said.resolve();
  });
  child.once('exit', (code) => said.reject(new Error(`the worker ended with ${code}`)));
  await said.promise;
}
