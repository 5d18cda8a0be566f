import { fileURLToPath } from 'node:url';
import { Client, Connection, WorkflowExecutionAlreadyStartedError, type WorkflowHandle } from '@temporalio/client';
import { TypedSearchAttributes } from '@temporalio/common';
import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import type { Checkout } from '../../../domain/gateway.ts';
import { NeedsAttention, OrderStatus, Storefront } from '../../../workflows/search-attributes.ts';
import { serveDoor } from '../shared/door.ts';
import { connectPools, onStop, readEnvironment } from '../shared/env.ts';
import { connectOutside } from '../shared/work.ts';
import { naiveActivities } from './activities.ts';
import type { NaiveOrderWorkflow } from './order-workflow.ts';

/**
 * Temporal as its samples use it: a client and a worker with a connection of their own each, the worker's default
 * options, `start` and then `result()`.
 */
const environment = readEnvironment();
const { sql, door: doorSql, close } = connectPools(environment);
const address = environment.TEMPORAL_ADDRESS;
const taskQueue = `naive-orders-${environment.RUN}`;

// A line for each refused payment would be work that nobody else does.
Runtime.install({ logger: new DefaultLogger('ERROR'), shutdownSignals: [] });
const workerConnection = await NativeConnection.connect({ address });
const worker = await Worker.create({
  connection: workerConnection,
  taskQueue,
  workflowsPath: fileURLToPath(new URL('order-workflow.ts', import.meta.url)),
  activities: naiveActivities(sql, connectOutside(environment)),
});
const running = worker.run();

const connection = await Connection.connect({ address });
const client = new Client({ connection });
const door = await serveDoor({
  port: environment.PORT,
  sql: doorSql,
  place: async (checkout) => await (await started(checkout)).result(),
});
onStop(async () => {
  await door.close();
  worker.shutdown();
  await running;
  await Promise.all([connection.close(), workerConnection.close(), close()]);
});

/** The order's workflow; the one that runs already where the same key comes again. */
async function started(checkout: Checkout): Promise<WorkflowHandle<typeof NaiveOrderWorkflow>> {
  const workflowId = `naive-${checkout.order.id}`;
  try {
    return await client.workflow.start<typeof NaiveOrderWorkflow>('NaiveOrderWorkflow', {
      workflowId,
      taskQueue,
      args: [checkout],
      workflowIdReusePolicy: 'REJECT_DUPLICATE',
      typedSearchAttributes: new TypedSearchAttributes([
        { key: Storefront, value: checkout.order.storefront },
        { key: OrderStatus, value: 'PENDING' },
        { key: NeedsAttention, value: false },
      ]),
    });
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
    return client.workflow.getHandle<typeof NaiveOrderWorkflow>(workflowId);
  }
}
