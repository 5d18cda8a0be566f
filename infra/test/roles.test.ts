import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { GetQueueUrlCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { Client, Connection } from '@temporalio/client';
import { z } from 'zod';
import { until } from '../../test/support/stack-wait.ts';
import { type TlsLine, tlsLineTo } from '../../test/support/tls-line.ts';
import { METRICS_NAMESPACE } from '../collector.ts';
import { API, MIGRATE, NEXT_WORKER, ROLE_NAMES, WORKER } from '../roles.ts';
import { ACCOUNT, REGION } from './moto.ts';
import { allows, roleTasks } from './role-tasks.ts';
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
/** So that an order leaves its data in S3. */
const MESSAGE_MAX_BYTES = '1024';

/** Every role as ECS runs it: its command, with the settings of its task, and with nothing else. */
describe('the roles, run with what their tasks give them', () => {
  let world: RoleWorld;
  /** The load balancer's place. */
  let door: TlsLine;
  let migrated: { code: number | null; said: string };
  const running = new Map<string, Running>();
  const roleOf = (name: string) => {
    const role = running.get(name);
    assert.ok(role, name);
    return role;
  };

  before(async () => {
    const { DATABASE_SECRET = '', KMS_KEY_ID = '', CLAIM_BUCKET = '' } = taskOf(API.name).environment;
    const bucket = `order-saga-claims-${ACCOUNT}-${REGION}`;
    world = await startRoleWorld({ secret: DATABASE_SECRET, key: KMS_KEY_ID, bucket: [CLAIM_BUCKET, bucket] });
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

  it('ask nothing of AWS that they may not', () => {
    const refused = [...running.values()].flatMap(({ task, ear }) =>
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
      whoAsked('sqs:ReceiveMessage'),
      ROLE_NAMES.filter((name) => name !== WORKER.name),
    );
  });

  it('workflow code that fails is said', async () => {
    const connection = await Connection.connect({ address: world.temporalAddress });
    // An order of nothing: its code throws, and Temporal gives the task out again.
    const broken = await new Client({ connection }).workflow.start('OrderWorkflow', {
      taskQueue: 'orders',
      workflowId: 'order-of-nothing',
      args: [],
    });
    const worker = roleOf(WORKER.name);
    const isSaid = async () =>
      (await taken(worker.task.collector ?? '', worker)).some(
        ({ name, value }) => name === 'temporal_workflow_task_execution_failed' && value > 0,
      );
    await until('the failure', isSaid, { withinMs: 60_000 });
    await broken.terminate();
    await connection.close();
  });

  it('say what alarms and scaling look at, and the collectors beside them pass it on', async () => {
    const rollingOut = templatesOf('production', OLDER_IMAGE).services;
    const nextWorker = roleTasks(rollingOut).find(({ name }) => name === NEXT_WORKER.name);
    const wanted = [templates.alarms, rollingOut].flatMap(metricsWatched);
    assert.ok(wanted.length > 3);
    for (const { metric, dimensions } of wanted) {
      const { service = '', ...others } = dimensions;
      // It is what the worker is, of another version.
      const isNext = service === NEXT_WORKER.name;
      const role = roleOf(isNext ? WORKER.name : service);
      const { collector = '' } = isNext && nextWorker ? nextWorker : role.task;
      assert.deepEqual(others, {}, metric);
      assert.ok(passesOn(collector, metric, service), `${service} has nobody to pass on ${metric}`);
      const isTaken = async () => (await taken(collector, role)).some(({ name }) => name === metric);
      await until(`${service} to say ${metric}`, isTaken, { withinMs: 30_000 });
    }
    const ofTemporal = (await taken(roleOf(WORKER.name).task.collector ?? '', roleOf(WORKER.name)))
      .filter(({ port }) => port === roleOf(WORKER.name).temporalMetricsPort)
      .map(({ name, labels }) => `${name} ${labels['poller_type'] ?? ''}`.trim());
    assert.deepEqual([...new Set(ofTemporal)].toSorted(), [
      'temporal_num_pollers workflow_task',
      'temporal_workflow_task_execution_failed',
    ]);
  });

  function whoAsked(action: string): string[] {
    return [...running.values()]
      .filter(({ ear }) => ear.asked.some((ask) => ask.action === action))
      .map(({ task }) => task.name);
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

const Collector = z.object({
  receivers: z.object({
    prometheus: z.object({
      config: z.object({
        scrape_configs: z.array(
          z.object({
            static_configs: z.tuple([
              z.object({ targets: z.tuple([z.string()]), labels: z.record(z.string(), z.string()) }),
            ]),
            metric_relabel_configs: z
              .array(z.object({ source_labels: z.array(z.string()), regex: z.string(), action: z.literal('keep') }))
              .default([]),
          }),
        ),
      }),
    }),
  }),
  exporters: z.object({
    awsemf: z.object({
      namespace: z.string(),
      // Otherwise the first failure is none.
      retain_initial_value_of_delta_metric: z.literal(true),
      metric_declarations: z.array(
        z.object({ dimensions: z.array(z.array(z.string())), metric_name_selectors: z.array(z.string()) }),
      ),
    }),
  }),
});

/** Whether a collector makes a CloudWatch metric of it that has this role for its one dimension. */
function passesOn(config: string, metric: string, service: string): boolean {
  const { receivers, exporters } = Collector.parse(JSON.parse(config));
  const { namespace, metric_declarations } = exporters.awsemf;
  return (
    receivers.prometheus.config.scrape_configs.every(
      ({ static_configs: [{ labels }] }) => labels['service'] === service,
    ) &&
    namespace === METRICS_NAMESPACE &&
    metric_declarations.some(
      ({ dimensions, metric_name_selectors: selectors }) =>
        dimensions.some((set) => set.join() === 'service') &&
        selectors.some((selector) => new RegExp(selector).test(metric)),
    )
  );
}

/** What a collector takes of what the role says, from each of its ports. */
async function taken(config: string, { task, metricsPort, temporalMetricsPort }: Running) {
  const { METRICS_PORT = '', TEMPORAL_METRICS_PORT = '' } = task.environment;
  const ports: Record<string, number> = { [METRICS_PORT]: metricsPort, [TEMPORAL_METRICS_PORT]: temporalMetricsPort };
  const scraped = Collector.parse(JSON.parse(config)).receivers.prometheus.config.scrape_configs.map(
    async ({ static_configs: [{ targets }], metric_relabel_configs: rules }) => {
      const port = ports[targets[0].split(':')[1] ?? ''];
      const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
      return samplesOf(text)
        .filter(({ name, labels }) =>
          rules.every(({ source_labels: sources, regex }) =>
            new RegExp(`^(?:${regex})$`).test(
              sources.map((label) => (label === '__name__' ? name : (labels[label] ?? ''))).join(';'),
            ),
          ),
        )
        .map((sample) => ({ ...sample, port }));
    },
  );
  return (await Promise.all(scraped)).flat();
}

/** Prometheus' text format, as far as roles use it. */
function samplesOf(text: string) {
  return [...text.matchAll(/^(\w+)(?:\{(.*)\})? (\S+)/gm)].map(([, name = '', inner = '', value]) => ({
    name,
    labels: Object.fromEntries(
      [...inner.matchAll(/(\w+)="([^"]*)"/g)].map(([, label = '', is = '']) => [label, is]),
    ) as Record<string, string>,
    value: Number(value),
  }));
}
