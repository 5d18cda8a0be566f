import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { CreateSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { execa } from 'execa';
import { createCrew } from '../../embedded/crew.ts';
import { freePort } from '../../embedded/ports.ts';
import { letPostgresPass } from '../../embedded/postgres-access.ts';
import { postgresPlan } from '../../embedded/postgres.ts';
import { simulatorsPlan } from '../../embedded/simulators.ts';
import { findTemporalCli } from '../../embedded/temporal-cli.ts';
import { temporalPlan } from '../../embedded/temporal.ts';
import { until } from '../../test/support/stack-wait.ts';
import { type Ear, listenBefore } from './asked.ts';
import { type Collecting, startCollector } from './collecting.ts';
import { type Moto, startMoto } from './moto.ts';
import type { RoleTask } from './role-tasks.ts';

const ROOT = join(import.meta.dirname, '../..');

export interface Running {
  readonly task: RoleTask;
  readonly ear: Ear;
  readonly child: ChildProcess;
  readonly said: () => string;
  /** Runs the check of its task, and says what that exits. */
  readonly check: () => Promise<number | undefined>;
  readonly port: number;
  readonly metricsPort: number;
  /** Of Temporal's SDK. */
  readonly temporalMetricsPort: number;
}

/** What tasks reach from where they run: Postgres, Temporal, the simulated world, and moto for all of AWS. */
export interface RoleWorld {
  readonly moto: Moto;
  readonly temporalAddress: string;
  /** Starts a task's command with the settings that the task has, each with what stands here for what it names. */
  run(task: RoleTask, more?: Record<string, string>): Promise<Running>;
  /** Starts the collector of a task beside a role. */
  collect(task: RoleTask, role: Running): Promise<Collecting>;
  /** As the pipeline does it: this version of the workers has the orders. */
  rollOut(buildId: string): Promise<void>;
  /** A name of what stands here, as the template has it. */
  written(resource: string): string;
  stop(): Promise<void>;
}

const SECRETS: Record<string, string> = {
  STRIPE_API_KEY: 'sk_test_nobody',
  SMTP_URL: 'smtp://127.0.0.1:9',
  CARRIER_WEBHOOK_SECRETS: `whsec_${Buffer.alloc(24, 'carrier').toString('base64')}`,
};

/**
 * @param deployment texts of what only a deployment knows: the database's secret, the key of the payloads, and what else
 * has a name here
 */
export async function startRoleWorld(deployment: {
  secret: string;
  key: string;
  named: readonly (readonly [text: string, name: string])[];
}) {
  const dataDir = await mkdtemp(join(tmpdir(), 'order-saga-roles-'));
  letPostgresPass(dataDir, () => undefined);
  const crew = createCrew(dataDir);
  const [postgres, temporal, temporalUi] = [await freePort(), await freePort(), await freePort()];
  const simulators = await freePort();
  const temporalAddress = `127.0.0.1:${temporal}`;
  const [moto] = await Promise.all([
    startMoto(),
    crew.add(postgresPlan(dataDir, postgres)),
    crew.add(simulatorsPlan(dataDir, { port: simulators, carrier: 'off' })),
    findTemporalCli().then((cli) => crew.add(temporalPlan(dataDir, { cli, port: temporal, uiPort: temporalUi }))),
  ]);
  const made = await inAws(moto.url);
  const known = new Map([[deployment.secret, made.secret], [deployment.key, made.key], ...deployment.named]);
  const written = new Map([...known].map(([text, name]) => [name, text]));
  const running: Running[] = [];
  const collecting: Collecting[] = [];
  const outside = `http://127.0.0.1:${simulators}`;

  async function run(task: RoleTask, more: Record<string, string> = {}): Promise<Running> {
    const [ear, port] = [await listenBefore(moto.url), await freePort()];
    const [metricsPort, temporalMetricsPort] = [await freePort(), await freePort()];
    const here: Record<string, string> = {
      DATABASE_URL: `postgres://order_saga@127.0.0.1:${postgres}/order_saga`,
      TEMPORAL_ADDRESS: temporalAddress,
      TEMPORAL_NAMESPACE: 'default',
      CUSTOMERS_URL: outside,
      FRAUD_URL: outside,
      CARRIER_URL: outside,
      PORT: String(port),
      METRICS_PORT: String(metricsPort),
      TEMPORAL_METRICS_PORT: String(temporalMetricsPort),
    };
    const given = Object.entries(task.environment).map(([name, text]) => [name, here[name] ?? known.get(text) ?? text]);
    const { PORT = '', METRICS_PORT = '' } = task.environment;
    const moved = new Map([
      [PORT, port],
      [METRICS_PORT, metricsPort],
    ]);
    const at = (url: string) => url.replace(/(?<=:)\d+(?=\/)/, (one) => String(moved.get(one)));
    const child = spawn(process.execPath, inRoot(task.command), {
      // Where there is no key ring in a file, nor anything else.
      cwd: dataDir,
      env: {
        ...Object.fromEntries(given),
        // A key of Temporal Cloud would turn on TLS, which the one here has not.
        ...Object.fromEntries(task.secrets.flatMap((name) => (name in SECRETS ? [[name, SECRETS[name]]] : []))),
        // Stripe and AWS themselves, where nothing is said of them.
        STRIPE_URL: outside,
        AWS_ENDPOINT_URL: ear.url,
        AWS_ACCESS_KEY_ID: 'local',
        AWS_SECRET_ACCESS_KEY: 'local',
        ...more,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let text = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (text += String(chunk)));
    const check = async () => {
      const env = { HEALTH_URL: at(task.environment['HEALTH_URL'] ?? '') };
      const { exitCode } = await execa(process.execPath, inRoot(task.check ?? []), {
        env,
        extendEnv: false,
        reject: false,
      });
      return exitCode;
    };
    const one = { task, ear, child, said: () => text, check, port, metricsPort, temporalMetricsPort };
    running.push(one);
    return one;
  }

  async function collect(task: RoleTask, role: Running): Promise<Collecting> {
    const one = await startCollector(task, role, { aws: moto.url, cwd: dataDir, known });
    collecting.push(one);
    return one;
  }

  const world: RoleWorld = {
    moto,
    temporalAddress,
    run,
    collect,
    rollOut: async (buildId) => {
      const args = ['rollout', '--build-id', buildId, '--hold-seconds', '1', '--every-seconds', '1'];
      const env = { TEMPORAL_ADDRESS: temporalAddress };
      const isCurrent = async () => {
        const { exitCode } = await execa('node', [join(ROOT, 'bin/ops.ts'), ...args], {
          cwd: dataDir,
          env,
          reject: false,
        });
        return exitCode === 0;
      };
      // Within that second nobody may have asked for work yet.
      await until('the rollout', isCurrent);
    },
    written: (resource) => written.get(resource) ?? resource,
    stop: async () => {
      await Promise.all([...collecting, ...running].map(({ child }) => ended(child)));
      for (const { ear } of [...collecting, ...running]) ear.stop();
      await Promise.all([crew.stop([['temporal', 'simulators'], ['postgres']]), moto.stop()]);
      await rm(dataDir, { recursive: true, force: true });
    },
  };
  return world;
}

/** What `node` is given: a file of the image, and its arguments. */
function inRoot([_node, file = '', ...args]: readonly string[]): string[] {
  return [join(ROOT, file), ...args];
}

/** @throws what it said, where it has ended instead */
export async function untilReady({ task, child, said }: Running): Promise<void> {
  const isReady = async () => {
    if (child.exitCode !== null) throw new Error(`${task.name} ended: ${said()}`);
    return said().includes('"ready"');
  };
  // All of them start at once: 73 s were seen on two cores that others had work on.
  await until(`${task.name} to be ready`, isReady, { withinMs: 300_000 });
}

export async function ended(child: ChildProcess): Promise<number | null> {
  if (child.exitCode === null && child.signalCode === null) {
    const exit = once(child, 'exit');
    child.kill('SIGTERM');
    await exit;
  }
  return child.exitCode;
}

/** What CloudFormation would have made in the stack `data`. */
async function inAws(endpoint: string): Promise<{ secret: string; key: string }> {
  const settings = { endpoint, region: 'us-east-1', credentials: { accessKeyId: 'local', secretAccessKey: 'local' } };
  const [kms, secrets] = [new KMSClient(settings), new SecretsManagerClient(settings)];
  try {
    const SecretString = JSON.stringify({ username: 'order_saga', password: 'order_saga' });
    const { ARN: secret = '' } = await secrets.send(new CreateSecretCommand({ Name: 'database', SecretString }));
    return { secret, key: (await kms.send(new CreateKeyCommand({}))).KeyMetadata?.Arn ?? '' };
  } finally {
    kms.destroy();
    secrets.destroy();
  }
}
