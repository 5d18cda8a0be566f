import { chmod, mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import type { Progress } from './progress.ts';

const TIMEOUT_MS = 15_000;

/**
 * Has the SDK download the CLI, which it does only on the way to starting a test server; in a process of its own, as
 * that cannot be given a time limit otherwise.
 */
export async function downloadCli(target: string, progress: Progress, signal: AbortSignal | undefined): Promise<void> {
  const cache = dirname(target);
  await mkdir(cache, { recursive: true });
  const folder = await mkdtemp(join(cache, 'download-'));
  const finished = progress.start(`downloading Temporal's CLI (${TIMEOUT_MS / 1000} s at most)`);
  try {
    const result = await execa(process.execPath, [join(import.meta.dirname, 'temporal-download-main.ts'), folder], {
      timeout: TIMEOUT_MS,
      forceKillAfterDelay: 1_000,
      reject: false,
      stdin: 'ignore',
      ...(signal === undefined ? {} : { cancelSignal: signal }),
    });
    signal?.throwIfAborted();
    if (result.timedOut) throw new Error(`not within ${TIMEOUT_MS / 1000} s`);
    if (result.failed) throw new Error(result.stderr.split('\n').find((line) => line !== '') ?? result.shortMessage);
    const files = await readdir(folder);
    const cli = files.find((file) => file.startsWith('temporal'));
    if (cli === undefined) throw new Error('the SDK downloaded nothing');
    await chmod(join(folder, cli), 0o755);
    await rename(join(folder, cli), target);
  } finally {
    finished();
    await rm(folder, { recursive: true, force: true });
  }
}
