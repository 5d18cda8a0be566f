import { once } from 'node:events';
import { createServer } from 'node:http';

/** Takes what processes send by OTLP, as a collector elsewhere would, and keeps none of it. */
export interface Collector {
  url: string;
  /** How many requests it has taken. */
  readonly taken: number;
  stop(): Promise<void>;
}

export async function startCollector(): Promise<Collector> {
  let taken = 0;
  const server = createServer((request, response) => {
    request.resume().once('end', () => {
      taken += 1;
      response.setHeader('content-type', 'application/json').end('{}');
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the collector listens on no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    get taken() {
      return taken;
    },
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
