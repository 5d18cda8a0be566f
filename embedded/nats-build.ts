import { terminalProgress } from './progress.ts';
import { buildWithGo, cachedTool, isExecutable, onPath } from './tools.ts';

const VERSION = 'v2.15.2';

const SERVER = {
  module: `github.com/nats-io/nats-server/v2@${VERSION}`,
  binary: 'nats-server',
  what: `nats-server ${VERSION} with Go (about 20 seconds, once)`,
};

/**
 * Finds nats-server on PATH or in our cache, or builds it with Go.
 * @throws an Error whose message is one line that names what is missing
 */
export async function findNatsServer({ signal }: { signal?: AbortSignal | undefined } = {}): Promise<string> {
  const found = await onPath(process.env, 'nats-server');
  if (found !== undefined) return found;
  const cached = cachedTool(process.env, `nats-server-${VERSION}`);
  if (await isExecutable(cached)) return cached;
  try {
    await buildWithGo(SERVER, cached, terminalProgress(), signal);
  } catch (error) {
    signal?.throwIfAborted();
    const why = error instanceof Error ? error.message : String(error);
    throw new Error(`no nats-server: put it on PATH, or set NATS_URL (the build failed: ${why})`, { cause: error });
  }
  return cached;
}
