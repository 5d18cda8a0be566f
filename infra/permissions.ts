import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { type AwsPlace, queueArn, topicArn } from '../messaging/aws-resources.ts';
import { deadLetterQueue, QUEUE_NAMES, type QueueName, TOPICS, undeliveredQueue } from '../messaging/topology.ts';

/** What keys and buckets are called; the rest is by messaging/topology.ts. */
export interface Places {
  readonly aws: AwsPlace;
  readonly messagingKey: string;
  readonly storageKey: string;
  readonly claims: string;
}

const allow = (actions: string[], resources: string[]) => new PolicyStatement({ actions, resources });

/** `/health/ready` asks how long one queue is. */
export function ofApi({ aws }: Places): PolicyStatement[] {
  return [allow(['sqs:GetQueueUrl', 'sqs:GetQueueAttributes'], [queueArn(aws, 'order-status')])];
}

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
    allow(['sqs:GetQueueUrl', 'sqs:SendMessage'], [queueArn(aws, deadLetterQueue(queue))]),
    allow(['s3:GetObject'], [`${claims}/*`]),
    allow(['kms:Decrypt', 'kms:GenerateDataKey'], [messagingKey, storageKey]),
  ];
}

/** It looks whether the topology is what it should be. CloudFormation makes it; where that has not, this fails and says so. */
export function ofMigrate({ aws, claims }: Places): PolicyStatement[] {
  const topics = TOPICS.map((topic) => topicArn(aws, topic));
  const queues = QUEUE_NAMES.flatMap((queue) => [queue, deadLetterQueue(queue), undeliveredQueue(queue)]);
  return [
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
