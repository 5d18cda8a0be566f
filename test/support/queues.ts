import { GetQueueUrlCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { type FauxqsServer, startFauxqs } from 'fauxqs';
import { awsClients, awsPlace } from '../../bin/aws.ts';
import { readSettings } from '../../bin/settings.ts';
import { applyTopology } from '../../messaging/apply-topology.ts';
import { DeadMessage } from '../../messaging/attempt.ts';
import type { AwsClients } from '../../messaging/aws-resources.ts';
import type { DeadLetter, MessageHandler, MessagingService } from '../../messaging/port.ts';
import { snsSqsMessaging } from '../../messaging/sns-sqs.ts';
import { textAttributes } from '../../messaging/sns-publisher.ts';
import type { QueueName } from '../../messaging/topology.ts';
import { until } from './stack-wait.ts';

/** SNS and SQS with our topology, in this process, by the real SDK. */
export interface Queues {
  server: FauxqsServer;
  aws: AwsClients;
  messaging: MessagingService;
  /** Puts a message there, past every topic. */
  put(queueName: string, body: string, attributes?: Record<string, string>): Promise<void>;
  urlOf(queueName: string): Promise<string | undefined>;
  /** Reads a queue for as long as `work` takes. */
  whileReading<T>(queue: QueueName, handler: MessageHandler, work: () => Promise<T>): Promise<T>;
  /** Waits until nothing but so many dead letters is there of a queue. */
  untilDead(queue: QueueName, deadLetters: number): Promise<DeadLetter[]>;
  /** Lets a service fail on these. */
  die(queue: QueueName, bodies: readonly string[], reason?: string): Promise<DeadLetter[]>;
  stop(): Promise<void>;
}

/** The attributes of what a shop publishes. */
export const CREATED = { eventType: 'order.created', storefront: 'us' };

/** @param retrySeconds before the second try of a message */
export async function startQueues({ retrySeconds = 0 } = {}): Promise<Queues> {
  const server = await startFauxqs({ port: 0, logger: false });
  const settings = readSettings({ AWS_ENDPOINT_URL: server.address });
  const aws = awsClients(settings);
  const place = awsPlace(settings);
  await applyTopology(aws, place);
  const messaging = snsSqsMessaging(aws, { place, retrySeconds, onError: () => undefined });
  const urlOf = async (QueueName: string) => (await aws.sqs.send(new GetQueueUrlCommand({ QueueName }))).QueueUrl;
  const put: Queues['put'] = async (queueName, MessageBody, attributes = {}) => {
    const MessageAttributes = textAttributes(attributes);
    await aws.sqs.send(new SendMessageCommand({ QueueUrl: await urlOf(queueName), MessageBody, MessageAttributes }));
  };
  const whileReading: Queues['whileReading'] = async (queue, handler, work) => {
    const subscription = await messaging.subscribe(queue, handler);
    try {
      return await work();
    } finally {
      await subscription.stop();
    }
  };
  const untilDead: Queues['untilDead'] = async (queue, deadLetters) => {
    await until(`${deadLetters} dead letters`, async () => {
      const now = await messaging.depth(queue);
      return now.deadLetters === deadLetters && now.messages === 0;
    });
    return await messaging.deadLetters.list(queue);
  };
  return {
    server,
    aws,
    messaging,
    urlOf,
    put,
    whileReading,
    untilDead,
    die: async (queue, bodies, reason = 'no use') => {
      for (const body of bodies) await put(queue, body, CREATED);
      const handler = async () => {
        throw new DeadMessage(reason);
      };
      return await whileReading(queue, handler, () => untilDead(queue, bodies.length));
    },
    stop: async () => {
      aws.sns.destroy();
      aws.sqs.destroy();
      await server.stop();
    },
  };
}
