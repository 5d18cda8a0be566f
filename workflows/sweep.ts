import { proxyActivities } from '@temporalio/workflow';
import type { Activities } from '../activities/index.ts';

const { forgetMessages } = proxyActivities<Activities>({
  startToCloseTimeout: '1 hour',
  heartbeatTimeout: '30 seconds',
  summary: 'Forget messages that cannot come again',
});

/** Run by a Temporal Schedule: what is kept to know repeats does not grow for ever. */
export async function SweepWorkflow(): Promise<number> {
  return await forgetMessages();
}
