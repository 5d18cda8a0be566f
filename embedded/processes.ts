import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import find from 'find-process';
import { z } from 'zod';

// The library's types cannot be found from an ES module.
const Found = z.array(z.object({ pid: z.int(), ppid: z.int(), cmd: z.string() }));

/** True while the process (a negative pid: one of its group) is there. A zombie is not: it is gone but for a parent that never asks how it ended. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: it is there, and somebody else's.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
  try {
    // "pid (name) state …": the name may hold anything, so the state is looked for behind the last parenthesis.
    return !/\) Z [^)]*$/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    // No /proc (macOS), or it went just now; the next look will tell.
    return true;
  }
}

/** The command line of a live process, or undefined. */
export async function commandLine(pid: number): Promise<string | undefined> {
  if (!isAlive(pid)) return undefined;
  const [found] = Found.parse(await find('pid', pid));
  return found?.cmd;
}

export async function childrenOf(pid: number): Promise<number[]> {
  const all = Found.parse(await find('name', ''));
  return all.filter((candidate) => candidate.ppid === pid).map((child) => child.pid);
}

export type SignalStep = { signal: NodeJS.Signals; waitMs: number };

/** Sends the signals one after the other until all of the processes are gone; false when the last one did not help. */
export async function endProcesses(pids: readonly number[], steps: readonly SignalStep[]): Promise<boolean> {
  for (const { signal, waitMs } of steps) {
    for (const pid of pids) send(pid, signal);
    if (await gone(pids, waitMs)) return true;
  }
  return false;
}

/** True when all of them are gone within the time. */
export async function gone(pids: readonly number[], withinMs: number): Promise<boolean> {
  const deadline = Date.now() + withinMs;
  while (pids.some(isAlive)) {
    if (Date.now() >= deadline) return false;
    await sleep(20);
  }
  return true;
}

/** Signals a process (a negative pid: its group) that may be gone already. */
export function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // Gone: which is what was wanted.
  }
}
