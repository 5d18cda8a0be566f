import { constants } from 'node:fs';
import { access, mkdir, mkdtemp, rename, rm, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { delimiter, dirname, isAbsolute, join } from 'node:path';
import { execa } from 'execa';
import { type Progress, terminalProgress } from './progress.ts';

export type Env = Readonly<Record<string, string | undefined>>;

/** Where a tool that was downloaded or built is kept. With the version in its name, raising that looks for a new one. */
export function cachedTool(env: Env, name: string): string {
  const xdg = env['XDG_CACHE_HOME'];
  // The specification says to ignore a relative one.
  const cache = xdg !== undefined && isAbsolute(xdg) ? xdg : join(env['HOME'] ?? homedir(), '.cache');
  return join(cache, 'order-saga', name);
}

export async function onPath(
  env: Env,
  name: string,
  isThere: (file: string) => Promise<boolean> = isExecutable,
): Promise<string | undefined> {
  for (const folder of (env['PATH'] ?? '').split(delimiter)) {
    const candidate = join(folder, name);
    if (isAbsolute(folder) && (await isThere(candidate))) return candidate;
  }
  return undefined;
}

export async function isExecutable(file: string): Promise<boolean> {
  try {
    await access(file, constants.X_OK);
    return (await stat(file)).isFile();
  } catch {
    return false;
  }
}

/** A tool that `go install` can build. */
export type GoTool = {
  /** With its version, `example.com/cmd/tool@v1.0.0`; without it where a folder has the go.mod that says which. */
  readonly module: string;
  readonly folder?: string;
  /** What Go calls the result. */
  readonly binary: string;
  /** What the user reads while it is built. */
  readonly what: string;
};

/**
 * Builds a tool, once for a machine, and puts it at `target`.
 * @throws an Error that says in a few words why it did not work
 */
export async function buildWithGo(
  { module, folder: cwd, binary, what }: GoTool,
  target: string,
  progress: Progress,
  signal: AbortSignal | undefined,
): Promise<void> {
  const cache = dirname(target);
  await mkdir(cache, { recursive: true });
  const folder = await mkdtemp(join(cache, 'build-'));
  const finished = progress.start(`building ${what}`);
  try {
    const result = await execa('go', ['install', module], {
      env: { GOBIN: folder },
      reject: false,
      stdin: 'ignore',
      ...(cwd === undefined ? {} : { cwd }),
      ...(signal === undefined ? {} : { cancelSignal: signal }),
    });
    signal?.throwIfAborted();
    if (result.code === 'ENOENT') throw new Error('Go is not installed');
    if (result.failed) throw new Error(lastLine(result.stderr) ?? result.shortMessage);
    // Moved into place as a whole: what is found there is complete, also when two build at once or one is killed.
    await rename(join(folder, binary), target);
  } finally {
    finished();
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * Finds a tool in our cache under `name`, or builds it with Go.
 * @throws as {@link buildWithGo} does
 */
export async function findGoBuilt(tool: GoTool, name: string): Promise<string> {
  const cached = cachedTool(process.env, name);
  if (!(await isExecutable(cached))) await buildWithGo(tool, cached, terminalProgress(), undefined);
  return cached;
}

function lastLine(text: string): string | undefined {
  return text.split('\n').findLast((line) => line.trim() !== '');
}
