import type { SNSClient } from '@aws-sdk/client-sns';
import type { SQSClient } from '@aws-sdk/client-sqs';
import {
  deadLetterQueue,
  hearsOf,
  MAX_MESSAGE_BYTES,
  QUEUE_NAMES,
  QUEUES,
  type QueueName,
  RETENTION_SECONDS,
  TOPICS,
  type TopicName,
  undeliveredQueue,
} from './topology.ts';

export interface AwsClients {
  sns: SNSClient;
  sqs: SQSClient;
}

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
  const kept = { MessageRetentionPeriod: String(RETENTION_SECONDS), MaximumMessageSize: String(MAX_MESSAGE_BYTES) };
  const queuesOf = (name: QueueName): Resource[] => [
    {
      kind: 'queue',
      name: deadLetterQueue(name),
      attributes: { ...kept, Policy: policy([overTlsAlone('sqs:*', queueArn(place, deadLetterQueue(name)))]) },
    },
    {
      kind: 'queue',
      name: undeliveredQueue(name),
      attributes: { ...kept, Policy: fedByItsTopics(place, name, undeliveredQueue(name)) },
    },
    {
      kind: 'queue',
      name,
      attributes: {
        ...kept,
        VisibilityTimeout: String(QUEUES[name].visibilitySeconds),
        RedrivePolicy: JSON.stringify({
          deadLetterTargetArn: queueArn(place, deadLetterQueue(name)),
          maxReceiveCount: QUEUES[name].maxReceives,
        }),
        Policy: fedByItsTopics(place, name, name),
      },
    },
  ];
  const subscriptionsOf = (queue: QueueName): Resource[] =>
    hearsOf(queue).map(([topic, eventTypes]) => ({
      kind: 'subscription',
      topic,
      queue,
      attributes: {
        RawMessageDelivery: 'true',
        FilterPolicy: JSON.stringify({ eventType: eventTypes }),
        RedrivePolicy: JSON.stringify({ deadLetterTargetArn: queueArn(place, undeliveredQueue(queue)) }),
      },
    }));
  return [
    ...TOPICS.map((name): Resource => ({
      kind: 'topic',
      name,
      attributes: { Policy: policy([overTlsAlone('sns:Publish', topicArn(place, name))]) },
    })),
    ...QUEUE_NAMES.flatMap(queuesOf),
    ...QUEUE_NAMES.flatMap(subscriptionsOf),
  ];
}

/** Lets the topics that `queue` hears, and nobody else, put messages into `target`. */
function fedByItsTopics(place: AwsPlace, queue: QueueName, target: string): string {
  const topics = hearsOf(queue).map(([topic]) => topicArn(place, topic));
  return policy([
    {
      Effect: 'Allow',
      Principal: { Service: 'sns.amazonaws.com' },
      Action: 'sqs:SendMessage',
      Resource: queueArn(place, target),
      Condition: { ArnEquals: { 'aws:SourceArn': topics.length === 1 ? topics[0] : topics } },
    },
    overTlsAlone('sqs:*', queueArn(place, target)),
  ]);
}

/** Nobody, whatever their role allows, reaches it without TLS. What speaks AWS's API on one machine does not look at it. */
function overTlsAlone(Action: string, Resource: string) {
  return {
    Sid: 'OverTlsAlone',
    Effect: 'Deny',
    Principal: { AWS: '*' },
    Action,
    Resource,
    Condition: { Bool: { 'aws:SecureTransport': 'false' } },
  };
}

function policy(Statement: readonly object[]): string {
  return JSON.stringify({ Version: '2012-10-17', Statement });
}
