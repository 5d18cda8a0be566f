import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { type AwsPlace, queueArn, topicArn } from '../messaging/aws-resources.ts';
import { deadLetterQueue, QUEUE_NAMES, type QueueName, TOPICS, undeliveredQueue } from '../messaging/topology.ts';
import { RING_KEY_PREFIX } from '../vault/ring-key-ids.ts';

/** What keys and buckets are called; the rest is by messaging/topology.ts. */
export interface Places {
  readonly aws: AwsPlace;
  readonly messagingKey: string;
  readonly storageKey: string;
  readonly claims: string;
  readonly databaseSecret: string;
  readonly databaseKey: string;
  readonly payloadsKey: string;
}

const allow = (actions: string[], resources: string[]) => new PolicyStatement({ actions, resources });

/** Keys of the ring, of which vault/kms-ring.ts says which one it is about, and nothing else that this key may have closed. */
const onRing = (action: string, { payloadsKey }: Places) =>
  new PolicyStatement({
    actions: [action],
    resources: [payloadsKey],
    conditions: { StringLike: { 'kms:EncryptionContext:id': `${RING_KEY_PREFIX}*` } },
  });

/** The password of the database, and the key ring, which stands in there and is opened by KMS. */
export function ofEachRole(places: Places): PolicyStatement[] {
  return [
    allow(['secretsmanager:GetSecretValue'], [places.databaseSecret]),
    allow(['kms:Decrypt'], [places.databaseKey]),
    onRing('kms:Decrypt', places),
  ];
}

/**
 * `/health/ready` asks how long one queue is, with its dead letters. Operators look through those of all queues, put them back and
 * throw them away: what is read, hidden and deleted is what nobody else reads.
 */
export function ofApi({ aws, messagingKey }: Places): PolicyStatement[] {
  const arns = (queues: readonly string[]) => queues.map((queue) => queueArn(aws, queue));
  return [
    allow(['sqs:GetQueueUrl', 'sqs:SendMessage'], arns(QUEUE_NAMES)),
    allow(['sqs:GetQueueAttributes'], arns(['order-status', ...deadLettersOf('order-status')])),
    allow(
      ['sqs:GetQueueUrl', 'sqs:ReceiveMessage', 'sqs:ChangeMessageVisibility', 'sqs:DeleteMessage'],
      arns(QUEUE_NAMES.flatMap(deadLettersOf)),
    ),
    allow(['kms:Decrypt', 'kms:GenerateDataKey'], [messagingKey]),
  ];
}

const deadLettersOf = (queue: QueueName) => [deadLetterQueue(queue), undeliveredQueue(queue)];

/** The relay publishes, and leaves with S3 what is too large. */
export function ofWorker({ aws, messagingKey, storageKey, claims }: Places): PolicyStatement[] {
  return [
    allow(['sns:Publish'], [topicArn(aws, 'order-events')]),
    allow(['s3:PutObject'], [`${claims}/*`]),
    allow(['kms:Decrypt', 'kms:GenerateDataKey'], [messagingKey, storageKey]),
  ];
}

/** A service reads its queue, and puts what it can't handle among its dead letters, with a reason. */
export function ofConsumer({ aws, messagingKey, storageKey, claims }: Places, queue: QueueName): PolicyStatement[] {
  return [
    allow(
      [
        'sqs:GetQueueUrl',
        'sqs:GetQueueAttributes',
        'sqs:ReceiveMessage',
        'sqs:ChangeMessageVisibility',
        'sqs:DeleteMessage',
      ],
      [queueArn(aws, queue)],
    ),
    allow(['sqs:SendMessage'], [queueArn(aws, deadLetterQueue(queue))]),
    // Its metrics say how many there are.
    allow(
      ['sqs:GetQueueUrl', 'sqs:GetQueueAttributes'],
      deadLettersOf(queue).map((dead) => queueArn(aws, dead)),
    ),
    allow(['s3:GetObject'], [`${claims}/*`]),
    allow(['kms:Decrypt', 'kms:GenerateDataKey'], [messagingKey, storageKey]),
  ];
}

/**
 * It looks whether the topology is what it should be. CloudFormation makes it; where that has not, this fails and says so. And it
 * has the first key of the ring made, before roles that may only have it opened.
 */
export function ofMigrate(places: Places): PolicyStatement[] {
  const { aws, claims } = places;
  const topics = TOPICS.map((topic) => topicArn(aws, topic));
  const queues = QUEUE_NAMES.flatMap((queue) => [queue, ...deadLettersOf(queue)]);
  return [
    onRing('kms:GenerateDataKey', places),
    allow(['sns:GetTopicAttributes', 'sns:ListSubscriptionsByTopic'], topics),
    allow(
      ['sns:GetSubscriptionAttributes'],
      topics.map((topic) => `${topic}:*`),
    ),
    allow(
      ['sqs:GetQueueUrl', 'sqs:GetQueueAttributes'],
      queues.map((queue) => queueArn(aws, queue)),
    ),
    allow(['s3:ListBucket', 's3:GetLifecycleConfiguration'], [claims]),
  ];
}
