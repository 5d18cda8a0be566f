import { constants } from 'node:fs';
import { access, mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import { z } from 'zod';
import { terminalProgress } from '../../embedded/progress.ts';
import { cachedCli } from '../../embedded/temporal-cli.ts';

/** The server that the bench measures; raising it builds a new one. */
export const SERVER_VERSION = 'v1.32.0';

const MODULE = 'go.temporal.io/server';
const PROGRAMS = ['server', 'sql'] as const;

export interface TemporalBinaries {
  server: string;
  /** Sets up and upgrades the schema. */
  sql: string;
  /** The module's own folder: the schema that belongs to this version lies in it. */
  moduleDir: string;
}

/** @throws an Error of one line: no Go, or what it said */
export async function findTemporalServer(signal?: AbortSignal): Promise<TemporalBinaries> {
  const folder = join(dirname(cachedCli(process.env)), `temporal-server-${SERVER_VERSION}`);
  const files = PROGRAMS.map((name) => join(folder, name));
  const found = await Promise.all(files.map((file) => access(file, constants.X_OK).then(yes, no)));
  if (found.includes(false)) await build(folder, signal);
  return { server: join(folder, 'server'), sql: join(folder, 'sql'), moduleDir: await moduleFolder(signal) };
}

async function build(folder: string, signal: AbortSignal | undefined): Promise<void> {
  await mkdir(dirname(folder), { recursive: true });
  const draft = await mkdtemp(join(dirname(folder), 'build-'));
  const finished = terminalProgress().start(`building Temporal's server ${SERVER_VERSION} (about 8 minutes, once)`);
  try {
    const packages = ['server', 'tools/sql'].map((path) => `${MODULE}/cmd/${path}@${SERVER_VERSION}`);
    await go(['install', ...packages], signal, { GOBIN: draft });
    // Moved into place as a whole: what is found there is complete, also when a build is killed.
    await rm(folder, { recursive: true, force: true });
    await rename(draft, folder);
  } finally {
    finished();
    await rm(draft, { recursive: true, force: true });
  }
}

const Download = z.object({ Dir: z.string().min(1) });

/** The module cache holds it after a build; `go mod download` brings it back where the cache was cleaned. */
async function moduleFolder(signal: AbortSignal | undefined): Promise<string> {
  const answer = await go(['mod', 'download', '-json', `${MODULE}@${SERVER_VERSION}`], signal);
  return Download.parse(JSON.parse(answer)).Dir;
}

async function go(args: string[], signal: AbortSignal | undefined, env: Record<string, string> = {}): Promise<string> {
  const result = await execa('go', args, {
    env,
    reject: false,
    stdin: 'ignore',
    ...(signal === undefined ? {} : { cancelSignal: signal }),
  });
  signal?.throwIfAborted();
  if (result.code === 'ENOENT') throw new Error(`Temporal's server is built with Go, which is not installed`);
  if (result.failed)
    throw new Error(`go ${args[0]}: ${result.stderr.trim().split('\n').at(-1) ?? result.shortMessage}`);
  return result.stdout;
}

const yes = () => true;
const no = () => false;
