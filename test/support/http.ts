import { request } from 'node:http';

export interface Answer {
  status: number;
  headers: Record<string, string | undefined>;
  /** Parsed JSON; undefined when there is none. */
  body: unknown;
  text: string;
}

export interface HttpRequest {
  method?: string;
  headers?: Record<string, string>;
  body?: string | Buffer;
}

/**
 * One request on a connection of its own. Unlike fetch it sends a path and headers as they stand, however wrong, and
 * never meets a kept-alive connection that the server is just closing. Of a stream of events it takes the headers alone.
 */
export async function send(port: number, path: string, { method = 'GET', headers = {}, body }: HttpRequest = {}) {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>();
  const outgoing = request({ host: '127.0.0.1', port, path, method, headers, agent: false }, (incoming) => {
    const chunks: Buffer[] = [];
    const answered = () => {
      const text = Buffer.concat(chunks).toString();
      const flat = Object.entries(incoming.headers).map(([name, value]) => [name, value?.toString()]);
      resolve({ status: incoming.statusCode ?? 0, headers: Object.fromEntries(flat), body: parsed(text), text });
    };
    incoming.on('error', reject);
    if (incoming.headers['content-type']?.startsWith('text/event-stream')) {
      answered();
      outgoing.destroy();
      return;
    }
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', answered);
  });
  outgoing.on('error', reject);
  outgoing.end(body);
  return await promise;
}

/** Undefined for what is no JSON. */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
