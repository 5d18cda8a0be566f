import { PublishBatchCommand, type SNSClient } from '@aws-sdk/client-sns';
import { GetQueueUrlCommand, type Message, type SQSClient } from '@aws-sdk/client-sqs';
import { Consumer } from 'sqs-consumer';
import { type AwsPlace, topicArn } from './aws-resources.ts';
import { batches } from './batches.ts';
import type { MessageHandler, MessagingService, OutgoingMessage, Subscription } from './port.ts';
import { QUEUES, type QueueName, type TopicName } from './topology.ts';

export interface AwsClients {
  sns: SNSClient;
  sqs: SQSClient;
}

export interface SnsSqsSettings {
  place: AwsPlace;
  onError(error: Error, queue: QueueName): void;
}

/** The messages over SNS and SQS. */
export function snsSqsMessaging({ sns, sqs }: AwsClients, settings: SnsSqsSettings): MessagingService {
  async function publishBatch(topic: TopicName, messages: readonly OutgoingMessage[]): Promise<boolean[]> {
    const { Successful = [] } = await sns.send(
      new PublishBatchCommand({
        TopicArn: topicArn(settings.place, topic),
        PublishBatchRequestEntries: messages.map(({ body, eventType, storefront }, index) => ({
          Id: String(index),
          Message: body,
          MessageAttributes: {
            eventType: { DataType: 'String', StringValue: eventType },
            storefront: { DataType: 'String', StringValue: storefront },
          },
        })),
      }),
    );
    const taken = new Set(Successful.map(({ Id }) => Id));
    return messages.map((_, index) => taken.has(String(index)));
  }

  return {
    async publish(topic, messages) {
      // A batch whose call failed as a whole was not taken: its messages come again.
      const results = await Promise.all(
        batches(messages).map((batch) => publishBatch(topic, batch).catch(() => batch.map(() => false))),
      );
      return results.flat();
    },

    async subscribe(queue, handler): Promise<Subscription> {
      const { QueueUrl = '' } = await sqs.send(new GetQueueUrlCommand({ QueueName: queue }));
      const consumer = Consumer.create({
        sqs,
        queueUrl: QueueUrl,
        batchSize: 10,
        waitTimeSeconds: 20,
        visibilityTimeout: QUEUES[queue].visibilitySeconds,
        heartbeatInterval: Math.floor(QUEUES[queue].visibilitySeconds / 3),
        pollingCompleteWaitTimeMs: 5000,
        handleMessageBatch: (messages) => handleAll(messages, handler, (error) => settings.onError(error, queue)),
      });
      let stopping = false;
      consumer.on('error', (error) => {
        // Stopping cuts the long poll short: that is no error.
        if (!stopping) settings.onError(error, queue);
      });
      consumer.on('processing_error', (error) => settings.onError(error, queue));
      consumer.start();
      return {
        stop: async () => {
          stopping = true;
          const stopped = new Promise<void>((resolve) => consumer.once('stopped', () => resolve()));
          // The long poll is cut short; what was received is handled first.
          consumer.stop({ abort: true });
          await stopped;
        },
      };
    },
  };
}

/** Handles a batch side by side; returns what is done and can be deleted. */
async function handleAll(
  messages: Message[],
  handler: MessageHandler,
  onError: (error: Error) => void,
): Promise<Message[]> {
  const outcomes = await Promise.allSettled(messages.map(({ Body = '' }) => handler({ body: Body })));
  return messages.filter((_, index) => {
    const outcome = outcomes[index];
    if (outcome?.status === 'rejected') {
      onError(outcome.reason instanceof Error ? outcome.reason : new Error(String(outcome.reason)));
    }
    return outcome?.status === 'fulfilled';
  });
}
