import assert from 'node:assert/strict';
import { afterAll, beforeAll } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rebuildAll } from '../../db/rebuilding.ts';
import { freePort } from '../../embedded/ports.ts';
import { type Answer, send } from './http.ts';
import { type LedgerEntry, ledgerOf } from './ledger.ts';
import { databaseOf } from './stack-ops.ts';
import { type App, end, launch, untilReady } from './stack-process.ts';

const ENDS_WITHIN_MS = 20_000;

export interface Ask {
  /** API key; null: none at all. */
  key?: string | null;
  idempotencyKey?: string;
  body?: unknown;
  /** A body that is no JSON. */
  raw?: string | Buffer;
  headers?: Record<string, string>;
}

export interface Fault {
  target: 'payments' | 'customers' | 'carrier';
  latencyMs?: number;
  errorRate?: number;
}

/** The whole of Order Saga, started as a user starts it, on ports and a folder of its own. */
export class Stack {
  readonly dataDir: string;
  readonly env: Record<string, string>;
  #app: App;
  readonly #guests: (() => Promise<unknown>)[] = [];
  /** From the start to the line `ready`. */
  readyAfterMs = 0;

  private constructor(dataDir: string, env: Record<string, string>) {
    this.dataDir = dataDir;
    this.env = env;
    this.#app = launch(env);
  }

  static async start(settings: Record<string, string> = {}): Promise<Stack> {
    const dataDir = await mkdtemp(join(tmpdir(), 'order-saga-stack-'));
    const env = { ...(await ports()), LOG_LEVEL: 'warn', DATA_DIR: dataDir, ...settings };
    const stack = new Stack(dataDir, env);
    await stack.#ready(Date.now());
    return stack;
  }

  get temporalAddress(): string {
    return `127.0.0.1:${this.env['TEMPORAL_PORT']}`;
  }

  get awsEndpoint(): string {
    return `http://127.0.0.1:${this.env['AWS_PORT']}`;
  }

  get app(): App {
    return this.#app;
  }

  async api(method: string, path: string, { key = 'dev-us', idempotencyKey, body, raw, headers = {} }: Ask = {}) {
    return await send(Number(this.env['PORT']), path, {
      method,
      headers: {
        ...(key === null ? {} : { Authorization: `Bearer ${key}` }),
        ...(idempotencyKey === undefined ? {} : { 'Idempotency-Key': idempotencyKey }),
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
        ...headers,
      },
      ...(raw === undefined ? {} : { body: raw }),
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  }

  /** All movements of money, or those of one order. */
  async ledger(orderId?: string): Promise<LedgerEntry[]> {
    return await ledgerOf(Number(this.env['SIMULATOR_PORT']), orderId);
  }

  async fault(fault: Fault): Promise<void> {
    const body = JSON.stringify(fault);
    const headers = { 'Content-Type': 'application/json' };
    assert.equal((await this.#simulators('/faults', { method: 'PUT', headers, body })).status, 200);
  }

  /** Kills the app's own process, and nothing else. */
  async kill9(): Promise<void> {
    this.#app.child.kill('SIGKILL');
    await this.#app.exited;
  }

  /** Starts again on the same data. */
  async restart(settings: Record<string, string> = {}): Promise<void> {
    const startedAt = Date.now();
    Object.assign(this.env, settings);
    this.#app = launch(this.env);
    await this.#ready(startedAt);
  }

  /** What hangs on the stack, and has to go before it. */
  beforeEnd(close: () => Promise<unknown>): void {
    this.#guests.push(close);
  }

  /** Ends it as a user does, and holds it to what the contract says of an end. */
  async stop(signals: readonly NodeJS.Signals[] = ['SIGTERM']): Promise<void> {
    await Promise.all(this.#guests.splice(0).map((close) => close()));
    await ordersAreTheirEvents(this);
    const { code, tookMs, leftBehind } = await end(this.#app, this.dataDir, signals);
    assert.deepEqual({ code, leftBehind, stderr: this.#app.stderr() }, { code: 0, leftBehind: [], stderr: '' });
    assert.ok(tookMs < ENDS_WITHIN_MS, `it took ${tookMs} ms to end`);
  }

  async remove(): Promise<void> {
    await rm(this.dataDir, { recursive: true, force: true });
  }

  async #ready(startedAt: number): Promise<void> {
    await untilReady(this.#app);
    this.readyAfterMs = Date.now() - startedAt;
  }

  async #simulators(path: string, request: Parameters<typeof send>[2] = {}): Promise<Answer> {
    return await send(Number(this.env['SIMULATOR_PORT']), path, request);
  }
}

/** Whatever a test has done: each order is what its events say. */
async function ordersAreTheirEvents(stack: Stack): Promise<void> {
  const database = databaseOf(stack);
  if (!database) return;
  const differ: { id: string; unlike: string | null }[] = [];
  for await (const order of rebuildAll(database.db)) if (order.unlike !== null) differ.push(order);
  await database.close();
  assert.deepEqual(differ, []);
}

type StackSettings = Record<string, string>;

/**
 * A stack for the tests of one file: started before them, ended after them.
 * @param settings or what makes them, where they name a server that has to be up first
 */
export function stackForThisFile(settings: StackSettings | (() => Promise<StackSettings>) = {}): () => Stack {
  let stack: Stack | undefined;
  beforeAll(async () => {
    stack = await Stack.start(typeof settings === 'function' ? await settings() : settings);
  });
  afterAll(async () => {
    await stack?.stop();
    await stack?.remove();
  });
  return () => {
    if (!stack) throw new Error('the stack is not up');
    return stack;
  };
}

/** A free port for each setting that wants one, no two the same. */
export async function ports(): Promise<Record<string, string>> {
  const names = ['PORT', 'TEMPORAL_PORT', 'TEMPORAL_UI_PORT', 'AWS_PORT', 'NATS_PORT', 'SIMULATOR_PORT'];
  const free = new Set<number>();
  while (free.size < names.length) free.add(await freePort());
  return Object.fromEntries([...free].map((port, index) => [names[index] ?? '', String(port)]));
}
