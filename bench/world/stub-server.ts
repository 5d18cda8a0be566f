import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { z } from 'zod';
import { Intents } from './stub-intents.ts';
import { latencies, LATENCIES } from './stub-latency.ts';
import { cancel, create, list, type Reply, retrieve } from './stub-payments.ts';
import { invalid } from './stub-stripe.ts';

const Wanted = z.object({ kind: z.enum(LATENCIES) });

const INTENTS = '/v1/payment_intents';
const CUSTOMERS = '/customers/cus_';

/**
 * The outside world: Stripe's payment intents, a customer service that finds everybody well, a ledger. All in memory
 * and without a framework, as what it costs is on the machine that is measured.
 */
export class Stub {
  readonly #intents = new Intents();
  #latencyMs = latencies('none');

  /** A server whose requests count as this peer's. */
  serverFor(peer: string): Server {
    const server = createServer((request, response) => void this.#answer(peer, request, response));
    // A client must not find a kept connection closed just as it sends: that would be a failure of the bench.
    server.keepAliveTimeout = 0;
    server.requestTimeout = 0;
    return server;
  }

  async #answer(peer: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const body = request.method === 'GET' ? '' : await read(request);
      send(response, this.#reply(peer, request, body));
    } catch (error) {
      send(response, invalid(400, error instanceof Error ? error.message : String(error)));
    }
  }

  #reply(peer: string, { method, url = '/', headers }: IncomingMessage, body: string): Reply {
    const query = url.indexOf('?');
    const path = query === -1 ? url : url.slice(0, query);
    const header = headers['idempotency-key'];
    const key = typeof header === 'string' ? header : undefined;

    if (method === 'POST' && path === INTENTS) {
      return create(this.#intents, new URLSearchParams(body), { peer, key, latencyMs: this.#latencyMs });
    }
    if (method === 'GET' && path.startsWith(CUSTOMERS)) {
      return { status: 200, body: { id: path.slice('/customers/'.length), status: 'active' } };
    }
    if (path.startsWith(INTENTS)) {
      const [id = '', action] = path.slice(INTENTS.length + 1).split('/');
      if (method === 'GET' && path === INTENTS) return list(this.#intents, new URLSearchParams(url.slice(query + 1)));
      if (method === 'GET' && action === undefined) return retrieve(this.#intents, id);
      if (method === 'POST' && action === 'cancel') return cancel(this.#intents, id, key);
    }
    if (method === 'GET' && path === '/health') return { status: 200, body: { status: 'ok' } };
    if (method === 'GET' && path === '/ledger') return { status: 200, body: this.#intents.ledger };
    if (method === 'PUT' && path === '/latency') {
      this.#latencyMs = latencies(Wanted.parse(JSON.parse(body)).kind);
      return { status: 200, body: {} };
    }
    return invalid(404, `Unrecognized request URL (${method}: ${path}).`);
  }
}

async function read(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request.setEncoding('utf8')) text += String(chunk);
  return text;
}

function send(response: ServerResponse, reply: Reply): void {
  // The client gives up some time and closes the connection.
  if (!reply) return;
  const waitMs = (reply.at ?? 0) - performance.now();
  if (waitMs > 0) setTimeout(() => send(response, { ...reply, at: 0 }), waitMs);
  else {
    const body = Buffer.from(JSON.stringify(reply.body));
    response.writeHead(reply.status, {
      'content-type': 'application/json',
      'content-length': body.length,
      ...(reply.replayed === true ? { 'idempotent-replayed': 'true' } : {}),
    });
    response.end(body);
  }
}
