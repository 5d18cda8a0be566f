import { continueAsNew, proxyActivities } from '@temporalio/workflow';
import type { Activities } from '../activities/index.ts';

const { relayEvents } = proxyActivities<Activities>({
  startToCloseTimeout: '2 hours',
  heartbeatTimeout: '10 seconds',
  // However often workers have died within the hour, the next one is tried after a second.
  retry: { initialInterval: '1 second', backoffCoefficient: 1 },
  summary: 'Publish what waits in the outbox',
});

/** One of the relays that share the outbox, for ever: an activity of an hour, then anew. */
export async function OutboxRelayWorkflow(): Promise<void> {
  await relayEvents();
  await continueAsNew<typeof OutboxRelayWorkflow>();
}
