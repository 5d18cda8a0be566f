import { type Client, WorkflowNotFoundError } from '@temporalio/client';
import pMap from 'p-map';
import type { LaterWorkflows, WorkflowSeen } from '../activities/order-workflows.ts';
import { OrderStatus } from '../workflows/search-attributes.ts';
import { orderIdOf, workflowId } from './order-gateway.ts';

const AT_ONCE = 8;

/** Asks Temporal. The list does not say when something last happened to a workflow: the last event of its history does. */
export function laterWorkflows({ workflow, workflowService, options: { namespace } }: Client): LaterWorkflows {
  async function lastEventAt(id: string, runId: string): Promise<Date> {
    const execution = { workflowId: id, runId };
    const { history } = await workflowService.getWorkflowExecutionHistoryReverse({
      namespace,
      execution,
      maximumPageSize: 1,
    });
    const { seconds, nanos } = history?.events?.[0]?.eventTime ?? {};
    return new Date(Number(seconds ?? 0) * 1000 + Math.floor((nanos ?? 0) / 1e6));
  }

  async function look(info: ListedWorkflow): Promise<WorkflowSeen> {
    return {
      orderId: orderIdOf(info.workflowId),
      isRunning: info.status.name === 'RUNNING',
      status: info.typedSearchAttributes.get(OrderStatus) ?? null,
      at: info.closeTime ?? (await lastEventAt(info.workflowId, info.runId)),
    };
  }

  return {
    async goneOnSince(time) {
      const openOrLater = `(ExecutionStatus = "Running" OR CloseTime >= "${time.toISOString()}")`;
      const listed = workflow.list({ query: `WorkflowType = "OrderWorkflow" AND ${openOrLater}` });
      return (await pMap(listed, look, { concurrency: AT_ONCE })).filter(({ at }) => at > time);
    },

    async terminate(orderId, reason) {
      try {
        await workflow.getHandle(workflowId(orderId)).terminate(reason);
      } catch (error) {
        if (!(error instanceof WorkflowNotFoundError)) throw error;
      }
    },
  };
}

type ListedWorkflow = ReturnType<Client['workflow']['list']> extends AsyncIterable<infer Info> ? Info : never;
