import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { delimiter, isAbsolute, join } from 'node:path';
import { buildCli, CLI_VERSION } from './temporal-build.ts';
import { downloadCli } from './temporal-download.ts';
import { terminalProgress, type Progress } from './progress.ts';

/** A way to put the CLI at `target`; throws an Error that says in a few words why it did not work. */
export type Obtain = (target: string, progress: Progress, signal: AbortSignal | undefined) => Promise<void>;

/** What the search looks at and does; a test puts its own in. */
export type CliSearch = {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly isExecutable: (file: string) => Promise<boolean>;
  readonly download: Obtain;
  readonly build: Obtain;
  readonly progress: Progress;
  readonly signal?: AbortSignal | undefined;
};

/**
 * Finds Temporal's CLI, or gets it: TEMPORAL_CLI, PATH, our cache, the SDK's download, a build with Go. The cache is
 * outside the repository, so that a fresh clone does not wait again.
 *
 * @throws an Error whose message is one line that names what is missing
 */
export async function findTemporalCli(overrides: Partial<CliSearch> = {}): Promise<string> {
  const search: CliSearch = {
    env: process.env,
    isExecutable,
    download: downloadCli,
    build: buildCli,
    progress: terminalProgress(),
    ...overrides,
  };
  const { env } = search;
  const wanted = env['TEMPORAL_CLI'];
  if (wanted !== undefined && wanted !== '') {
    if (await search.isExecutable(wanted)) return wanted;
    throw new Error(`TEMPORAL_CLI ${wanted} is not an executable file`);
  }
  for (const folder of (env['PATH'] ?? '').split(delimiter)) {
    const candidate = join(folder, 'temporal');
    if (isAbsolute(folder) && (await search.isExecutable(candidate))) return candidate;
  }
  const cached = cachedCli(env);
  if (await search.isExecutable(cached)) return cached;
  const downloaded = await attempt(search.download, cached, search);
  if (downloaded === undefined) return cached;
  const built = await attempt(search.build, cached, search);
  if (built === undefined) return cached;
  throw new Error(
    `no Temporal CLI: set TEMPORAL_CLI or put temporal on PATH (the download failed: ${downloaded}; the build failed: ${built})`,
  );
}

/** Where a CLI that was downloaded or built is kept. The version is in the name: raising it looks for a new one. */
export function cachedCli(env: CliSearch['env']): string {
  const xdg = env['XDG_CACHE_HOME'];
  // The specification says to ignore a relative one.
  const cache = xdg !== undefined && isAbsolute(xdg) ? xdg : join(env['HOME'] ?? homedir(), '.cache');
  return join(cache, 'order-saga', `temporal-${CLI_VERSION}`);
}

/** Undefined when it worked, else why it did not. An abort is not a reason to try the next way. */
async function attempt(obtain: Obtain, target: string, { progress, signal }: CliSearch): Promise<string | undefined> {
  try {
    await obtain(target, progress, signal);
    return undefined;
  } catch (error) {
    signal?.throwIfAborted();
    return error instanceof Error ? error.message : String(error);
  }
}

async function isExecutable(file: string): Promise<boolean> {
  try {
    await access(file, constants.X_OK);
    return (await stat(file)).isFile();
  } catch {
    return false;
  }
}
