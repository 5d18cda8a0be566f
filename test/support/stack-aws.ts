import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { CreateTopicCommand, PublishCommand, SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import {
  CreateQueueCommand,
  DeleteMessageBatchCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
  SQSServiceException,
} from '@aws-sdk/client-sqs';
import { OrderCloudEvent } from '../../contracts/events.ts';
import type { Stack } from './stack.ts';
import { until } from './stack-wait.ts';

/** A message as it arrived: what its envelope and its attributes say. */
export interface Heard {
  event: OrderCloudEvent;
  body: string;
  attributes: Record<string, string | undefined>;
}

/** Somebody else's queue on the shop's topics, by the real AWS SDK. */
export class Ear {
  readonly heard: Heard[] = [];
  readonly #sqs: SQSClient;
  readonly #queueUrl: string;
  #listening = true;
  readonly #done: Promise<void>;

  private constructor(sqs: SQSClient, queueUrl: string) {
    this.#sqs = sqs;
    this.#queueUrl = queueUrl;
    this.#done = this.#listen();
  }

  /** Subscribes a new queue to `order-events`, with raw delivery. */
  static async subscribe(stack: Stack, filterPolicy?: Record<string, unknown>): Promise<Ear> {
    const { sns, sqs } = clients(stack);
    const { QueueUrl = '' } = await sqs.send(new CreateQueueCommand({ QueueName: `test-${randomUUID()}` }));
    const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn'] }));
    await sns.send(
      new SubscribeCommand({
        TopicArn: await topicArn(sns, 'order-events'),
        Protocol: 'sqs',
        Endpoint: Attributes?.['QueueArn'],
        Attributes: {
          RawMessageDelivery: 'true',
          ...(filterPolicy ? { FilterPolicy: JSON.stringify(filterPolicy) } : {}),
        },
      }),
    );
    sns.destroy();
    const ear = new Ear(sqs, QueueUrl);
    stack.beforeEnd(() => ear.stop());
    return ear;
  }

  /** What was heard of an order, as it arrived. */
  of(orderId: string): Heard[] {
    return this.heard.filter(({ event }) => event.subject === orderId);
  }

  /** Waits for an event of the order. */
  async untilHeard(orderId: string, type: OrderCloudEvent['type']): Promise<Heard> {
    return await until(`${type} of ${orderId}`, async () => this.of(orderId).find(({ event }) => event.type === type));
  }

  async stop(): Promise<void> {
    this.#listening = false;
    await this.#done;
    this.#sqs.destroy();
  }

  async #listen(): Promise<void> {
    while (this.#listening) {
      try {
        await this.#receive();
      } catch (error) {
        // The stack is down for a while: what was published waits in the queue.
        if (error instanceof SQSServiceException) throw error;
        await sleep(100);
      }
    }
  }

  async #receive(): Promise<void> {
    const { Messages = [] } = await this.#sqs.send(
      new ReceiveMessageCommand({
        QueueUrl: this.#queueUrl,
        MaxNumberOfMessages: 10,
        WaitTimeSeconds: 1,
        MessageAttributeNames: ['All'],
      }),
    );
    if (Messages.length === 0) return;
    for (const { Body = '', MessageAttributes = {} } of Messages) {
      const attributes = Object.entries(MessageAttributes).map(([name, value]) => [name, value.StringValue]);
      const event = OrderCloudEvent.parse(JSON.parse(Body));
      this.heard.push({ event, body: Body, attributes: Object.fromEntries(attributes) });
    }
    const Entries = Messages.map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle }));
    await this.#sqs.send(new DeleteMessageBatchCommand({ QueueUrl: this.#queueUrl, Entries }));
  }
}

/** Publishes on `shipping-events` as the shipping service does. */
export async function publishShipping(stack: Stack, type: string, message: string): Promise<void> {
  const { sns } = clients(stack);
  await sns.send(
    new PublishCommand({
      TopicArn: await topicArn(sns, 'shipping-events'),
      Message: message,
      MessageAttributes: { eventType: { DataType: 'String', StringValue: type } },
    }),
  );
  sns.destroy();
}

/** Puts something into a queue of the house, past its topic. */
export async function sendToQueue(stack: Stack, queue: string, body: string): Promise<void> {
  const { sqs } = clients(stack);
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: queue }));
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: body }));
  sqs.destroy();
}

/** A message of the shipping service, as contracts/events.ts has it. */
export function shippingEvent(type: 'order.shipped' | 'order.delivered', orderId: string, eventId: string) {
  return {
    specversion: '1.0',
    id: eventId,
    source: '/shipping',
    type,
    subject: orderId,
    time: new Date().toISOString(),
    data: { eventId, orderId, shipmentId: `parcel-${orderId}`, carrier: 'ups', trackingNumber: 'U1' },
  };
}

function clients(stack: Stack): { sns: SNSClient; sqs: SQSClient } {
  const settings = {
    region: 'us-east-1',
    endpoint: stack.awsEndpoint,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  };
  return { sns: new SNSClient(settings), sqs: new SQSClient(settings) };
}

/** Creating a topic that is there gives its ARN. */
async function topicArn(sns: SNSClient, name: string): Promise<string | undefined> {
  return (await sns.send(new CreateTopicCommand({ Name: name }))).TopicArn;
}
