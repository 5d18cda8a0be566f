import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type FauxqsServer, startFauxqs } from 'fauxqs';
import { awsClients, awsPlace } from '../../bin/aws.ts';
import { readSettings } from '../../bin/settings.ts';
import { applyTopology } from '../../messaging/apply-topology.ts';
import type { AwsClients } from '../../messaging/aws-resources.ts';
import { snsSqsMessaging } from '../../messaging/sns-sqs.ts';
import { until } from '../support/stack-wait.ts';
import { CALM } from './chaos.ts';
import { type ChaosProxy, startChaosProxy } from './proxy.ts';

const RATES = { repeat: 0.1, fail: 0.05, delay: 0.3, delayMs: 500 };
const place = awsPlace(readSettings({}));
let server: FauxqsServer;
let proxy: ChaosProxy;
let aws: AwsClients;

beforeAll(async () => {
  server = await startFauxqs({ port: 0, logger: false });
  proxy = await startChaosProxy(server.address, CALM);
  aws = awsClients(readSettings({ AWS_ENDPOINT_URL: proxy.url }));
  await applyTopology(aws, place);
});
afterAll(async () => {
  aws.sns.destroy();
  aws.sqs.destroy();
  await proxy.stop();
  await server.stop();
});

describe('the proxy between SDK and emulator', () => {
  it('repeats, shuffles and fails parts of batches, and whoever asks again loses nothing', async () => {
    proxy.chaos.rates = RATES;
    const messaging = snsSqsMessaging(aws, { place, retrySeconds: 0, onError: () => undefined });
    const heard: string[] = [];
    const subscription = await messaging.subscribe('shipping', async ({ body }) => void heard.push(body));
    const sent = Array.from({ length: 1000 }, (_, n) => String(n));
    let failed = 0;
    for (let left = sent; left.length > 0;) {
      const messages = left.map((body) => ({ eventType: 'order.created', storefront: 'us', body }));
      const outcomes = await messaging.publish('order-events', messages);
      left = left.filter((_, index) => !outcomes[index]?.taken);
      failed += left.length;
    }
    await until('every message to be heard', async () => new Set(heard).size === sent.length, { withinMs: 20_000 });
    proxy.chaos.rates = CALM;
    await subscription.stop();
    const { repeated, failed: lost, failedThoughTaken, delayed } = proxy.chaos.done;
    expect(failed).toBeGreaterThan(20);
    expect(Math.min(repeated, lost, failedThoughTaken, delayed)).toBeGreaterThan(10);
    expect(heard.length).toBeGreaterThan(sent.length + 50);
    const firsts = [...new Set(heard)];
    expect(firsts).not.toEqual(firsts.toSorted((a, b) => Number(a) - Number(b)));
  });

  it('is gone when it is told so, and there again', async () => {
    const messaging = snsSqsMessaging(aws, { place, retrySeconds: 0, onError: () => undefined });
    const message = { eventType: 'order.created', storefront: 'us', body: 'x' };
    proxy.down();
    expect(await messaging.publish('order-events', [message])).toMatchObject([{ taken: false }]);
    proxy.up();
    expect(await messaging.publish('order-events', [message])).toEqual([{ taken: true }]);
  });
});
