import { proxyActivities } from '@temporalio/workflow';
import type { Activities } from '../activities/index.ts';

const { resumeOverdueOrders } = proxyActivities<Activities>({
  startToCloseTimeout: '5 minutes',
  heartbeatTimeout: '30 seconds',
  summary: 'Find orders whose workflow is gone',
});

/** Run by a Temporal Schedule: a workflow that somebody terminated is found, and its order goes on. */
export async function ReconciliationWorkflow(): Promise<number> {
  return await resumeOverdueOrders();
}
