import { proxyActivities, sleep } from '@temporalio/workflow';
import type { WebhookActivities } from '../activities/webhooks.ts';
import type { WebhookDelivery, WebhookState } from '../domain/webhooks.ts';

/** Its own, beside the orders': an endpoint that hangs holds up webhooks, and nothing else. */
export const WEBHOOK_QUEUE = 'webhooks';

export interface WebhookStart {
  delivery: WebhookDelivery;
  /** How long before each attempt, in milliseconds. */
  schedule: readonly number[];
  /** It has come to an end before. */
  isReplay: boolean;
}

/** Tells one endpoint of one event: by the schedule, until it takes it, or is disabled. */
export async function WebhookDeliveryWorkflow({ delivery, schedule, isReplay }: WebhookStart): Promise<WebhookState> {
  const { attemptWebhook, reopenWebhook } = proxyActivities<WebhookActivities>({
    taskQueue: WEBHOOK_QUEUE,
    startToCloseTimeout: '30 seconds',
    // Of what waits, each endpoint has its turn.
    priority: { fairnessKey: delivery.endpointId },
  });
  if (isReplay) await reopenWebhook(delivery.id);
  let askedToWait = 0;
  for (const [index, wait] of schedule.entries()) {
    const pause = Math.max(wait, askedToWait);
    if (pause > 0) await sleep(pause);
    const { state, retryAfterMs } = await attemptWebhook(delivery.id, index === schedule.length - 1);
    if (state !== 'pending') return state;
    askedToWait = retryAfterMs ?? 0;
  }
  return 'failed';
}
