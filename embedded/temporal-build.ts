import type { Progress } from './progress.ts';
import { buildWithGo } from './tools.ts';

/** The newest that `go install` can build: from v1.6 on its go.mod has a `replace`. */
export const CLI_VERSION = 'v1.5.1';

const CLI = {
  module: `github.com/temporalio/cli/cmd/temporal@${CLI_VERSION}`,
  binary: 'temporal',
  what: `Temporal's CLI ${CLI_VERSION} with Go (about 3 minutes, once)`,
};

/** Builds the CLI with Go: some three minutes, once for a machine. */
export async function buildCli(target: string, progress: Progress, signal: AbortSignal | undefined): Promise<void> {
  await buildWithGo(CLI, target, progress, signal);
}
