import { once } from 'node:events';
import type { IncomingHttpHeaders } from 'node:http';
import { WebSocket } from 'ws';
import { LIVE_PATH, LiveMessage } from '../../contracts/live.ts';
import { until } from './stack-wait.ts';

/** A client of the WebSocket, by the library that browsers' behaviour is tested against. */
export interface LiveClient {
  socket: WebSocket;
  messages: LiveMessage[];
  say: (message: unknown) => void;
  /** The first message of that kind that has not been asked for yet. */
  next: <Field extends string>(field: Field) => Promise<LiveMessage & Record<Field, unknown>>;
  closed: Promise<{ code: number; reason: string }>;
  close: () => Promise<void>;
}

export interface SocketAsk {
  key?: string | null;
  protocols?: string[];
}

export async function openSocket(
  port: number,
  { key = 'dev-us', protocols = [] }: SocketAsk = {},
): Promise<LiveClient> {
  const headers = key === null ? {} : { Authorization: `Bearer ${key}` };
  const socket = new WebSocket(`ws://127.0.0.1:${port}${LIVE_PATH}`, protocols, { headers });
  const messages: LiveMessage[] = [];
  const unread: LiveMessage[] = [];
  socket.on('message', (data: Buffer) => {
    const message = LiveMessage.parse(JSON.parse(data.toString()));
    messages.push(message);
    unread.push(message);
  });
  const closed = Promise.withResolvers<{ code: number; reason: string }>();
  socket.on('close', (code, reason) => closed.resolve({ code, reason: reason.toString() }));
  await once(socket, 'open');
  socket.on('error', () => undefined);
  return {
    socket,
    messages,
    say: (message) => socket.send(typeof message === 'string' ? message : JSON.stringify(message)),
    next: async <Field extends string>(field: Field) =>
      await until(
        `a message with ${field}`,
        async () => {
          const index = unread.findIndex((message) => field in message);
          const [found] = index < 0 ? [] : unread.splice(index, 1);
          return found as (LiveMessage & Record<Field, unknown>) | undefined;
        },
        { everyMs: 5 },
      ),
    closed: closed.promise,
    close: async () => {
      socket.close();
      await closed.promise;
    },
  };
}

export interface Refusal {
  status: number;
  headers: IncomingHttpHeaders;
  body: unknown;
}

/** The answer to a handshake that is refused. */
export async function refusedSocket(
  port: number,
  headers: Record<string, string>,
  protocols: string[] = [],
): Promise<Refusal> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}${LIVE_PATH}`, protocols, { headers });
  const { promise, resolve, reject } = Promise.withResolvers<Refusal>();
  socket.on('open', () => reject(new Error('it was let in')));
  socket.on('error', reject);
  socket.on('unexpected-response', (_request, answer) => {
    const chunks: Buffer[] = [];
    answer.on('data', (chunk: Buffer) => chunks.push(chunk));
    answer.on('end', () =>
      resolve({
        status: answer.statusCode ?? 0,
        headers: answer.headers,
        body: JSON.parse(Buffer.concat(chunks).toString()),
      }),
    );
  });
  return await promise;
}
