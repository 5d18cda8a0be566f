import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';

/** Installs what a folder's lock says, where that has not been done since the lock was written. */
export async function ensureDependencies(folder: string, say: (line: string) => void): Promise<void> {
  const lock = await changedAt(join(folder, 'package-lock.json'));
  // npm writes its own lock at the end of an install: a folder without it is half an install.
  const installed = await changedAt(join(folder, 'node_modules', '.package-lock.json'));
  if (lock === null || (installed !== null && installed >= lock)) return;
  say(`npm ci in ${folder}`);
  const result = await execa('npm', ['ci', '--no-audit', '--no-fund'], { cwd: folder, reject: false, stdin: 'ignore' });
  if (result.failed) throw new Error(`npm ci in ${folder}: ${result.stderr.trim() || result.shortMessage}`);
}

async function changedAt(file: string): Promise<number | null> {
  return await stat(file).then(
    ({ mtimeMs }) => mtimeMs,
    () => null,
  );
}
