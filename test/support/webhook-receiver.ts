import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';

/** A webhook as it came over the wire. */
export interface ReceivedWebhook {
  path: string;
  headers: Record<string, string>;
  body: string;
}

/** @param nth of its path, from 1 */
export type Answering = (response: ServerResponse, nth: number) => void;

export interface WebhookReceiver {
  port: number;
  received: ReceivedWebhook[];
  /** How many have connected, whatever they said then. */
  connections: () => number;
  /** What came to a path. */
  at: (path: string) => ReceivedWebhook[];
  /** Where to send it: a path of its own, answered so. @returns the path */
  path: (answer: Answering) => string;
  stop(): Promise<void>;
}

export const taken: Answering = (response) => response.writeHead(204).end();

export function answers(status: number, headers: Record<string, string> = {}): Answering {
  return (response) => response.writeHead(status, headers).end('no');
}

/** Each answer in its turn, the last one from then on. */
export function inTurn(...turns: Answering[]): Answering {
  return (response, nth) => (turns[nth - 1] ?? turns.at(-1) ?? taken)(response, nth);
}

/** Somebody's HTTP server that wants to be told: it keeps all that it was told, and answers as it is asked to. */
export async function startReceiver(): Promise<WebhookReceiver> {
  const received: ReceivedWebhook[] = [];
  const answering = new Map<string, Answering>();
  const at = (path: string) => received.filter((one) => one.path === path);
  const server = createServer((request, response) => {
    const path = request.url ?? '';
    const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
    // Whoever breaks off in the middle has told nothing.
    const hear = (body: string) => {
      received.push({ path, headers, body });
      (answering.get(path) ?? answers(404))(response, at(path).length);
    };
    text(request).then(hear, () => undefined);
  });
  let connections = 0;
  server.on('connection', () => (connections += 1));
  server.listen(0, '::');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('it listens on no port');
  return {
    port: address.port,
    received,
    connections: () => connections,
    at,
    path: (answer) => {
      const path = `/${answering.size + 1}`;
      answering.set(path, answer);
      return path;
    },
    stop: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
