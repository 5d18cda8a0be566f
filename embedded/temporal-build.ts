import { join } from 'node:path';
import type { Progress } from './progress.ts';
import { buildWithGo } from './tools.ts';

/**
 * The newest without a `replace` in its go.mod, and a newer driver of SQLite. With the one that v1.5.1 asks for (v1.34.1) a query that is
 * canceled just as it ends has every later one answered "interrupted (9)", for good: one lost connection under load, and the server has
 * no namespace any more (https://github.com/temporalio/temporal/pull/9198).
 */
export const CLI_VERSION = 'v1.5.1-sqlite-v1.44.3';

const CLI = {
  module: 'github.com/temporalio/cli/cmd/temporal',
  // Its go.mod says which.
  folder: join(import.meta.dirname, 'temporal-cli'),
  binary: 'temporal',
  what: `Temporal's CLI ${CLI_VERSION} with Go (about 3 minutes, once)`,
};

/** Builds the CLI with Go: some three minutes, once for a machine. */
export async function buildCli(target: string, progress: Progress, signal: AbortSignal | undefined): Promise<void> {
  await buildWithGo(CLI, target, progress, signal);
}
