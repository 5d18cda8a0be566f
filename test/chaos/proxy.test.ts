import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { awsClients, awsPlace } from '../../bin/aws.ts';
import { readSettings } from '../../bin/settings.ts';
import { connectNats } from '../../messaging/nats/connection.ts';
import { natsMessaging } from '../../messaging/nats/messaging.ts';
import type { MessagingService } from '../../messaging/port.ts';
import { snsSqsMessaging } from '../../messaging/sns-sqs.ts';
import { type Broker, startNats, startSnsSqs } from '../support/brokers.ts';
import { until } from '../support/stack-wait.ts';
import { CALM } from './chaos.ts';
import { startNatsChaos } from './nats-proxy.ts';
import { type ChaosProxy, startChaosProxy } from './proxy.ts';

const RATES = { repeat: 0.1, fail: 0.05, delay: 0.3, delayMs: 200 };
/** What came too late for its poll comes again soon. */
const CLIENT = { retrySeconds: 0, visibilitySeconds: 3, onError: () => undefined };

interface Chaotic {
  broker: Broker;
  proxy: ChaosProxy;
  /** By the proxy. */
  messaging: MessagingService;
  end(): Promise<unknown>;
}

async function snsSqs(): Promise<Chaotic> {
  const broker = await startSnsSqs();
  const proxy = await startChaosProxy(broker.url, CALM);
  const settings = readSettings({ AWS_ENDPOINT_URL: proxy.url });
  const aws = awsClients(settings);
  const end = async () => [aws.sns, aws.sqs].forEach((client) => client.destroy());
  return { broker, proxy, end, messaging: snsSqsMessaging(aws, { place: awsPlace(settings), ...CLIENT }) };
}

async function nats(): Promise<Chaotic> {
  const broker = await startNats();
  // It applies the topology, with our visibility.
  await broker.connect(CLIENT);
  const proxy = await startNatsChaos(broker.url, CALM);
  const connection = await connectNats(proxy.url);
  return { broker, proxy, end: () => connection.close(), messaging: await natsMessaging(connection, CLIENT) };
}

describe.each([
  ['SNS and SQS', snsSqs],
  ['NATS', nats],
])('the proxy between client and %s', (_, start) => {
  let chaotic: Chaotic;
  beforeAll(async () => {
    chaotic = await start();
  });
  afterAll(async () => {
    await chaotic?.end();
    await chaotic?.proxy.stop();
    await chaotic?.broker.end();
  });

  it('repeats, shuffles and fails parts of batches, and whoever asks again loses nothing', async () => {
    const { messaging, proxy } = chaotic;
    proxy.chaos.begin(RATES);
    const heard: string[] = [];
    const subscription = await messaging.subscribe('shipping', async ({ body }) => void heard.push(body));
    const sent = Array.from({ length: 1000 }, (_one, n) => String(n));
    let failed = 0;
    for (let left = sent; left.length > 0;) {
      const messages = left.map((body) => ({ eventType: 'order.created', storefront: 'us', body }));
      const outcomes = await messaging.publish('order-events', messages);
      left = left.filter((_one, index) => !outcomes[index]?.taken);
      failed += left.length;
    }
    await until('every message to be heard', async () => new Set(heard).size === sent.length);
    proxy.chaos.begin(CALM);
    await subscription.stop();
    const { repeated, failed: lost, failedThoughTaken, delayed } = proxy.chaos.done;
    expect(failed).toBeGreaterThan(20);
    expect(Math.min(repeated, lost, failedThoughTaken, delayed)).toBeGreaterThan(10);
    expect(heard.length).toBeGreaterThan(sent.length + 50);
    const firsts = [...new Set(heard)];
    expect(firsts).not.toEqual(firsts.toSorted((a, b) => Number(a) - Number(b)));
  });

  it('is gone when it is told so, and there again', async () => {
    const { messaging, proxy } = chaotic;
    const message = { eventType: 'order.created', storefront: 'us', body: 'x' };
    proxy.down();
    expect(await messaging.publish('order-events', [message])).toMatchObject([{ taken: false }]);
    proxy.up();
    await until('it to be taken', async () => (await messaging.publish('order-events', [message]))[0]?.taken === true);
  });
});
