import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../embedded/ports.ts';
import { databaseUrl } from '../embedded/postgres.ts';
import { readRunFile } from '../embedded/run-file.ts';
import { findTemporalCli } from '../embedded/temporal-cli.ts';

/** The ways to an answer that are compared. */
export const VARIANTS = ['shipped', 'update', 'naive'] as const;
export type Variant = (typeof VARIANTS)[number];

export interface Servers {
  urls: Record<Variant, string>;
  databaseUrl: string;
  stop: () => Promise<void>;
}

export const BENCH_KEY = 'bench-us';

const READY_WITHIN_MS = 300_000;

/**
 * One embedded stack and three processes on it: `bin/start.ts` as it is shipped; `bin/api.ts`, an API without a worker
 * (its orders run on the worker of the first); and the naive saga, API and worker.
 * @param unthrottled lifts Temporal's limit on its own queues, which a development server's single shard runs into
 */
export async function startServers(report: (line: string) => void, unthrottled: boolean): Promise<Servers> {
  const dataDir = mkdtempSync(join(tmpdir(), 'order-saga-bench-'));
  const processes: Awaited<ReturnType<typeof startNode>>[] = [];
  const stop = async () => {
    for (const { end } of processes.toReversed()) await end();
    rmSync(dataDir, { recursive: true, force: true });
  };
  const [port, updatePort, naivePort, temporalPort, temporalUiPort, awsPort, simulatorPort] = await sevenPorts();
  const shared = {
    DATA_DIR: dataDir,
    SIMULATOR_PORT: String(simulatorPort),
    CARRIER: 'off',
    API_KEYS: JSON.stringify([{ key: BENCH_KEY, name: 'bench', role: 'checkout', storefront: 'us' }]),
  };
  const start = async (script: string, onPort: number, env: Record<string, string>) => {
    report(`starting ${script}`);
    processes.push(await startNode(script, onPort, dataDir, { ...shared, ...env, PORT: String(onPort) }));
  };

  try {
    await start('bin/start.ts', port, {
      TEMPORAL_PORT: String(temporalPort),
      TEMPORAL_UI_PORT: String(temporalUiPort),
      AWS_PORT: String(awsPort),
      ...(unthrottled ? { TEMPORAL_CLI: await unthrottledCli(dataDir) } : {}),
    });
    const postgres = readRunFile(dataDir).find(({ name }) => name === 'postgres');
    if (!postgres) throw new Error(`${dataDir}/run.json lists no postgres`);
    const parts = {
      DATABASE_URL: databaseUrl(postgres.port),
      TEMPORAL_ADDRESS: `127.0.0.1:${temporalPort}`,
      AWS_ENDPOINT_URL: `http://127.0.0.1:${awsPort}`,
    };
    await start('bin/api.ts', updatePort, parts);
    await start('bench/naive/main.ts', naivePort, parts);
    return {
      urls: { shipped: url(port), update: url(updatePort), naive: url(naivePort) },
      databaseUrl: parts.DATABASE_URL,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** A script that stands in for the CLI and adds settings. */
async function unthrottledCli(dataDir: string): Promise<string> {
  const flags = ['transfer', 'timer', 'visibility', 'outbound'].map(
    (queue) => `--dynamic-config-value history.${queue}ProcessorMaxPollRPS=10000`,
  );
  const script = join(dataDir, 'temporal-unthrottled');
  writeFileSync(script, `#!/bin/sh\nexec '${await findTemporalCli({})}' "$@" ${flags.join(' ')}\n`, { mode: 0o755 });
  return script;
}

const url = (port: number) => `http://127.0.0.1:${port}`;

async function sevenPorts() {
  return await Promise.all([freePort(), freePort(), freePort(), freePort(), freePort(), freePort(), freePort()]);
}

/** Runs a script until it is ready by its own word. */
async function startNode(script: string, port: number, dataDir: string, env: Record<string, string>) {
  const child = spawn(process.execPath, [join(import.meta.dirname, '..', script)], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let complaint = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (complaint = (complaint + text).slice(-2000)));
  const exited = once(child, 'exit');
  let running = true;
  void exited.then(() => (running = false));
  const end = async () => {
    child.kill('SIGTERM');
    await exited;
  };

  const until = Date.now() + READY_WITHIN_MS;
  while (!(await isReady(port))) {
    if (!running) throw new Error(`${script} ended while it started: ${complaint.trim() || lastOf(dataDir)}`);
    if (Date.now() > until) {
      await end();
      throw new Error(`${script} is not ready after ${READY_WITHIN_MS / 1000} s`);
    }
    await sleep(100);
  }
  return { end };
}

async function isReady(port: number): Promise<boolean> {
  try {
    return (await fetch(`${url(port)}/health/ready`)).ok;
  } catch {
    return false;
  }
}

function lastOf(dataDir: string): string {
  try {
    return (
      readFileSync(join(dataDir, 'logs', 'app.log'), 'utf8')
        .trim()
        .split('\n')
        .at(-1) ?? ''
    );
  } catch {
    return 'it said nothing';
  }
}
