import { CreateTopicCommand, SubscribeCommand } from '@aws-sdk/client-sns';
import { CreateQueueCommand, GetQueueAttributesCommand, SetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import type { AwsClients } from './sns-sqs.ts';
import { QUEUES, TOPICS } from './topology.ts';

/** Brings topics, queues and subscriptions to what topology.ts says. Safe to run again. */
export async function applyTopology(aws: AwsClients): Promise<void> {
  const topicArns = new Map<string, string>();
  for (const name of TOPICS) {
    const { TopicArn } = await aws.sns.send(new CreateTopicCommand({ Name: name }));
    if (TopicArn) topicArns.set(name, TopicArn);
  }
  for (const [name, queue] of Object.entries(QUEUES)) {
    const topicArn = topicArns.get(queue.topic) ?? '';
    const [deadLetters, undelivered] = [
      await createQueue(aws, `${name}-dlq`, {}),
      await createQueue(aws, `${name}-undelivered`, {}),
    ];
    const queueArn = await createQueue(aws, name, {
      VisibilityTimeout: String(queue.visibilitySeconds),
      RedrivePolicy: JSON.stringify({ deadLetterTargetArn: deadLetters, maxReceiveCount: queue.maxReceives }),
      Policy: mayReceive(topicArn),
    });
    await aws.sns.send(
      new SubscribeCommand({
        TopicArn: topicArn,
        Protocol: 'sqs',
        Endpoint: queueArn,
        ReturnSubscriptionArn: true,
        Attributes: {
          RawMessageDelivery: 'true',
          FilterPolicy: JSON.stringify({ eventType: queue.eventTypes }),
          RedrivePolicy: JSON.stringify({ deadLetterTargetArn: undelivered }),
        },
      }),
    );
  }
}

/** Creates the queue, or brings the one that is there to these attributes; its ARN. */
async function createQueue({ sqs }: AwsClients, name: string, attributes: Record<string, string>): Promise<string> {
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: name }));
  if (Object.keys(attributes).length > 0) {
    await sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: attributes }));
  }
  const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn'] }));
  return Attributes?.['QueueArn'] ?? '';
}

function mayReceive(topicArn: string): string {
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Service: 'sns.amazonaws.com' },
        Action: 'sqs:SendMessage',
        Resource: '*',
        Condition: { ArnEquals: { 'aws:SourceArn': topicArn } },
      },
    ],
  });
}
