import type { ConsumerConfig, StreamConfig } from '@nats-io/jetstream';
import { nanos } from '@nats-io/nats-core';
import {
  deadLetterQueue,
  hearsOf,
  QUEUE_NAMES,
  QUEUES,
  type QueueName,
  RETENTION_SECONDS,
  TOPICS,
  type TopicName,
} from '../topology.ts';

/** What a server takes by default, less what a dead letter adds to its message: its reason, and where it is from. */
const MAX_MESSAGE_BYTES = 1024 * 1024 - 8 * 1024;

/** Failing messages that wait for their next try count, and are not to keep the others. */
const MAX_UNSETTLED = 10_000;

/** A part of the topology as JetStream knows it, with the configuration that is ours to set. */
export type Resource =
  | { kind: 'stream'; name: string; config: Partial<StreamConfig> }
  | { kind: 'consumer'; topic: TopicName; queue: QueueName; config: Partial<ConsumerConfig> };

export interface NatsPlace {
  /** Instead of what topology.ts says, for tests that wait for it. */
  visibilitySeconds?: number;
}

export function subjectOf(topic: TopicName, eventType: string): string {
  return `${topic}.${eventType}`;
}

/** Where only this queue hears, and not all that hear the topic. */
export function redriveSubject(topic: TopicName, queue: QueueName): string {
  return `${topic}.redrive.${queue}`;
}

export function deadLetterSubject(queue: QueueName): string {
  return `dlq.${queue}`;
}

export function visibilityOf(queue: QueueName, place: NatsPlace): number {
  return place.visibilitySeconds ?? QUEUES[queue].visibilitySeconds;
}

/** topology.ts in JetStream's words: a stream for a topic, a consumer for each queue that hears it. */
export function resources(place: NatsPlace): Resource[] {
  const kept = { storage: 'file', max_age: nanos(RETENTION_SECONDS * 1000) } as const;
  return [
    ...TOPICS.map((name): Resource => ({
      kind: 'stream',
      name,
      config: {
        ...kept,
        subjects: [`${name}.>`],
        // As from a topic to its queues: gone once all who hear it are done with it, and never kept where nobody does.
        retention: 'interest',
        max_msg_size: MAX_MESSAGE_BYTES,
      },
    })),
    ...QUEUE_NAMES.map((queue): Resource => ({
      kind: 'stream',
      name: deadLetterQueue(queue),
      config: { ...kept, subjects: [deadLetterSubject(queue)], retention: 'limits', allow_direct: true },
    })),
    ...QUEUE_NAMES.flatMap((queue) =>
      hearsOf(queue).map(([topic, eventTypes]): Resource => ({
        kind: 'consumer',
        topic,
        queue,
        config: {
          durable_name: queue,
          ack_policy: 'explicit',
          deliver_policy: 'all',
          filter_subjects: [...eventTypes.map((type) => subjectOf(topic, type)), redriveSubject(topic, queue)],
          ack_wait: nanos(visibilityOf(queue, place) * 1000),
          // The subscriber moves what has been tried often enough: JetStream would only leave it where it is.
          max_deliver: -1,
          max_ack_pending: MAX_UNSETTLED,
        },
      })),
    ),
  ];
}
