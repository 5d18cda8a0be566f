import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { childrenOf, gone } from '../../embedded/processes.ts';
import { readRunFile } from '../../embedded/run-file.ts';
import { until } from './stack-wait.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** `npm start` as a process: what it wrote, and how it ended. */
export interface App {
  readonly child: ChildProcess;
  readonly stdout: () => string;
  readonly stderr: () => string;
  readonly exited: Promise<{ code: number | null; signal: string | null }>;
}

/** What a user's shell has, without what jest adds to it. */
function userEnvironment(): NodeJS.ProcessEnv {
  const { NODE_OPTIONS: _options, NODE_ENV: _env, JEST_WORKER_ID: _worker, ...env } = process.env;
  return env;
}

export function launch(env: Record<string, string>): App {
  const child = spawn(process.execPath, ['bin/start.ts'], {
    cwd: ROOT,
    env: { ...userEnvironment(), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const out: string[] = [];
  const err: string[] = [];
  child.stdout.setEncoding('utf8').on('data', (text: string) => out.push(text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => err.push(text));
  const exited = once(child, 'close').then(() => ({ code: child.exitCode, signal: child.signalCode }));
  return { child, stdout: () => out.join(''), stderr: () => err.join(''), exited };
}

/** @throws with what it wrote when it ends, or is not ready in time */
export async function untilReady(app: App, withinMs = 60_000): Promise<void> {
  await until(
    'the line `ready`',
    async () => {
      if (app.child.exitCode !== null) throw new Error(`the start failed: ${app.stdout()}${app.stderr()}`);
      return app.stdout().split('\n').includes('ready');
    },
    { withinMs, everyMs: 20 },
  );
}

/** Every process of a running stack: those of run.json, and what they started. */
export async function processesOf(dataDir: string): Promise<number[]> {
  const listed = readRunFile(dataDir).map(({ pid }) => pid);
  const children = await Promise.all(listed.map(childrenOf));
  return [...new Set([...listed, ...children.flat()])];
}

/** Sends a signal, and says how it ended and which processes it left behind. */
export async function end(app: App, dataDir: string, signals: readonly NodeJS.Signals[]) {
  const processes = await processesOf(dataDir);
  const startedAt = Date.now();
  for (const signal of signals) app.child.kill(signal);
  const { code } = await app.exited;
  const tookMs = Date.now() - startedAt;
  const leftBehind = (await gone(processes, 500)) ? [] : processes;
  return { code, tookMs, leftBehind };
}
