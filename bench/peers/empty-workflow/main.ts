import { fileURLToPath } from 'node:url';
import { Client } from '@temporalio/client';
import { TypedSearchAttributes } from '@temporalio/common';
import { bundleWorkflowCode, DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import type { Checkout } from '../../../domain/gateway.ts';
import { formatTotal } from '../../../domain/money.ts';
import { orderView } from '../../../domain/view.ts';
import { NeedsAttention, OrderStatus, Storefront } from '../../../workflows/search-attributes.ts';
import { decidedOrder } from '../shared/announcement.ts';
import { onStop, readEnvironment } from '../shared/env.ts';
import { readCheckout } from '../shared/request.ts';
import { serve } from '../shared/server.ts';

/**
 * Floor 2: what Temporal itself costs. The start options and the worker of bin/ (keep them alike), a door that
 * validates, and a workflow that returns at once. No database, no key's check. The answer waits for both the start and
 * the end of the workflow's first task, of which the worker hears by a sink: after the isolate is done with it, and
 * before the server has its result. Ours answers at that same point: its deciding commit lies within that task.
 */
const { PORT, TEMPORAL_ADDRESS: address, RUN } = readEnvironment();
const taskQueue = `empty-orders-${RUN}`;
const silent = new DefaultLogger('ERROR');
const waiting = new Map<string, () => void>();

Runtime.install({ logger: silent, shutdownSignals: [] });
const file = (name: string) => fileURLToPath(new URL(name, import.meta.url));
const workflowBundle = await bundleWorkflowCode({
  workflowsPath: file('order-workflow.ts'),
  payloadConverterPath: file('../../../workflows/payload-converter.ts'),
  logger: silent,
});
const connection = await NativeConnection.connect({ address });
const worker = await Worker.create({
  connection,
  taskQueue,
  workflowBundle,
  sinks: { ends: { ended: { fn: ({ workflowId }) => waiting.get(workflowId)?.(), callDuringReplay: false } } },
  maxCachedWorkflows: 200,
  shutdownGraceTime: '2 seconds',
  shutdownForceTime: '8 seconds',
});
const running = worker.run();
const client = new Client({ connection });

const door = await serve(PORT, async (request, response) => {
  const checkout = readCheckout(request);
  await runEmpty(checkout);
  const order = decidedOrder(checkout, { status: 'PROCESSING', decidedAt: new Date().toISOString() });
  response.status(201).set('Location', `/v1/orders/${order.id}`).json(orderView(order));
});
onStop(async () => {
  await door.close();
  worker.shutdown();
  await running;
  await connection.close();
});

async function runEmpty(checkout: Checkout): Promise<void> {
  const { id, storefront, lines, total, currency } = checkout.order;
  const workflowId = `empty-${id}`;
  const ended = Promise.withResolvers<void>();
  waiting.set(workflowId, ended.resolve);
  try {
    await client.workflow.start('OrderWorkflow', {
      workflowId,
      taskQueue,
      args: [{ orderId: id, checkout }],
      staticSummary: `${storefront}: ${lines.length} line(s), ${formatTotal(total, currency)}`,
      typedSearchAttributes: new TypedSearchAttributes([
        { key: Storefront, value: storefront },
        { key: OrderStatus, value: 'PENDING' },
        { key: NeedsAttention, value: false },
      ]),
      workflowIdConflictPolicy: 'USE_EXISTING',
      workflowIdReusePolicy: 'REJECT_DUPLICATE',
      requestEagerStart: true,
    });
    await ended.promise;
  } finally {
    waiting.delete(workflowId);
  }
}
