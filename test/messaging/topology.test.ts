import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  ListSubscriptionsByTopicCommand,
  SetSubscriptionAttributesCommand,
  SubscribeCommand,
} from '@aws-sdk/client-sns';
import {
  DeleteQueueCommand,
  GetQueueUrlCommand,
  ReceiveMessageCommand,
  SetQueueAttributesCommand,
} from '@aws-sdk/client-sqs';
import { type FauxqsServer, startFauxqs } from 'fauxqs';
import { awsClients, awsPlace } from '../../bin/aws.ts';
import { readSettings } from '../../bin/settings.ts';
import { PUBLIC_EVENT_TYPES } from '../../contracts/events.ts';
import { applyTopology, diffTopology } from '../../messaging/apply-topology.ts';
import { type AwsClients, queueArn, topicArn } from '../../messaging/aws-resources.ts';
import { snsSqsMessaging } from '../../messaging/sns-sqs.ts';
import { QUEUE_NAMES, type QueueName, TOPICS, type TopicName } from '../../messaging/topology.ts';
import { heardBy, TRUTH } from './truth.ts';

let server: FauxqsServer;
let aws: AwsClients;
const place = awsPlace(readSettings({}));

beforeAll(async () => {
  server = await startFauxqs({ port: 0, logger: false });
  aws = awsClients(readSettings({ AWS_ENDPOINT_URL: server.address }));
});
afterAll(async () => {
  aws.sns.destroy();
  aws.sqs.destroy();
  await server.stop();
});

describe('the topology', () => {
  it('is missing where nobody has applied it, and looking does not make it', async () => {
    for (const _ of [1, 2]) {
      const differences = await diffTopology(aws, place);
      expect(differences.map(({ resource }) => resource)).toEqual([
        'topic order-events',
        'topic shipping-events',
        'topic warehouse-events',
        'queue shipping-dlq',
        'queue shipping-undelivered',
        'queue shipping',
        'queue order-status-dlq',
        'queue order-status-undelivered',
        'queue order-status',
        'queue payments-dlq',
        'queue payments-undelivered',
        'queue payments',
        'queue inventory-dlq',
        'queue inventory-undelivered',
        'queue inventory',
        'queue analytics-dlq',
        'queue analytics-undelivered',
        'queue analytics',
        'queue notifications-dlq',
        'queue notifications-undelivered',
        'queue notifications',
        'queue webhooks-dlq',
        'queue webhooks-undelivered',
        'queue webhooks',
        'subscription order-events -> shipping',
        'subscription shipping-events -> order-status',
        'subscription order-events -> payments',
        'subscription order-events -> inventory',
        'subscription warehouse-events -> inventory',
        'subscription order-events -> analytics',
        'subscription order-events -> notifications',
        'subscription order-events -> webhooks',
      ]);
      expect(differences.every(({ wanted, found }) => wanted === 'there' && found === null)).toBe(true);
    }
  });

  it('is applied once: a second time finds nothing to do', async () => {
    expect(await applyTopology(aws, place)).toHaveLength(32);
    expect(await diffTopology(aws, place)).toEqual([]);
    expect(await applyTopology(aws, place)).toEqual([]);
  });

  it('brings each event to the queues that want it, and to no other', async () => {
    expect(Object.keys(TRUTH['order-events'])).toEqual([...PUBLIC_EVENT_TYPES]);
    const messaging = snsSqsMessaging(aws, {
      place,
      retrySeconds: 1,
      onError: (error) => expect(error).toBeUndefined(),
    });
    for (const topic of TOPICS) {
      const messages = Object.keys(TRUTH[topic]).map((eventType) => ({
        eventType,
        storefront: 'us',
        body: `${topic} ${eventType}`,
      }));
      expect(await messaging.publish(topic, messages)).toEqual(messages.map(() => ({ taken: true })));
    }
    for (const queue of QUEUE_NAMES) {
      const wanted = heardBy(queue).map(([topic, eventType]) => `${topic} ${eventType}`);
      const heard = await receive(queue);
      expect(heard).toHaveLength(wanted.length);
      expect(new Set(heard)).toEqual(new Set(wanted));
    }
  });

  it('is found where somebody has changed it by hand, and is mended', async () => {
    const [QueueUrl, undelivered] = await Promise.all([urlOf('order-status'), urlOf('order-status-undelivered')]);
    await aws.sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { VisibilityTimeout: '5' } }));
    await aws.sqs.send(new DeleteQueueCommand({ QueueUrl: undelivered }));
    const subscription = (await subscriptionsOf('order-events')).get(queueArn(place, 'shipping'));
    const FilterPolicy = JSON.stringify({ eventType: ['order.created'] });
    await aws.sns.send(
      new SetSubscriptionAttributesCommand({
        SubscriptionArn: subscription,
        AttributeName: 'FilterPolicy',
        AttributeValue: FilterPolicy,
      }),
    );
    await aws.sns.send(
      new SubscribeCommand({
        TopicArn: topicArn(place, 'order-events'),
        Protocol: 'sqs',
        Endpoint: queueArn(place, 'order-status'),
      }),
    );
    const differences = [
      { resource: 'queue order-status-undelivered', wanted: 'there', found: null },
      { resource: 'queue order-status', attribute: 'VisibilityTimeout', wanted: '30', found: '5' },
      {
        resource: 'subscription order-events -> shipping',
        attribute: 'FilterPolicy',
        wanted: JSON.stringify({
          eventType: ['order.created', 'order.updated', 'order.cancelled', 'order.held', 'order.released'],
        }),
        found: FilterPolicy,
      },
      { resource: 'subscription order-events -> order-status', wanted: null, found: 'there' },
    ];
    expect(await diffTopology(aws, place)).toEqual(differences);
    expect(await applyTopology(aws, place)).toEqual(differences);
    expect(await diffTopology(aws, place)).toEqual([]);
  });

  it("leaves somebody else's subscription to our topic alone", async () => {
    const theirs = queueArn(place, 'analytics-of-somebody');
    server.createQueue('analytics-of-somebody');
    const topic = topicArn(place, 'order-events');
    await aws.sns.send(new SubscribeCommand({ TopicArn: topic, Protocol: 'sqs', Endpoint: theirs }));
    expect(await applyTopology(aws, place)).toEqual([]);
    expect([...(await subscriptionsOf('order-events')).keys()]).toContain(theirs);
  });
});

async function urlOf(QueueName: string): Promise<string | undefined> {
  return (await aws.sqs.send(new GetQueueUrlCommand({ QueueName }))).QueueUrl;
}

async function receive(queue: QueueName): Promise<(string | undefined)[]> {
  const { Messages = [] } = await aws.sqs.send(
    new ReceiveMessageCommand({ QueueUrl: await urlOf(queue), MaxNumberOfMessages: 10 }),
  );
  return Messages.map(({ Body }) => Body);
}

/** Their ARNs, by the ARN of their queue. */
async function subscriptionsOf(topic: TopicName): Promise<Map<string | undefined, string | undefined>> {
  const { Subscriptions = [] } = await aws.sns.send(
    new ListSubscriptionsByTopicCommand({ TopicArn: topicArn(place, topic) }),
  );
  return new Map(Subscriptions.map(({ Endpoint, SubscriptionArn }) => [Endpoint, SubscriptionArn]));
}
