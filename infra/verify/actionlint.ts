import { terminalProgress } from '../../embedded/progress.ts';
import { buildWithGo, cachedTool, isExecutable } from '../../embedded/tools.ts';

const VERSION = 'v1.7.12';

const ACTIONLINT = {
  module: `github.com/rhysd/actionlint/cmd/actionlint@${VERSION}`,
  binary: 'actionlint',
  what: `actionlint ${VERSION} with Go (about 30 seconds, once)`,
};

/** Finds actionlint in our cache, or builds it with Go. */
export async function findActionlint(): Promise<string> {
  const cached = cachedTool(process.env, `actionlint-${VERSION}`);
  if (!(await isExecutable(cached))) await buildWithGo(ACTIONLINT, cached, terminalProgress(), undefined);
  return cached;
}
