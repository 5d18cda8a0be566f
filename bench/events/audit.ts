import { SubscribeCommand } from '@aws-sdk/client-sns';
import {
  CreateQueueCommand,
  DeleteMessageBatchCommand,
  PurgeQueueCommand,
  ReceiveMessageCommand,
} from '@aws-sdk/client-sqs';
import { jetstream } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/nats-core';
import { z } from 'zod';
import { type AwsClients, type AwsPlace, queueArn, topicArn } from '../../messaging/aws-resources.ts';

/** Hears all of order-events, by a queue of its own. */
export interface Audit {
  /** Of each subject the events' ids by their `sequence`. */
  heard: Map<string, Map<number, Set<string>>>;
  /** How many messages that were, repeats counted. */
  messages(): number;
  stop(): Promise<void>;
}

const Event = z.object({ id: z.string(), subject: z.string(), sequence: z.int() });
const QUEUE = 'bench-audit';

export async function auditSns({ sns, sqs }: AwsClients, place: AwsPlace): Promise<Audit> {
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: QUEUE }));
  await sqs.send(new PurgeQueueCommand({ QueueUrl }));
  await sns.send(
    new SubscribeCommand({
      TopicArn: topicArn(place, 'order-events'),
      Protocol: 'sqs',
      Endpoint: queueArn(place, QUEUE),
      Attributes: { RawMessageDelivery: 'true' },
    }),
  );
  const book = auditBook();
  const stopping = new AbortController();
  const done = listen();

  async function listen(): Promise<void> {
    while (!stopping.signal.aborted) {
      const { Messages = [] } = await sqs.send(
        new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 1 }),
      );
      for (const { Body = '' } of Messages) book.note(Body);
      if (Messages.length === 0) continue;
      const Entries = Messages.map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle }));
      await sqs.send(new DeleteMessageBatchCommand({ QueueUrl, Entries }));
    }
  }
  return {
    heard: book.heard,
    messages: book.messages,
    stop: async () => {
      stopping.abort();
      await done;
    },
  };
}

export async function auditNats(connection: NatsConnection): Promise<Audit> {
  const js = jetstream(connection);
  const manager = await js.jetstreamManager();
  await manager.consumers.add('order-events', { durable_name: QUEUE, ack_policy: 'explicit', deliver_policy: 'all' });
  const consumer = await js.consumers.get('order-events', QUEUE);
  const messages = await consumer.consume();
  const book = auditBook();
  const listen = async () => {
    for await (const message of messages) {
      book.note(message.string());
      message.ack();
    }
  };
  const done = listen();
  return {
    heard: book.heard,
    messages: book.messages,
    stop: async () => {
      await messages.close();
      await done;
    },
  };
}

function auditBook() {
  const heard: Audit['heard'] = new Map();
  let messages = 0;
  return {
    heard,
    messages: () => messages,
    note(body: string): void {
      const { id, subject, sequence } = Event.parse(JSON.parse(body));
      messages += 1;
      const ofSubject = heard.get(subject) ?? new Map<number, Set<string>>();
      heard.set(subject, ofSubject.set(sequence, (ofSubject.get(sequence) ?? new Set()).add(id)));
    },
  };
}
