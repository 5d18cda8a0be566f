import {
  DEAD_LETTERS_KEPT_SECONDS,
  deadLetterQueue,
  QUEUES,
  type QueueName,
  TOPICS,
  type TopicName,
  undeliveredQueue,
} from './topology.ts';

/** Where the topology is, or is to be. */
export interface AwsPlace {
  region: string;
  accountId: string;
}

/** A part of the topology as AWS knows it, with the attributes that are ours to set. */
export type Resource =
  | { kind: 'topic'; name: string; attributes: Attributes }
  | { kind: 'queue'; name: string; attributes: Attributes }
  | { kind: 'subscription'; topic: TopicName; queue: QueueName; attributes: Attributes };

export type Attributes = Readonly<Record<string, string>>;

export function topicArn({ region, accountId }: AwsPlace, topic: string): string {
  return `arn:aws:sns:${region}:${accountId}:${topic}`;
}

export function queueArn({ region, accountId }: AwsPlace, queue: string): string {
  return `arn:aws:sqs:${region}:${accountId}:${queue}`;
}

/** topology.ts in AWS's words, each resource after those that it refers to. */
export function resources(place: AwsPlace): Resource[] {
  const queues = (Object.keys(QUEUES) as QueueName[]).map((name) => ({ name, ...QUEUES[name] }));
  return [
    ...TOPICS.map((name): Resource => ({ kind: 'topic', name, attributes: {} })),
    ...queues.flatMap(({ name, topic, visibilitySeconds, maxReceives }): Resource[] => [
      {
        kind: 'queue',
        name: deadLetterQueue(name),
        attributes: { MessageRetentionPeriod: String(DEAD_LETTERS_KEPT_SECONDS) },
      },
      {
        kind: 'queue',
        name: undeliveredQueue(name),
        attributes: {
          MessageRetentionPeriod: String(DEAD_LETTERS_KEPT_SECONDS),
          Policy: fedBy(place, topic, undeliveredQueue(name)),
        },
      },
      {
        kind: 'queue',
        name,
        attributes: {
          VisibilityTimeout: String(visibilitySeconds),
          RedrivePolicy: JSON.stringify({
            deadLetterTargetArn: queueArn(place, deadLetterQueue(name)),
            maxReceiveCount: maxReceives,
          }),
          Policy: fedBy(place, topic, name),
        },
      },
    ]),
    ...queues.map(({ name, topic, eventTypes }): Resource => ({
      kind: 'subscription',
      topic,
      queue: name,
      attributes: {
        RawMessageDelivery: 'true',
        FilterPolicy: JSON.stringify({ eventType: eventTypes }),
        RedrivePolicy: JSON.stringify({ deadLetterTargetArn: queueArn(place, undeliveredQueue(name)) }),
      },
    })),
  ];
}

/** Lets that topic, and nobody else, put messages into the queue. */
function fedBy(place: AwsPlace, topic: TopicName, queue: string): string {
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Service: 'sns.amazonaws.com' },
        Action: 'sqs:SendMessage',
        Resource: queueArn(place, queue),
        Condition: { ArnEquals: { 'aws:SourceArn': topicArn(place, topic) } },
      },
    ],
  });
}
