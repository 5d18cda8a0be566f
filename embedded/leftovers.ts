import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { childrenOf, commandLine, endProcesses, gone } from './processes.ts';
import { readRunFile, removeRunFile } from './run-file.ts';

const TERM_THEN_KILL = [
  { signal: 'SIGTERM', waitMs: 4_000 },
  { signal: 'SIGKILL', waitMs: 2_000 },
] as const;

/**
 * A postmaster waits for its clients on SIGTERM; SIGINT sends them away, SIGQUIT does not even tidy up (the log does at
 * the next start).
 */
const POSTMASTER = [
  { signal: 'SIGINT', waitMs: 4_000 },
  { signal: 'SIGQUIT', waitMs: 2_000 },
  { signal: 'SIGKILL', waitMs: 2_000 },
] as const;

/**
 * Ends what an earlier run with this data folder left behind after a crash. Pids get used again, so a process is ended
 * only when its command line holds the data folder.
 *
 * @throws when another instance is running on it, or when something does not go away
 */
export async function endLeftovers(dataDir: string, report: (line: string) => void = () => undefined): Promise<void> {
  const entries = readRunFile(dataDir);
  for (const { name, pid } of entries) {
    const command = await commandLine(pid);
    if (name === 'app' && pid !== process.pid && command?.includes('bin/start.ts')) {
      throw new Error(`another instance is running on ${dataDir} (pid ${pid}): stop it first, or set another DATA_DIR`);
    }
  }
  const parts = entries.filter(({ name, pid }) => name !== 'app' && pid !== process.pid);
  await Promise.all(
    parts.map(async ({ name, pid }) => {
      const command = await commandLine(pid);
      if (!command?.includes(dataDir)) return;
      report(`ending ${name} (pid ${pid}), left over from an earlier run`);
      // Our node process for Postgres takes the server down with it, which may take longer than the process itself.
      if (!(await endProcesses([pid], TERM_THEN_KILL))) throw new Error(`${name} (pid ${pid}) does not end`);
    }),
  );
  await endPostmaster(join(dataDir, 'postgres'), report);
  removeRunFile(dataDir);
}

/** Ends a Postgres server that has lost the process that looked after it, and its children; then its lock file goes. */
async function endPostmaster(databaseDir: string, report: (line: string) => void): Promise<void> {
  const lockFile = join(databaseDir, 'postmaster.pid');
  const pid = firstLine(lockFile);
  if (pid === undefined) return;
  const command = await commandLine(pid);
  if (command?.includes(databaseDir)) {
    report(`ending postgres (pid ${pid}), left over from an earlier run`);
    const children = await childrenOf(pid);
    const ended = await endProcesses([pid], POSTMASTER);
    // A killed postmaster's children see it and leave; the shared memory is free once they have.
    if (!ended || !(await gone(children, 5_000))) throw new Error(`postgres (pid ${pid}) does not end`);
  }
  // The pid may be somebody else's by now, for which Postgres would refuse to start.
  rmSync(lockFile, { force: true });
}

function firstLine(file: string): number | undefined {
  try {
    const pid = Number.parseInt(readFileSync(file, 'utf8'), 10);
    return pid > 1 ? pid : undefined;
  } catch {
    return undefined;
  }
}
