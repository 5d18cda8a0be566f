import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { isDeepStrictEqual } from 'node:util';
import { GetQueueUrlCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { Client, Connection } from '@temporalio/client';
import { z } from 'zod';
import { until } from '../../test/support/stack-wait.ts';
import { type TlsLine, tlsLineTo } from '../../test/support/tls-line.ts';
import { METRICS_NAMESPACE } from '../collector.ts';
import { API, MIGRATE, NEXT_WORKER, ROLE_NAMES, WORKER } from '../roles.ts';
import { logGroupArn } from './asked.ts';
import { type Collecting, collected, type Datum, validate } from './collecting.ts';
import { ACCOUNT, REGION } from './moto.ts';
import { allows, type RoleTask, roleTasks } from './role-tasks.ts';
import { ended, type RoleWorld, type Running, startRoleWorld, untilReady } from './role-world.ts';
import { deployable, OLDER_IMAGE, templatesOf } from './templates.ts';

const templates = templatesOf('production');
const tasks = [templates.platform, templates.services].flatMap(roleTasks);
const taskOf = (name: string) => {
  const task = tasks.find((one) => one.name === name);
  assert.ok(task, name);
  return task;
};
const API_KEYS = JSON.stringify([
  { key: 'operator', name: 'operator', role: 'operator', storefront: null },
  { key: 'checkout', name: 'checkout', role: 'checkout', storefront: 'us' },
]);
const TEMPORAL_UI_URL = 'https://temporal.example.com';
const METRICS_LOGS = '/order-saga/metrics';
/** So that an order leaves its data in S3. */
const MESSAGE_MAX_BYTES = '1024';

/** Every role as ECS runs it: its command, with the settings of its task, and with nothing else. */
describe('the roles, run with what their tasks give them', () => {
  let world: RoleWorld;
  /** The load balancer's place. */
  let door: TlsLine;
  let migrated: { code: number | null; said: string };
  const running = new Map<string, Running>();
  const collecting: Collecting[] = [];
  const rollingOut = templatesOf('production', OLDER_IMAGE).services;
  const roleOf = (name: string) => {
    const role = running.get(name);
    assert.ok(role, name);
    return role;
  };

  before(async () => {
    const { DATABASE_SECRET = '', KMS_KEY_ID = '', CLAIM_BUCKET = '' } = taskOf(API.name).environment;
    const bucket = `order-saga-claims-${ACCOUNT}-${REGION}`;
    const { group, arn } = metricsLogs(taskOf(WORKER.name));
    const named = [
      [CLAIM_BUCKET, bucket],
      [group, METRICS_LOGS],
      [arn, logGroupArn(METRICS_LOGS)],
    ] as const;
    world = await startRoleWorld({ secret: DATABASE_SECRET, key: KMS_KEY_ID, named });
    await world.moto.deploy('order-saga-observability', deployable(templates.observability));
    await world.moto.deploy('order-saga-storage', deployable(templates.storage));
    await world.moto.deploy('order-saga-messaging', deployable(templates.messaging));
    // As the pipeline does it.
    const migrate = await world.run(taskOf(MIGRATE.name));
    running.set(MIGRATE.name, migrate);
    await until('the migration to end', async () => migrate.child.exitCode !== null);
    migrated = { code: await ended(migrate.child), said: migrate.said() };
    for (const name of ROLE_NAMES) {
      running.set(
        name,
        await world.run(taskOf(name), {
          MESSAGE_MAX_BYTES,
          ...(name === API.name ? { API_KEYS, TEMPORAL_UI_URL } : {}),
        }),
      );
    }
    // A worker is one whatever its version.
    const [nextWorker] = roleTasks(rollingOut).filter(({ name }) => name === NEXT_WORKER.name);
    assert.ok(nextWorker);
    for (const task of [taskOf(WORKER.name), nextWorker])
      collecting.push(await world.collect(task, roleOf(WORKER.name)));
    door = await tlsLineTo(roleOf(API.name).port);
  });
  after(async () => {
    await world.stop();
    await door.close();
  });

  it('migrate brings everything up to date before the others come', () => {
    assert.deepEqual(migrated, { code: 0, said: '' });
  });

  for (const name of ROLE_NAMES) {
    it(`${name} starts, and is well by the check of its task`, async () => {
      const { check, temporalMetricsPort } = roleOf(name);
      await untilReady(roleOf(name));
      assert.equal(await check(), 0);
      assert.equal((await fetch(`http://127.0.0.1:${temporalMetricsPort}/metrics`)).status, 200);
    });
  }

  it('an order is decided, its events are published, and services have what they left in S3', async () => {
    await world.rollOut(roleOf(WORKER.name).task.environment['WORKER_BUILD_ID'] ?? '');
    await answerTo('PUT', '/v1/inventory/SKU-1', { onHand: 100 });
    const { id } = Order.parse(await answerTo('POST', '/v1/orders', ORDER, 'checkout'));
    await until('the order to be confirmed', async () => {
      const { status } = Order.parse(await answerTo('GET', `/v1/orders/${id}`));
      assert.notEqual(status, 'CANCELED');
      return status === 'PROCESSING';
    });
    const { asked } = roleOf('consumer-analytics').ear;
    await until('its claim to be read', async () => asked.some(({ action }) => action === 's3:GetObject'));
  });

  it('operators look through the dead letters of a service, and put them back', async () => {
    const sqs = new SQSClient({
      endpoint: world.moto.url,
      region: REGION,
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    });
    const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: 'analytics' }));
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'no event' }));
    sqs.destroy();
    const id = await until('the dead letter', async () => (await letters())[0]?.id);
    await act(`${id}/redrive`);
    // Its service has no more use for it than before.
    const again = await until('it to be back', async () => (await letters()).find((letter) => letter.id !== id)?.id);
    await act(`${again}/drop`);
    assert.deepEqual(await letters(), []);
  });

  it("Temporal's UI has payloads opened, for an operator who signed in through the gateway", async () => {
    const codec = `http://127.0.0.1:${door.port}/codec`;
    // As the gateway and the load balancer bring it: with what the browser said, and how the load balancer was spoken to.
    const headers = { Origin: TEMPORAL_UI_URL, 'X-Forwarded-Proto': 'https' };
    const may = await fetch(`${codec}/decode`, { method: 'OPTIONS', headers });
    assert.equal(may.headers.get('access-control-allow-origin'), TEMPORAL_UI_URL);
    const body = new URLSearchParams({ key: 'operator' });
    const signedIn = await fetch(codec, { method: 'POST', headers, body, redirect: 'manual' });
    const [cookie = '', ...how] = (signedIn.headers.get('set-cookie') ?? '').split('; ');
    assert.ok(how.includes('Secure') && how.includes('HttpOnly'), how.join());
    const opened = await fetch(`${codec}/decode`, {
      method: 'POST',
      headers: { ...headers, 'Content-Type': 'application/json', Cookie: cookie },
      body: JSON.stringify({ payloads: [] }),
    });
    assert.deepEqual([opened.status, await opened.json()], [200, { payloads: [] }]);
  });

  it('are each watched by a collector that takes what it is configured with', async () => {
    for (const name of ROLE_NAMES) await validate(taskOf(name));
  });

  it('workflow code that fails is said, and once', async () => {
    const connection = await Connection.connect({ address: world.temporalAddress });
    // An order of nothing: its code throws, and Temporal gives the task out again.
    const broken = await new Client({ connection }).workflow.start('OrderWorkflow', {
      taskQueue: 'orders',
      workflowId: 'order-of-nothing',
      args: [],
    });
    await until('the failure', async () => sum(await numbers('temporal_workflow_task_execution_failed')) > 0);
    await broken.terminate();
    await connection.close();
    const { temporalMetricsPort } = roleOf(WORKER.name);
    await until('each failure to be said once', async () => {
      const values = await numbers('temporal_workflow_task_execution_failed');
      const failed = await counted(temporalMetricsPort, 'temporal_workflow_task_execution_failed');
      return values.length > 3 && sum(values) === failed;
    });
  });

  it('histograms are what there was since the collector looked last', async () => {
    const { metricsPort } = roleOf(WORKER.name);
    await until('each event to be counted once', async () => {
      const found = await said('outbox_delay');
      const sets = found.flatMap(({ value }) => (typeof value === 'number' ? [] : [value]));
      const published = await counted(metricsPort, 'outbox_delay_count');
      const took = await counted(metricsPort, 'outbox_delay_sum');
      const [count, seconds] = [sum(sets.map(({ Count }) => Count)), sum(sets.map(({ Sum }) => Sum))];
      return sets.length > 3 && count > 0 && count === published && Math.abs(seconds - took) < 1e-6;
    });
  });

  it('say what alarms and scaling look at, as the collectors beside them pass it on', async () => {
    const wanted = [templates.alarms, rollingOut].flatMap(metricsWatched);
    assert.ok(wanted.length > 3);
    for (const { metric, dimensions } of wanted)
      await until(
        `${metric} ${JSON.stringify(dimensions)}`,
        async () => (await collected(world.moto.url, METRICS_LOGS)).some((one) => isOf(one, metric, dimensions)),
        { withinMs: 30_000 },
      );
    const all = await collected(world.moto.url, METRICS_LOGS);
    assert.deepEqual([...new Set(all.map(({ namespace }) => namespace))], [METRICS_NAMESPACE]);
    assert.deepEqual([...new Set(all.map(({ dimensions }) => Object.keys(dimensions).join()))], ['service']);
    const ofTemporal = all
      .filter(({ metric, dimensions }) => metric.startsWith('temporal_') && dimensions['service'] === WORKER.name)
      .map(({ metric, labels }) => `${metric} ${labels['poller_type'] ?? ''}`.trim());
    assert.deepEqual([...new Set(ofTemporal)].toSorted(), [
      'temporal_num_pollers workflow_task',
      // The worker's own.
      'temporal_task_queue_backlog',
      'temporal_workflow_task_execution_failed',
    ]);
  });

  it('ask nothing of AWS that they may not', () => {
    const refused = [...running.values(), ...collecting].flatMap(({ task, ear }) =>
      ear.asked
        .map((ask) => ({ ...ask, resource: world.written(ask.resource) }))
        .filter((ask) => !task.statements.some((statement) => allows(statement, ask)))
        .map(({ action, resource }) => `${task.name}: ${action} ${resource}`),
    );
    assert.deepEqual([...new Set(refused)], []);
    assert.deepEqual(whoAsked('kms:GenerateDataKey'), [MIGRATE.name]);
    for (const action of ['sns:Publish', 's3:PutObject']) assert.deepEqual(whoAsked(action), [WORKER.name]);
    assert.deepEqual(whoAsked('kms:Decrypt'), ROLE_NAMES);
    assert.deepEqual(
      collecting.map(({ ear }) => [...new Set(ear.asked.map(({ action }) => action))].toSorted()),
      collecting.map(() => ['logs:CreateLogStream', 'logs:PutLogEvents']),
    );
    assert.deepEqual(
      whoAsked('sqs:ReceiveMessage'),
      ROLE_NAMES.filter((name) => name !== WORKER.name),
    );
  });

  function whoAsked(action: string): string[] {
    return [...running.values()]
      .filter(({ ear }) => ear.asked.some((ask) => ask.action === action))
      .map(({ task }) => task.name);
  }

  /** What CloudWatch has of the worker. */
  async function said(metric: string) {
    const all = await collected(world.moto.url, METRICS_LOGS);
    return all.filter((one) => isOf(one, metric, { service: WORKER.name }));
  }

  async function numbers(metric: string): Promise<number[]> {
    return (await said(metric)).map(({ value }) => {
      assert.ok(typeof value === 'number', metric);
      return value;
    });
  }

  async function letters() {
    const answer = await answerTo('GET', '/v1/dead-letters?queue=analytics');
    return z.object({ data: z.array(z.object({ id: z.string() })) }).parse(answer).data;
  }

  async function act(path: string): Promise<void> {
    await answerTo('POST', `/v1/dead-letters/analytics/${path}`, { reason: 'tried' });
  }

  async function answerTo(method: string, path: string, body?: object, key = 'operator'): Promise<unknown> {
    const answer = await fetch(`http://127.0.0.1:${door.port}${path}`, {
      method,
      headers: {
        Authorization: `Bearer ${key}`,
        'Idempotency-Key': randomUUID(),
        ...(body ? { 'Content-Type': 'application/json' } : {}),
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    const text = await answer.text();
    assert.ok(answer.ok, `${path}: ${text}`);
    return JSON.parse(text);
  }
});

const Order = z.object({ id: z.string(), status: z.string() });
const ORDER = {
  customerId: 'cus_100',
  currency: 'USD',
  // More than MESSAGE_MAX_BYTES of them.
  lines: Array.from({ length: 20 }, () => ({ sku: 'SKU-1', quantity: 1, unitPrice: 1299 })),
  payment: { method: 'pm_card_visa' },
  shippingAddress: { name: 'A. Buyer', line1: '1 Main St', city: 'Springfield', country: 'US' },
};

/** The shop's own metrics that alarms of the template are about. */
function metricsWatched(template: (typeof templates)[keyof typeof templates]) {
  const found = template.findResources('AWS::CloudWatch::Alarm', { Properties: { Namespace: METRICS_NAMESPACE } });
  return Object.values(found).map(({ Properties: { MetricName, Dimensions } }) => ({
    metric: String(MetricName),
    dimensions: Object.fromEntries(
      Dimensions.map(({ Name, Value }: { Name: string; Value: string }) => [Name, Value]),
    ) as Record<string, string>,
  }));
}

/** Where a task's collector writes to, as the template says it. */
function metricsLogs({ collector = '', statements }: RoleTask): { group: string; arn: string } {
  const { exporters } = Config.parse(JSON.parse(collector));
  const writes = statements.find(({ actions }) => actions.includes('logs:PutLogEvents'));
  return { group: exporters.awsemf.log_group_name, arn: writes?.resources[0] ?? '' };
}

const Config = z.object({ exporters: z.object({ awsemf: z.object({ log_group_name: z.string() }) }) });

/** Whether it is of the metric with just these dimensions. */
function isOf(one: Datum, metric: string, dimensions: Record<string, string>): boolean {
  return one.metric === metric && isDeepStrictEqual(one.dimensions, dimensions);
}

/** What a role has counted since it started, whatever the labels: Prometheus' text format. */
async function counted(port: number, name: string): Promise<number> {
  const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  const values = [...text.matchAll(new RegExp(`^${name}(?:\\{.*\\})? (\\S+)`, 'gm'))].map(([, value]) => Number(value));
  return sum(values);
}

function sum(values: readonly number[]): number {
  return values.reduce((all, value) => all + value, 0);
}
