import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { connect, createServer, type AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

async function listenOnce(port: number): Promise<number> {
  const server = createServer();
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const address: AddressInfo | string | null = server.address();
  const closed = once(server, 'close');
  server.close();
  await closed;
  return typeof address === 'object' && address !== null ? address.port : port;
}

/**
 * A port of 127.0.0.1 that nobody listens on now. None of those that Linux gives to whoever connects (32768 and up): one of
 * them could be taken while its server is down for a moment.
 */
export async function freePort(): Promise<number> {
  try {
    return await listenOnce(randomInt(10_000, 32_768));
  } catch (error) {
    if (Object(error).code === 'EADDRINUSE') return await freePort();
    throw error;
  }
}

export type WantedPort = { setting: string; port: number };

/** @throws an Error whose message is one line that names the setting and the port */
export async function assertPortsFree(wanted: readonly WantedPort[]): Promise<void> {
  const owner = new Map<number, string>();
  for (const { setting, port } of wanted) {
    const other = owner.get(port);
    if (other !== undefined) throw new Error(`${setting} ${port} is the same as ${other}`);
    owner.set(port, setting);
    await listenOnce(port).catch((error: NodeJS.ErrnoException) => {
      const why = error.code === 'EADDRINUSE' ? 'is in use' : `cannot be used: ${error.message}`;
      throw new Error(`${setting} ${port} ${why}`);
    });
  }
}

/** Resolves when something accepts connections there; throws when nothing does. */
export async function assertAccepts(port: number): Promise<void> {
  const socket = connect({ host: '127.0.0.1', port });
  try {
    await Promise.race([once(socket, 'connect'), rejectAfter(1_000)]);
  } finally {
    socket.destroy();
  }
}

async function rejectAfter(ms: number): Promise<never> {
  await sleep(ms, undefined, { ref: false });
  throw new Error(`no answer within ${ms} ms`);
}
