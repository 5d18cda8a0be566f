import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { buffer } from 'node:stream/consumers';
import { Agent, request } from 'undici';
import { Chaos, type ChaosRates, type Exchange } from './chaos.ts';
import { publishBatch } from './sns.ts';
import { batchOfReceipts, Held, receive } from './sqs.ts';

export interface ChaosProxy {
  url: string;
  chaos: Chaos;
  /** As if SNS and SQS were gone: what is under way is cut off, and nobody listens. */
  down(): void;
  up(): void;
  stop(): Promise<void>;
}

/**
 * Stands between the AWS SDK and the emulator and does what SNS and SQS may do and the emulator does not: messages come
 * again, late and in another order, and entries of a batch fail, some of them though they were taken.
 */
export async function startChaosProxy(target: string, rates: ChaosRates): Promise<ChaosProxy> {
  const chaos = new Chaos(rates);
  const held = new Held();
  const agent = new Agent({ connections: 500, bodyTimeout: 60_000, headersTimeout: 60_000 });
  let isDown = false;

  async function forward({ headers, path, method }: Exchange, body: string) {
    const answer = await request(new URL(path, target), { method, headers, body, dispatcher: agent });
    const { 'content-length': _, connection: __, ...kept } = answer.headers;
    return { status: answer.statusCode, headers: kept, body: await answer.body.text() };
  }

  const server = createServer((incoming, outgoing) => {
    if (isDown) return void incoming.socket.destroy();
    const answer = async () => {
      const {
        'content-length': _,
        connection: __,
        'transfer-encoding': ___,
        expect: ____,
        ...headers
      } = incoming.headers;
      const exchange: Exchange = {
        method: incoming.method ?? 'POST',
        path: incoming.url ?? '/',
        headers,
        body: (await buffer(incoming)).toString(),
        operation: String(headers['x-amz-target'] ?? '').split('.')[1] ?? '',
      };
      const send = async (body: string) => await forward(exchange, body);
      const result = await effect(exchange, send);
      if (isDown) return void incoming.socket.destroy();
      outgoing.writeHead(result.status, result.headers).end(result.body);
    };
    answer().catch(() => incoming.socket.destroy());
  });

  type Send = (body: string) => ReturnType<typeof forward>;
  async function effect(exchange: Exchange, send: Send): ReturnType<typeof forward> {
    if (exchange.body.startsWith('Action=PublishBatch&')) return await publishBatch(chaos, exchange.body, send);
    switch (exchange.operation) {
      case 'ReceiveMessage':
        return await receive(chaos, held, exchange.body, send);
      case 'DeleteMessageBatch':
      case 'ChangeMessageVisibilityBatch':
        return await batchOfReceipts(chaos, exchange.body, send);
      default:
        return await send(exchange.body);
    }
  }

  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    chaos,
    down: () => {
      isDown = true;
      server.closeAllConnections();
    },
    up: () => void (isDown = false),
    stop: async () => {
      chaos.stop();
      server.closeAllConnections();
      server.close();
      await agent.destroy();
    },
  };
}
