import { metrics } from '@opentelemetry/api';
import proto from '@temporalio/proto';
import type { Client } from '@temporalio/client';
import { TASK_QUEUE } from './order-gateway.ts';

const { TaskQueueType } = proto.temporal.api.enums.v1;
const TYPES = [TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW, TaskQueueType.TASK_QUEUE_TYPE_ACTIVITY];

/** Tasks that wait for a worker. */
export async function backlogOf({ workflowService, options: { namespace } }: Client): Promise<number> {
  const counts = await Promise.all(
    TYPES.map(async (taskQueueType) => {
      const { stats } = await workflowService.describeTaskQueue({
        namespace,
        taskQueue: { name: TASK_QUEUE },
        taskQueueType,
        reportStats: true,
      });
      return Number(stats?.approximateBacklogCount ?? 0);
    }),
  );
  return counts.reduce((sum, count) => sum + count, 0);
}

/** What workers are scaled by. Each says the same: it is asked of Temporal, at each look at the metrics. */
export function observeBacklog(client: Client): void {
  metrics
    .getMeter('order-saga')
    .createObservableGauge('temporal.task_queue.backlog', { description: 'Tasks that wait for a worker' })
    .addCallback(async (result) => result.observe(await backlogOf(client)));
}
