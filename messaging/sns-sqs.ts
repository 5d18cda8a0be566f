import { GetQueueAttributesCommand, GetQueueUrlCommand } from '@aws-sdk/client-sqs';
import type { AwsClients, AwsPlace } from './aws-resources.ts';
import type { MessagingService } from './port.ts';
import { snsPublisher } from './sns-publisher.ts';
import { sqsDeadLetters } from './sqs-dead-letters.ts';
import { subscribeToSqs, type SubscriberSettings } from './sqs-subscriber.ts';
import { deadLetterQueue, undeliveredQueue } from './topology.ts';

export interface SnsSqsSettings extends SubscriberSettings {
  place: AwsPlace;
}

/** The messages over SNS and SQS. */
export function snsSqsMessaging(aws: AwsClients, settings: SnsSqsSettings): MessagingService {
  const { sqs } = aws;
  const { bury, deadLetters } = sqsDeadLetters(sqs, urlOf);

  async function urlOf(QueueName: string): Promise<string> {
    const { QueueUrl = '' } = await sqs.send(new GetQueueUrlCommand({ QueueName }));
    return QueueUrl;
  }

  async function messagesIn(queueName: string): Promise<number> {
    const { Attributes = {} } = await sqs.send(
      new GetQueueAttributesCommand({
        QueueUrl: await urlOf(queueName),
        AttributeNames: ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'],
      }),
    );
    return Object.values(Attributes).reduce((sum, count) => sum + Number(count), 0);
  }

  return {
    ...snsPublisher(aws, settings.place),
    subscribe: async (queue, handler) =>
      subscribeToSqs(sqs, { queue, queueUrl: await urlOf(queue) }, handler, bury, settings),
    depth: async (queue) => {
      const [messages, dead, undelivered] = await Promise.all(
        [queue, deadLetterQueue(queue), undeliveredQueue(queue)].map(messagesIn),
      );
      return { messages: messages ?? 0, deadLetters: (dead ?? 0) + (undelivered ?? 0) };
    },
    deadLetters,
  };
}
