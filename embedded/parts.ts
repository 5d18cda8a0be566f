import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { gone, send } from './processes.ts';
import { recordRun } from './run-file.ts';

/** How a part is started, and how one sees that it is there. */
export type PartPlan = {
  readonly name: string;
  readonly port: number;
  readonly command: string;
  /** Must hold the data folder: leftovers are recognised by it. */
  readonly args: readonly string[];
  readonly readyWithinMs: number;
  /** How long it gets to end by itself. */
  readonly endsWithinMs: number;
  /** Throws until the part does its work. */
  readonly probe: () => Promise<void>;
};

export type Part = {
  readonly name: string;
  readonly pid: number;
  readonly port: number;
  /** Resolves when the process is gone, for whatever reason. */
  readonly exited: Promise<void>;
  /** Ends it, by force if it has to be; resolves when it is gone. */
  stop(): Promise<void>;
};

/**
 * Starts a part in a process group of its own, so that Ctrl-C in a terminal reaches the app alone and the database
 * stays for what is being drained. Its output goes to a file and not through a pipe: it outlives a killed parent.
 */
export function startPart(dataDir: string, plan: PartPlan): Part {
  const logFile = logFileOf(dataDir, plan.name);
  mkdirSync(join(dataDir, 'logs'), { recursive: true });
  const log = openSync(logFile, 'a');
  const child = spawn(plan.command, plan.args, { cwd: dataDir, detached: true, stdio: ['ignore', log, log] });
  closeSync(log);
  const { pid } = child;
  // A command that cannot be run tells of it twice; unheard, the second time would end the app.
  child.on('error', () => undefined);
  if (pid === undefined) throw new Error(`${plan.name} cannot be started: ${plan.command}`);
  recordRun(dataDir, { name: plan.name, pid, port: plan.port });
  const exited = once(child, 'exit').then(() => undefined);
  let stopped: Promise<void> | undefined;
  const stop = async () => {
    send(pid, 'SIGTERM');
    await Promise.race([exited, sleep(plan.endsWithinMs, undefined, { ref: false })]);
    // The whole group, as what it started (an initdb in the middle) is not to outlive it.
    send(-pid, 'SIGKILL');
    await exited;
    await gone([-pid], 1_000);
  };
  return { name: plan.name, pid, port: plan.port, exited, stop: () => (stopped ??= stop()) };
}

/** @throws when the part ends, or is not ready in time; the message holds the last line that it wrote */
export async function untilReady(dataDir: string, plan: PartPlan, part: Part, signal?: AbortSignal): Promise<void> {
  let ended = false;
  void part.exited.then(() => (ended = true));
  const deadline = Date.now() + plan.readyWithinMs;
  for (;;) {
    const ready = await plan.probe().then(
      () => true,
      () => false,
    );
    signal?.throwIfAborted();
    if (ended) throw new Error(`${plan.name} ended while it started: ${lastLine(dataDir, plan.name)}`);
    if (ready) return;
    if (Date.now() > deadline) {
      throw new Error(
        `${plan.name} is not ready after ${plan.readyWithinMs / 1000} s: ${lastLine(dataDir, plan.name)}`,
      );
    }
    await sleep(40);
  }
}

const logFileOf = (dataDir: string, name: string) => join(dataDir, 'logs', `${name}.log`);

function lastLine(dataDir: string, name: string): string {
  const file = logFileOf(dataDir, name);
  const lines = readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '');
  return `${lines.at(-1) ?? 'it wrote nothing'} (${file})`;
}
