import { type Client, WorkflowExecutionAlreadyStartedError } from '@temporalio/client';
import { Worker } from '@temporalio/worker';
import { namedFailures } from '../activities/failures.ts';
import { webhookSender } from '../activities/webhook-sender.ts';
import { webhookActivities } from '../activities/webhooks.ts';
import { RETRY_SCHEDULE, type WebhookDeliveries, type WebhookDelivery } from '../domain/webhooks.ts';
import { WEBHOOK_QUEUE, type WebhookDeliveryWorkflow } from '../workflows/webhook-delivery.ts';
import { namedError, TASK_QUEUE } from './order-gateway.ts';
import type { Runtime } from './runtime.ts';
import type { Settings } from './settings.ts';
import { activityTracing } from './temporal-tracing.ts';

/** How many webhooks one process has under way at a time. */
const AT_ONCE = 50;

/** Begins deliveries: each is a workflow, so that an event that is told twice is delivered once. */
export function webhookDeliveries(
  { workflow }: Pick<Client, 'workflow'>,
  schedule: readonly number[],
): WebhookDeliveries {
  async function begin(workflowId: string, found: WebhookDelivery, isReplay: boolean): Promise<void> {
    const { id, endpointId, eventId, eventType, orderId } = found;
    const delivery = { id, endpointId, eventId, eventType, orderId };
    try {
      await workflow.start<typeof WebhookDeliveryWorkflow>('WebhookDeliveryWorkflow', {
        workflowId,
        taskQueue: TASK_QUEUE,
        args: [{ delivery, schedule, isReplay }],
        staticSummary: `${eventType} of order ${orderId}`,
        // Orders share the queue, and go first.
        priority: { priorityKey: 5, fairnessKey: endpointId },
        workflowIdReusePolicy: 'REJECT_DUPLICATE',
        workflowIdConflictPolicy: 'USE_EXISTING',
      });
    } catch (error) {
      if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw namedError(error);
    }
  }
  return {
    start: (delivery) => begin(webhookWorkflowId(delivery), delivery, false),
    replay: (delivery, replayId) => begin(`${webhookWorkflowId(delivery)}-replay-${replayId}`, delivery, true),
  };
}

/** How long before each attempt, in milliseconds. */
export function webhookSchedule({ WEBHOOK_SCHEDULE }: Settings): readonly number[] {
  return WEBHOOK_SCHEDULE?.map((seconds) => seconds * 1000) ?? RETRY_SCHEDULE;
}

export function webhookWorkflowId({ endpointId, eventId }: Pick<WebhookDelivery, 'endpointId' | 'eventId'>): string {
  return `webhook-${endpointId}-${eventId}`;
}

/** Makes the attempts. Its force time gets it out while an endpoint hangs: the next worker makes that attempt. */
export async function createWebhookWorker({ connection, settings, database, vault }: Runtime): Promise<Worker> {
  return await Worker.create({
    connection,
    namespace: settings.TEMPORAL_NAMESPACE,
    taskQueue: WEBHOOK_QUEUE,
    dataConverter: vault.dataConverter,
    activities: webhookActivities({
      db: database.db,
      send: webhookSender({
        timeoutMs: settings.WEBHOOK_TIMEOUT_MS,
        privateAddresses: settings.WEBHOOK_PRIVATE_ADDRESSES ?? 'refused',
      }),
    }),
    interceptors: { activity: [activityTracing, () => ({ inbound: namedFailures })] },
    maxConcurrentActivityTaskExecutions: AT_ONCE,
    shutdownGraceTime: '2 seconds',
    shutdownForceTime: '8 seconds',
  });
}
