import { terminalProgress, type Progress } from './progress.ts';
import { buildCli, CLI_VERSION } from './temporal-build.ts';
import { downloadCli } from './temporal-download.ts';
import { cachedTool, type Env, isExecutable, onPath } from './tools.ts';

/** A way to put the CLI at `target`; throws an Error that says in a few words why it did not work. */
export type Obtain = (target: string, progress: Progress, signal: AbortSignal | undefined) => Promise<void>;

/** What the search looks at and does; a test puts its own in. */
export type CliSearch = {
  readonly env: Env;
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
  const found = await onPath(env, 'temporal', search.isExecutable);
  if (found !== undefined) return found;
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

export function cachedCli(env: Env): string {
  return cachedTool(env, `temporal-${CLI_VERSION}`);
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
