import { createServer, connect, type AddressInfo, type Socket } from 'node:net';
import { once } from 'node:events';
import { TOPICS } from '../../messaging/topology.ts';
import { Chaos, type ChaosRates } from './chaos.ts';
import { type Frame, Frames, message } from './nats-frames.ts';
import type { ChaosProxy } from './proxy.ts';

const REFUSED = JSON.stringify({
  type: 'io.nats.jetstream.api.v1.pub_ack_response',
  error: { code: 503, err_code: 10077, description: 'chaos' },
});

/**
 * Stands between the client and NATS, and does what a network and a cluster may do: messages come again, late and in
 * another order, some are not taken, some are and the answer says otherwise, and acknowledgements are lost.
 */
export async function startNatsChaos(target: string, rates: ChaosRates): Promise<ChaosProxy> {
  const { hostname, port } = new URL(target);
  const chaos = new Chaos(rates);
  const sockets = new Set<Socket>();
  let isDown = false;

  const server = createServer((client) => {
    if (isDown) return void client.destroy();
    const broker = connect(Number(port), hostname);
    const line = new Line(chaos, client, broker);
    pass(client, broker, (frame) => line.fromClient(frame));
    pass(broker, client, (frame) => line.fromBroker(frame));
  });

  function pass(from: Socket, to: Socket, hear: (frame: Frame) => void): void {
    const frames = new Frames();
    sockets.add(from);
    from.on('data', (chunk: Buffer) => frames.push(chunk).forEach(hear));
    from.on('error', () => to.destroy());
    from.on('close', () => {
      sockets.delete(from);
      to.destroy();
    });
  }
  const hangUp = () => sockets.forEach((socket) => socket.destroy());

  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `nats://127.0.0.1:${(server.address() as AddressInfo).port}`,
    chaos,
    down: () => {
      isDown = true;
      hangUp();
    },
    up: () => void (isDown = false),
    stop: async () => {
      chaos.stop();
      hangUp();
      server.close();
      await once(server, 'close');
    },
  };
}

/** One client's connection. */
class Line {
  readonly #chaos: Chaos;
  readonly #client: Socket;
  readonly #broker: Socket;
  /** Where the client waits for answers: `_INBOX.xyz.` and the id of its subscription. */
  readonly #inboxes = new Map<string, string>();
  /** Answers that will not say what they should. */
  readonly #turned = new Set<string>();

  constructor(chaos: Chaos, client: Socket, broker: Socket) {
    this.#chaos = chaos;
    this.#client = client;
    this.#broker = broker;
  }

  fromClient(frame: Frame): void {
    const { operation, words } = frame;
    if (operation === 'SUB') this.#inboxes.set((words[0] ?? '').replace(/\*$/, ''), words.at(-1) ?? '');
    const [subject = '', reply = ''] = words;
    const isPublish = operation === 'PUB' || operation === 'HPUB';
    if (isPublish && TOPICS.some((topic) => subject.startsWith(`${topic}.`))) return this.#published(frame, reply);
    if (isPublish && subject.startsWith('$JS.ACK.') && this.#happens('fail', 'failed')) return;
    this.#broker.write(frame.raw);
  }

  fromBroker(frame: Frame): void {
    const { operation, words } = frame;
    const [subject = '', sid = ''] = words;
    if (this.#turned.delete(subject)) return void this.#client.write(message(subject, sid, REFUSED));
    const isDelivery = operation.endsWith('MSG') && words.some((word) => word.startsWith('$JS.ACK.'));
    const raw = Buffer.from(frame.raw);
    const again = () => this.#chaos.later(async () => this.#client.write(raw));
    if (isDelivery && this.#happens('repeat', 'repeated')) again();
    if (isDelivery && this.#happens('delay', 'delayed')) again();
    else this.#client.write(frame.raw);
  }

  #published(frame: Frame, reply: string): void {
    const raw = Buffer.from(frame.raw);
    if (this.#chaos.happens(this.#chaos.rates.fail / 2)) {
      this.#chaos.done.failed += 1;
      const sid = [...this.#inboxes].find(([inbox]) => reply.startsWith(inbox))?.[1] ?? '';
      return void this.#client.write(message(reply, sid, REFUSED));
    }
    if (this.#chaos.happens(this.#chaos.rates.fail / 2)) {
      this.#chaos.done.failedThoughTaken += 1;
      this.#turned.add(reply);
    }
    if (this.#happens('repeat', 'repeated')) this.#chaos.later(async () => this.#broker.write(raw));
    this.#broker.write(frame.raw);
  }

  #happens(rate: 'repeat' | 'fail' | 'delay', what: 'repeated' | 'failed' | 'delayed'): boolean {
    const happens = this.#chaos.happens(this.#chaos.rates[rate]);
    if (happens) this.#chaos.done[what] += 1;
    return happens;
  }
}
