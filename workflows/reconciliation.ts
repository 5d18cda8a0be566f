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

const { compareOrders } = proxyActivities<Activities>({
  startToCloseTimeout: '30 minutes',
  heartbeatTimeout: '2 minutes',
  summary: 'Compare orders with their workflows, their stock and their money',
});

/** Run by a Temporal Schedule: where two books of the house disagree, somebody is told. */
export async function ComparisonWorkflow(): Promise<number> {
  return await compareOrders();
}

const { settleExpiring } = proxyActivities<Activities>({
  startToCloseTimeout: '30 minutes',
  heartbeatTimeout: '2 minutes',
  summary: 'Find authorizations that will expire',
});

/** Run by a Temporal Schedule: what is still to be paid is held until then. */
export async function ExpiryWorkflow(): Promise<number> {
  return await settleExpiring();
}
