import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import type { Progress } from './progress.ts';

/** The newest that `go install` can build: from v1.6 on its go.mod has a `replace`. */
export const CLI_VERSION = 'v1.5.1';

const MODULE = `github.com/temporalio/cli/cmd/temporal@${CLI_VERSION}`;

/** Builds the CLI with Go: some three minutes, once for a machine. */
export async function buildCli(target: string, progress: Progress, signal: AbortSignal | undefined): Promise<void> {
  const cache = dirname(target);
  await mkdir(cache, { recursive: true });
  const folder = await mkdtemp(join(cache, 'build-'));
  const finished = progress.start(`building Temporal's CLI ${CLI_VERSION} with Go (about 3 minutes, once)`);
  try {
    const result = await execa('go', ['install', MODULE], {
      env: { GOBIN: folder },
      reject: false,
      stdin: 'ignore',
      ...(signal === undefined ? {} : { cancelSignal: signal }),
    });
    signal?.throwIfAborted();
    if (result.code === 'ENOENT') throw new Error('Go is not installed');
    if (result.failed) throw new Error(lastLine(result.stderr) ?? result.shortMessage);
    // Moved into place as a whole: what is found there is complete, also when two build at once or one is killed.
    await rename(join(folder, 'temporal'), target);
  } finally {
    finished();
    await rm(folder, { recursive: true, force: true });
  }
}

function lastLine(text: string): string | undefined {
  return text.split('\n').findLast((line) => line.trim() !== '');
}
