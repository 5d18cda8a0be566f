import { afterEach, beforeEach } from '@jest/globals';
import type { IncomingMessage, MessageHandler, MessagingService, OutgoingMessage } from '../../../messaging/port.ts';
import type { QueueName } from '../../../messaging/topology.ts';
import type { Broker, ClientSettings } from '../../support/brokers.ts';
import { until } from '../../support/stack-wait.ts';

/** A subscriber, and what it was given. */
export interface Hearer {
  heard: IncomingMessage[];
  bodies: () => string[];
  /** Waits until it was given so many. */
  untilHeard: (count: number, withinMs?: number) => Promise<void>;
  stop: () => Promise<void>;
}

export interface OnBroker {
  broker: () => Broker;
  connect: (over?: Partial<ClientSettings>) => Promise<MessagingService>;
  hear: (service: MessagingService, queue: QueueName, handler?: MessageHandler) => Promise<Hearer>;
}

/** A new broker for each test, and nobody left who reads from it. */
export function onBroker(start: () => Promise<Broker>): OnBroker {
  let broker: Broker | undefined;
  const stops = new Set<() => Promise<void>>();
  const theBroker = () => {
    if (!broker) throw new Error('the broker is not up');
    return broker;
  };
  beforeEach(async () => {
    broker = await start();
  });
  afterEach(async () => {
    await Promise.all([broker?.end(), ...[...stops].map((stop) => stop())]);
  });

  return {
    broker: theBroker,
    connect: async (over) => await theBroker().connect({ retrySeconds: 1, onError: () => undefined, ...over }),
    async hear(service, queue, handler = async () => undefined) {
      const heard: IncomingMessage[] = [];
      const subscription = await service.subscribe(queue, async (message, signal) => {
        heard.push(message);
        await handler(message, signal);
      });
      const stop = async () => {
        if (stops.delete(stop)) await subscription.stop();
      };
      stops.add(stop);
      return {
        heard,
        bodies: () => heard.map(({ body }) => body),
        untilHeard: async (count, withinMs) =>
          void (await until(`${count} messages from ${queue}`, async () => heard.length >= count, { withinMs })),
        stop,
      };
    },
  };
}

export function created(...bodies: string[]): OutgoingMessage[] {
  return bodies.map((body) => ({ eventType: 'order.created', storefront: 'us', body }));
}

export const numbered = (count: number) => Array.from({ length: count }, (_, index) => `message ${index}`);

/** Waits until nothing of the queue is waiting or in hand. */
export async function untilDone(service: MessagingService, queue: QueueName, withinMs?: number): Promise<void> {
  await until(`nothing to be in ${queue}`, async () => (await service.depth(queue)).messages === 0, { withinMs });
}
