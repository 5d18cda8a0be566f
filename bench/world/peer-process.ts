import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { send } from '../../embedded/processes.ts';
import { recordRun } from '../../embedded/run-file.ts';
import { processTable, treeOf } from './process-tree.ts';

export interface ScriptPlan {
  name: string;
  script: string;
  port: number;
  env: Readonly<Record<string, string>>;
  /** Of the run. */
  dataDir: string;
  /** Its own, instead of the run's folder. */
  args?: readonly string[];
}

/** A script of a peer's under way, in a process group of its own: Ctrl-C in a terminal reaches the bench alone. */
export interface Script {
  readonly name: string;
  readonly pid: number;
  readonly exited: Promise<void>;
  hasEnded(): boolean;
  /** What it wrote last, for a complaint. */
  lastLine(): string;
  /** SIGTERM, and by force when that does not help. */
  stop(): Promise<void>;
  /** kill -9 of it and of all that descends from it. */
  kill(): Promise<void>;
}

const ENDS_WITHIN_MS = 10_000;

export function startScript({ name, script, port, env, dataDir, args }: ScriptPlan): Script {
  const logFile = `${dataDir}/logs/${name}.log`;
  const log = openSync(logFile, 'a');
  // The folder is in its command line so that a later run knows the process for a leftover of this one.
  const child = spawn(process.execPath, args ? [`--title=${dataDir}`, script, ...args] : [script, dataDir], {
    env: { ...process.env, NODE_ENV: 'production', ...env },
    detached: true,
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  const { pid } = child;
  child.on('error', () => undefined);
  if (pid === undefined) throw new Error(`${name} cannot be started`);
  recordRun(dataDir, { name, pid, port });
  let ended = false;
  const exited = once(child, 'exit').then(() => void (ended = true));

  const kill = async () => {
    const tree = treeOf(pid, processTable());
    // Stopped first, so that none of them starts another while they are ended one by one.
    for (const member of tree) send(member, 'SIGSTOP');
    for (const member of treeOf(pid, processTable())) send(member, 'SIGKILL');
    send(-pid, 'SIGKILL');
    await exited;
  };
  return {
    name,
    pid,
    exited,
    hasEnded: () => ended,
    lastLine: () => `${readFileSync(logFile, 'utf8').trim().split('\n').at(-1) ?? ''} (${logFile})`,
    kill,
    async stop() {
      if (ended) return;
      const tree = treeOf(pid, processTable());
      send(pid, 'SIGTERM');
      const inTime = await Promise.race([exited.then(() => true), sleep(ENDS_WITHIN_MS, false, { ref: false })]);
      if (!inTime) await kill();
      // What it had started and did not end itself.
      for (const member of tree) send(member, 'SIGKILL');
    },
  };
}
