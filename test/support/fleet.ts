import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { DEVELOPMENT_KEYS } from '../../bin/development-keys.ts';
import { readSettings } from '../../bin/settings.ts';
import { ensureRing } from '../../bin/vault.ts';
import { type EmbeddedStack, startEmbedded } from '../../embedded/index.ts';
import { freePort } from '../../embedded/ports.ts';
import { type Answer, send } from './http.ts';
import { type LedgerEntry, ledgerOf } from './ledger.ts';
import { type Ask, ports } from './stack.ts';
import type { Shop } from './stack-shop.ts';
import { until } from './stack-wait.ts';

const ROOT = join(import.meta.dirname, '../..');

/** A role of the shop, in a process of its own. */
export interface RoleProcess {
  /** What it has written to standard output and error. */
  said: () => string;
  /** SIGTERM. @returns the exit code */
  stop: () => Promise<number | null>;
}

/**
 * The shop as in production: each role a process of its own, several of some, of whichever version; the servers that they need; and
 * a balancer, which knows the APIs that are to be asked.
 */
export class Fleet implements Shop {
  readonly dataDir: string;
  readonly env: Record<string, string>;
  readonly #servers: EmbeddedStack;
  readonly #running = new Set<RoleProcess>();
  readonly #ports = new Map<RoleProcess, number>();
  #turn = 0;

  private constructor(dataDir: string, env: Record<string, string>, servers: EmbeddedStack) {
    this.dataDir = dataDir;
    this.env = env;
    this.#servers = servers;
  }

  static async start(): Promise<Fleet> {
    const dataDir = await mkdtemp(join(tmpdir(), 'order-saga-fleet-'));
    const free = await ports();
    const port = (name: string) => Number(free[name]);
    const servers = await startEmbedded(
      {
        dataDir,
        temporalPort: port('TEMPORAL_PORT'),
        temporalUiPort: port('TEMPORAL_UI_PORT'),
        awsPort: port('AWS_PORT'),
        simulatorPort: port('SIMULATOR_PORT'),
        carrier: 'off',
      },
      () => undefined,
    );
    const env = {
      DATA_DIR: dataDir,
      LOG_LEVEL: 'warn',
      DATABASE_URL: servers.databaseUrl,
      TEMPORAL_ADDRESS: servers.temporalAddress,
      AWS_ENDPOINT_URL: servers.awsEndpointUrl ?? '',
      STRIPE_URL: servers.simulatorUrl,
      CUSTOMERS_URL: servers.simulatorUrl,
      CARRIER_URL: servers.simulatorUrl,
      API_KEYS: JSON.stringify(DEVELOPMENT_KEYS),
    };
    await ensureRing(readSettings(env));
    return new Fleet(dataDir, env, servers);
  }

  /** All movements of money. */
  async ledger(): Promise<LedgerEntry[]> {
    return await ledgerOf(Number(new URL(this.#servers.simulatorUrl).port));
  }

  /** Runs a command of the shop to its end. @param root the version's folder */
  async run(args: readonly string[], root = ROOT) {
    const env = { ...this.env, LOG_LEVEL: 'silent', NO_COLOR: '1' };
    const { exitCode, stdout, stderr } = await execa('node', args, { cwd: root, env, reject: false });
    return { exitCode, stdout, stderr };
  }

  /** Resolves once it is ready. */
  async startRole(args: readonly string[], settings: Record<string, string> = {}, root = ROOT): Promise<RoleProcess> {
    const { NODE_OPTIONS: _options, ...machine } = process.env;
    const child = spawn(process.execPath, [...args], {
      cwd: root,
      env: { ...machine, ...this.env, LOG_LEVEL: 'info', ...settings },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const role = roleOf(child);
    const stop = role.stop;
    role.stop = async () => {
      this.#running.delete(role);
      return await stop();
    };
    this.#running.add(role);
    await until(`${args.join(' ')} to be ready`, async () => {
      if (child.exitCode !== null) throw new Error(role.said());
      return role.said().includes('"ready"');
    });
    return role;
  }

  /** An API that the balancer knows from now on, until it is told to stop. */
  async startApi(root = ROOT): Promise<RoleProcess> {
    const port = await freePort();
    const api = await this.startRole(['bin/api.ts'], { PORT: String(port) }, root);
    this.#ports.set(api, port);
    const stop = api.stop;
    api.stop = async () => {
      // As balancers do: no new request, and then the signal, while it is still busy with the ones before.
      this.#ports.delete(api);
      return await stop();
    };
    return api;
  }

  async api(method: string, path: string, { key = 'dev-us', idempotencyKey, body }: Ask = {}): Promise<Answer> {
    const known = [...this.#ports.values()];
    this.#turn += 1;
    const port = known[this.#turn % known.length];
    if (port === undefined) throw new Error('there is no API');
    return await send(port, path, {
      method,
      headers: {
        Authorization: `Bearer ${key}`,
        ...(idempotencyKey === undefined ? {} : { 'Idempotency-Key': idempotencyKey }),
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  }

  async stop(): Promise<void> {
    await Promise.all([...this.#running].map((role) => role.stop()));
    await this.#servers.stop();
    await rm(this.dataDir, { recursive: true, force: true });
  }
}

function roleOf(child: ChildProcess): RoleProcess {
  const texts: string[] = [];
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (text: string) => texts.push(text));
  const exited = once(child, 'close');
  return {
    said: () => texts.join(''),
    stop: async () => {
      child.kill('SIGTERM');
      await exited;
      return child.exitCode;
    },
  };
}
