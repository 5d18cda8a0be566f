import { type Client, WorkflowNotFoundError } from '@temporalio/client';
import type { OrderWorkflows } from '../activities/order-workflows.ts';
import { orderIdOf, workflowId } from './order-gateway.ts';

const ENDED = ['Completed', 'Failed', 'Canceled', 'Terminated', 'TimedOut'].map((status) => `"${status}"`).join(', ');

/** Asks Temporal. */
export function orderWorkflows({ workflow }: Client): OrderWorkflows {
  return {
    async isRunning(orderId) {
      try {
        return (await workflow.getHandle(workflowId(orderId)).describe()).status.name === 'RUNNING';
      } catch (error) {
        if (error instanceof WorkflowNotFoundError) return false;
        throw error;
      }
    },
    async endedSince(time, limit) {
      const query = `WorkflowType = "OrderWorkflow" AND ExecutionStatus IN (${ENDED}) AND CloseTime >= "${time.toISOString()}"`;
      const ids = new Set<string>();
      for await (const { workflowId: id } of workflow.list({ query })) {
        ids.add(orderIdOf(id));
        if (ids.size === limit) break;
      }
      return [...ids];
    },
  };
}
