import { setTimeout as sleep } from 'node:timers/promises';
import { jetstream } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/nats-core';
import type { MessagingService } from '../port.ts';
import { deadLetterQueue, hearsOf, type QueueName } from '../topology.ts';
import { natsDeadLetters } from './dead-letters.ts';
import { natsPublisher } from './publisher.ts';
import { type NatsPlace, visibilityOf } from './resources.ts';
import { subscribeToNats, type SubscriberSettings } from './subscriber.ts';

const FLUSH_MS = 1000;

export interface NatsSettings extends SubscriberSettings, NatsPlace {}

/** The messages over NATS JetStream. The connection is the caller's to close. */
export async function natsMessaging(connection: NatsConnection, settings: NatsSettings): Promise<MessagingService> {
  const js = jetstream(connection);
  const manager = await js.jetstreamManager();
  const { bury, deadLetters } = natsDeadLetters(js, manager);

  async function messagesIn(queue: QueueName): Promise<number> {
    const all = await Promise.all(hearsOf(queue).map(([topic]) => manager.consumers.info(topic, queue)));
    return all.reduce((sum, { num_pending, num_ack_pending }) => sum + num_pending + num_ack_pending, 0);
  }

  return {
    ...natsPublisher(connection, js),
    subscribe: async (queue, handler) => {
      const consumers = await Promise.all(hearsOf(queue).map(([topic]) => js.consumers.get(topic, queue)));
      const visibilitySeconds = visibilityOf(queue, settings);
      const reading = subscribeToNats({ queue, consumers, visibilitySeconds }, handler, bury, settings);
      return {
        stop: async () => {
          await reading.stop();
          // What was said of messages is with the server before whoever stops goes on to close; else they come again.
          await Promise.race([connection.flush().catch(() => undefined), sleep(FLUSH_MS, undefined, { ref: false })]);
        },
      };
    },
    depth: async (queue) => {
      const [messages, dead] = await Promise.all([messagesIn(queue), manager.streams.info(deadLetterQueue(queue))]);
      return { messages, deadLetters: dead.state.messages };
    },
    deadLetters,
  };
}
