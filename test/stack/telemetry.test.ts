import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { traceIdOf } from '../../domain/trace.ts';
import { freePort } from '../../embedded/ports.ts';
import { metricsAskedFor } from '../support/alerts.ts';
import { type CollectedSpan, type Collector, startCollector } from '../support/collector.ts';
import { Stack } from '../support/stack.ts';
import { anOrder, orderOf, place, post, problemOf, read, ship } from '../support/stack-shop.ts';
import { until } from '../support/stack-wait.ts';

let collector: Collector;
let stack: Stack;
beforeAll(async () => {
  collector = await startCollector();
  stack = await Stack.start({
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
    METRICS_PORT: String(await freePort()),
    TEMPORAL_METRICS_PORT: String(await freePort()),
    CARRIER: 'off',
    LOG_LEVEL: 'info',
  });
});
afterAll(async () => {
  await stack.stop();
  await collector.stop();
});

const traceOf = (orderId: string) => collector.spans.filter(({ traceId }) => traceId === traceIdOf(orderId));
const named = (spans: readonly CollectedSpan[], name: string) => spans.filter((span) => span.name === name);

/** What stands under what, by name. */
function pairs(spans: readonly CollectedSpan[]): string[] {
  const byId = new Map(spans.map((span) => [span.spanId, span]));
  return spans.map(({ name, parentSpanId }) => `${byId.get(parentSpanId ?? '')?.name ?? parentSpanId ?? ''} > ${name}`);
}

/** Once nothing of it is missing: what a process exports comes a few seconds later. */
async function untilTraced(orderId: string, ...names: string[]): Promise<CollectedSpan[]> {
  return await until(`${names.join(', ')} in the trace`, async () => {
    const spans = traceOf(orderId);
    const known = new Set(spans.map(({ spanId }) => spanId));
    const isWhole = spans.every(({ parentSpanId = '' }) => parentSpanId === '' || known.has(parentSpanId));
    return isWhole && names.every((name) => named(spans, name).length > 0) && spans;
  });
}

const shipped = async (id: string) => orderOf(await ship(stack, id), 201);

describe('the trace of an order', () => {
  let order: Awaited<ReturnType<typeof place>>;
  let spans: CollectedSpan[];
  beforeAll(async () => {
    order = await place(stack);
    await shipped(order.id);
    await until('the money', async () => (await read(stack, order.id)).payment.status === 'captured');
    spans = await untilTraced(order.id, 'webhooks process payment.captured', 'payments.capture');
  });

  it('goes from the request to the handlers of what was published, with no orphan', () => {
    expect(pairs(spans)).toEqual(
      expect.arrayContaining([
        ' > POST /v1/orders',
        'POST /v1/orders > StartWorkflow:OrderWorkflow',
        'StartWorkflow:OrderWorkflow > RunWorkflow:OrderWorkflow',
        'RunWorkflow:OrderWorkflow > RunActivity:placeAtOnce',
        'POST /v1/orders > HeadStart:placeAtOnce',
        'HeadStart:placeAtOnce > customers.verify',
        'HeadStart:placeAtOnce > payments.authorize',
        'HeadStart:placeAtOnce > WITH',
        'POST /v1/orders > send order.created',
        'send order.created > shipping process order.created',
        'shipping process order.created > carrier.book',
        'send order.created > analytics process order.created',
        'send order.shipped > payments process order.shipped',
        'payments process order.shipped > SignalWorkflow:settlePayment',
        'send payment.captured > webhooks process payment.captured',
      ]),
    );
    expect(pairs(spans).filter((pair) => pair.startsWith(' > '))).toEqual([' > POST /v1/orders']);
  });

  it('has what was asked of it later under its first span', () => {
    expect(pairs(spans)).toEqual(
      expect.arrayContaining([
        'POST /v1/orders > POST /v1/orders/:id/shipments',
        'POST /v1/orders/:id/shipments > StartWorkflowUpdate:updateShipment',
        'StartWorkflowUpdate:updateShipment > RunActivity:recordShipment',
      ]),
    );
  });

  it('has each span once, and of each event one', () => {
    expect(new Set(spans.map(({ spanId }) => spanId)).size).toBe(spans.length);
    for (const name of ['send order.created', 'send order.shipped', 'RunWorkflow:OrderWorkflow'])
      expect(named(spans, name)).toHaveLength(1);
  });

  it('links the batch with which an event went out, which is in no order', () => {
    const [sent] = named(spans, 'send order.created');
    const batch = collector.spans.find(({ spanId }) => spanId === sent?.links[0]?.spanId);
    expect(batch).toMatchObject({ name: 'send order-events' });
    expect(batch?.traceId).not.toBe(sent?.traceId);
  });

  it('says nothing of a person', () => {
    const { customerId, shippingAddress } = order;
    for (const personal of [customerId ?? '', shippingAddress.name, shippingAddress.line1])
      expect(collector.said.filter((text) => text.includes(personal))).toEqual([]);
  });

  it('is named in the log, beside the order', async () => {
    const log = await readFile(join(stack.dataDir, 'logs', 'app.log'), 'utf8');
    const lines = log.split('\n').filter((line) => line.includes(`"orderId":"${order.id}"`));
    expect(lines.length).toBeGreaterThanOrEqual(2);
    for (const line of lines.filter((text) => text.includes('"POST"')))
      expect(JSON.parse(line)).toMatchObject({ trace_id: traceIdOf(order.id) });
  });
});

it("a caller's own trace is linked, and gives no order its id", async () => {
  const [traceId, spanId] = ['0af7651916cd43dd8448eb211c80319c', 'b7ad6b7169203331'];
  const headers = { traceparent: `00-${traceId}-${spanId}-01` };
  const order = orderOf(await post(stack, anOrder(), { headers }), 201);
  const [first] = named(await untilTraced(order.id, 'POST /v1/orders'), 'POST /v1/orders');
  expect(first).toMatchObject({ traceId: traceIdOf(order.id), links: [{ traceId, spanId }] });
  expect(collector.spans.filter((span) => span.traceId === traceId)).toEqual([]);
});

it('a workflow that is replayed after a restart says nothing twice, and goes on in its trace', async () => {
  const order = await place(stack);
  await untilTraced(order.id, 'RunWorkflow:OrderWorkflow', 'RunActivity:placeAtOnce');
  await stack.stop();
  await stack.restart();
  await shipped(order.id);
  const spans = await untilTraced(order.id, 'payments process order.shipped', 'payments.capture');
  expect(new Set(spans.map(({ spanId }) => spanId)).size).toBe(spans.length);
  for (const name of ['RunWorkflow:OrderWorkflow', 'RunActivity:placeAtOnce'])
    expect(named(spans, name)).toHaveLength(1);
  expect(pairs(spans)).toContain('SignalWorkflow:settlePayment > RunActivity:capturePayment');
});

it('each line of a batch has the trace of its order', async () => {
  const lines = ['a', 'b'].map((key) => JSON.stringify({ idempotencyKey: `traced-${key}`, order: anOrder() }));
  const answer = await stack.api('POST', '/v1/orders/batch', {
    raw: lines.join('\n'),
    headers: { 'Content-Type': 'application/x-ndjson' },
  });
  const orderIds = answer.text
    .trim()
    .split('\n')
    .map((line): string => JSON.parse(line).order.id);
  for (const id of orderIds)
    expect(pairs(await untilTraced(id, 'HeadStart:placeAtOnce'))).toContain(' > POST /v1/orders/batch line');
  expect(new Set(orderIds.map(traceIdOf)).size).toBe(2);
});

/** Seen only after what they count has happened: code that fails, and the first comparison, minutes later. */
const LATER = ['temporal_workflow_task_execution_failed', 'reconciliation_lag'];

it('what alerts and dashboard ask for is there to be scraped', async () => {
  problemOf(await post(stack, anOrder({ payment: { method: 'pm_card_chargeDeclined' } })), 402, 'payment_declined');
  const wanted = (await metricsAskedFor()).filter((name) => !LATER.includes(name));
  expect(wanted.length).toBeGreaterThan(10);
  let missing = wanted;
  const isThere = async () => {
    const scraped = await Promise.all([scrape('METRICS_PORT'), scrape('TEMPORAL_METRICS_PORT')]);
    missing = wanted.filter((name) => !new RegExp(`^${name}[ {]`, 'm').test(scraped.join('\n')));
    return missing.length === 0;
  };
  await until('the metrics', isThere).catch(() => undefined);
  expect(missing).toEqual([]);
});

it('a compensation that is given up for the first time grows from 0, as its alert has it', async () => {
  const given = (await scrape('METRICS_PORT')).split('\n').filter((line) => line.includes('outcome="given_up"'));
  expect(given.map((line) => /step="(\w+)".* (\d+)/.exec(line)?.slice(1))).toEqual([
    ['stock', '0'],
    ['payment', '0'],
  ]);
});

async function scrape(port: 'METRICS_PORT' | 'TEMPORAL_METRICS_PORT'): Promise<string> {
  return await (await fetch(`http://127.0.0.1:${stack.env[port]}/metrics`)).text();
}
