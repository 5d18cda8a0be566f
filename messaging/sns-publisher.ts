import { PublishBatchCommand } from '@aws-sdk/client-sns';
import { type AwsClients, type AwsPlace, topicArn } from './aws-resources.ts';
import { batches } from './batches.ts';
import type { OutgoingMessage, Publisher, PublishOutcome } from './port.ts';
import type { TopicName } from './topology.ts';

const TAKEN: PublishOutcome = { taken: true };

/** Publishes to SNS. */
export function snsPublisher({ sns }: AwsClients, place: AwsPlace): Publisher {
  async function publishBatch(
    topic: TopicName,
    batch: readonly OutgoingMessage[],
    notAfter: number,
  ): Promise<PublishOutcome[]> {
    const command = new PublishBatchCommand({
      TopicArn: topicArn(place, topic),
      PublishBatchRequestEntries: batch.map(({ body, ...attributes }, index) => ({
        Id: String(index),
        Message: body,
        MessageAttributes: textAttributes(attributes),
      })),
    });
    // The last thing before the socket, at each of the SDK's attempts: a timer would tell a process that wakes too late.
    command.middlewareStack.add(
      (next) => async (args) => {
        if (performance.now() >= notAfter) throw new Error('it was too late to send it');
        return await next(args);
      },
      { step: 'deserialize', priority: 'low' },
    );
    const { Successful = [], Failed = [] } = await sns.send(
      command,
      notAfter === Number.POSITIVE_INFINITY
        ? {}
        : { abortSignal: AbortSignal.timeout(Math.max(0, Math.ceil(notAfter - performance.now()))) },
    );
    const taken = new Set(Successful.map(({ Id }) => Id));
    const reasons = new Map(Failed.map(({ Id, Code, Message }) => [Id, [Code, Message].filter(Boolean).join(': ')]));
    return batch.map((_, index) => {
      const id = String(index);
      return taken.has(id) ? TAKEN : { taken: false, reason: reasons.get(id) ?? 'SNS did not answer for it' };
    });
  }

  return {
    async publish(topic, messages, notAfter = Number.POSITIVE_INFINITY) {
      const outcomes = await Promise.all(
        batches(messages).map(async (batch) => {
          try {
            return await publishBatch(topic, batch, notAfter);
          } catch (error) {
            // The call failed as a whole. Some may have been taken all the same: they come twice.
            return batch.map((): PublishOutcome => ({ taken: false, reason: String(error) }));
          }
        }),
      );
      return outcomes.flat();
    },
  };
}

/** Message attributes as SNS and SQS take them. */
export function textAttributes(values: Readonly<Record<string, string>>) {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, { DataType: 'String', StringValue: value }]),
  );
}
