import { execa } from 'execa';
import { connect, type Database } from '../../db/client.ts';
import { databaseUrl } from '../../embedded/postgres.ts';
import { readRunFile } from '../../embedded/run-file.ts';

/** `npm run ops --` beside a running shop, which it finds by its folder. */
export async function runOps(stack: StackFolder, ...args: string[]) {
  const { exitCode, stdout, stderr } = await startOps(stack, ...args);
  return { exitCode, stdout, stderr };
}

/** The same, under way. */
export function startOps({ dataDir, env }: StackFolder, ...args: string[]) {
  // What is due depends on it.
  const timing = env?.['TIMING'];
  return execa('node', ['bin/ops.ts', ...args], {
    env: { DATA_DIR: dataDir, NO_COLOR: '1', ...(timing === undefined ? {} : { TIMING: timing }) },
    reject: false,
  });
}

interface StackFolder {
  dataDir: string;
  env?: Record<string, string>;
}

/** The shop's own database; undefined where it is not up. */
export function databaseOf({ dataDir }: { dataDir: string }): Database | undefined {
  const postgres = readRunFile(dataDir).find(({ name }) => name === 'postgres');
  return postgres && connect(databaseUrl(postgres.port), { max: 2 });
}
