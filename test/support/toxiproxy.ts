import { execa } from 'execa';
import { Toxiproxy } from 'toxiproxy-node-client';
import { assertAccepts, freePort } from '../../embedded/ports.ts';
import { findGoBuilt } from '../../embedded/tools.ts';
import { until } from './stack-wait.ts';

/** The newest that `go install` can build. */
const VERSION = 'v2.5.0';

const SERVER = {
  module: `github.com/Shopify/toxiproxy/v2/cmd/server@${VERSION}`,
  binary: 'server',
  what: `toxiproxy ${VERSION} with Go (about 15 seconds, once)`,
};

/** Finds toxiproxy in our cache, or builds it with Go. */
export async function findToxiproxy(): Promise<string> {
  return await findGoBuilt(SERVER, `toxiproxy-${VERSION}`);
}

/** Shopify's TCP proxy, in a process of its own: what goes through it can be cut off, slowed and reset. */
export interface RunningToxiproxy {
  /** A new line to `upstream`, host and port. */
  lineTo(name: string, upstream: string): Promise<Line>;
  stop(): Promise<void>;
}

export async function startToxiproxy(): Promise<RunningToxiproxy> {
  const [binary, port] = [await findToxiproxy(), await freePort()];
  const server = execa(binary, ['-host', '127.0.0.1', '-port', String(port)], { reject: false, stdio: 'ignore' });
  await until('toxiproxy', () =>
    assertAccepts(port).then(
      () => true,
      () => false,
    ),
  );
  const client = new Toxiproxy(`http://127.0.0.1:${port}`);
  return {
    lineTo: async (name, upstream) => {
      const listen = `127.0.0.1:${await freePort()}`;
      return line(await client.createProxy({ name, listen, upstream }));
    },
    async stop() {
      server.kill();
      await server;
    },
  };
}

type Proxy = Awaited<ReturnType<Toxiproxy['createProxy']>>;

/** What can be done to a line; each gives back what ends it. */
export interface Line {
  /** Host and port to connect to. */
  address: string;
  /** Who was connected is not any more, and nobody gets through. */
  cut(): Promise<Undo>;
  /** Each answer takes so long, give or take `jitterMs`. */
  slow(latencyMs: number, jitterMs: number): Promise<Undo>;
  /** Every connection is reset so long after it was made, whatever is under way on it. */
  reset(afterMs: number): Promise<Undo>;
  /** Connections stay, and nothing comes through any more; they are closed when that ends. */
  silence(): Promise<Undo>;
}
export type Undo = () => Promise<void>;

function line(proxy: Proxy): Line {
  const { listen, upstream } = proxy;
  const toxic = async (type: 'latency' | 'reset_peer' | 'timeout', attributes: object): Promise<Undo> => {
    const added = await proxy.addToxic({ name: type, type, stream: 'downstream', toxicity: 1, attributes });
    return () => added.remove();
  };
  return {
    address: listen,
    cut: async () => {
      await proxy.update({ listen, upstream, enabled: false });
      return async () => void (await proxy.update({ listen, upstream, enabled: true }));
    },
    slow: (latency, jitter) => toxic('latency', { latency, jitter }),
    reset: (timeout) => toxic('reset_peer', { timeout }),
    silence: () => toxic('timeout', { timeout: 0 }),
  };
}
