import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { DEVELOPMENT_KEYS } from '../../bin/development-keys.ts';
import { databaseUrl } from '../../embedded/postgres.ts';
import { assertAccepts, freePort } from '../../embedded/ports.ts';
import { readRunFile } from '../../embedded/run-file.ts';
import type { Stack } from './stack.ts';
import { until } from './stack-wait.ts';

/** `bin/api.ts` on the servers of a stack: an API without a worker, beside the one that the stack has. */
export interface ApiProcess {
  port: number;
  child: ChildProcess;
  /** Ends it as a deployment does, and says how it went. */
  stop: () => Promise<{ code: number | null; tookMs: number }>;
}

/** @param main another entry than the shop's own */
export async function startApi(
  stack: Stack,
  settings: Record<string, string> = {},
  main = 'bin/api.ts',
): Promise<ApiProcess> {
  const port = Number(settings['PORT'] ?? (await freePort()));
  const postgres = readRunFile(stack.dataDir).find(({ name }) => name === 'postgres');
  const { NODE_OPTIONS: _options, ...env } = process.env;
  const child = spawn(process.execPath, [main], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {
      ...env,
      PORT: String(port),
      LOG_LEVEL: 'silent',
      DATA_DIR: stack.dataDir,
      DATABASE_URL: databaseUrl(postgres?.port ?? 0),
      TEMPORAL_ADDRESS: stack.temporalAddress,
      AWS_ENDPOINT_URL: stack.awsEndpoint,
      API_KEYS: JSON.stringify(DEVELOPMENT_KEYS),
      ...settings,
    },
  });
  const stop = async () => {
    const startedAt = Date.now();
    const exited = child.exitCode ?? child.signalCode ?? once(child, 'exit');
    child.kill('SIGTERM');
    await exited;
    return { code: child.exitCode, tookMs: Date.now() - startedAt };
  };
  stack.beforeEnd(stop);
  await until('the API to listen', async () => {
    if (child.exitCode !== null) throw new Error(`the API ended with ${child.exitCode}`);
    return assertAccepts(port).then(
      () => true,
      () => false,
    );
  });
  return { port, child, stop };
}

/** What a process has in memory, in bytes. */
export async function residentBytes({ pid }: ChildProcess): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) * 1024;
}
