import { continueAsNew, proxyActivities } from '@temporalio/workflow';
import type { Activities } from '../activities/index.ts';

const { relayEvents } = proxyActivities<Activities>({
  startToCloseTimeout: '2 hours',
  heartbeatTimeout: '10 seconds',
  retry: { initialInterval: '1 second', maximumInterval: '5 seconds' },
  summary: 'Publish what waits in the outbox',
});

/** Publishes the events of one partition, for ever: an activity of an hour, then anew. */
export async function OutboxRelayWorkflow(partition: { index: number; slots: number[] }): Promise<void> {
  await relayEvents(partition);
  await continueAsNew<typeof OutboxRelayWorkflow>(partition);
}
