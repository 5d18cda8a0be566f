import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { endLeftovers } from '../../embedded/leftovers.ts';
import { letPostgresPass } from '../../embedded/postgres-access.ts';
import { isAlive } from '../../embedded/processes.ts';

const PREFIX = 'order-saga-bench-world-';

/**
 * A new folder for a run, with one for logs in it. Its name holds this process' id: by it a later run knows whether it
 * is still in use.
 */
export function makeRunFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), `${PREFIX}${process.pid}-`));
  mkdirSync(join(folder, 'logs'));
  letPostgresPass(folder, () => undefined);
  return folder;
}

/** Ends and removes what a bench that was killed with -9 has left behind. */
export async function clearOldRuns(say: (line: string) => void): Promise<void> {
  for (const name of readdirSync(tmpdir())) {
    const pid = name.startsWith(PREFIX) ? Number.parseInt(name.slice(PREFIX.length), 10) : Number.NaN;
    if (!Number.isInteger(pid) || isAlive(pid)) continue;
    const folder = join(tmpdir(), name);
    await endLeftovers(folder, say);
    rmSync(folder, { recursive: true, force: true });
  }
}
