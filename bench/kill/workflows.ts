import { Client, Connection } from '@temporalio/client';
import proto from '@temporalio/proto';
import { workflowId } from '../../bin/order-gateway.ts';
import { OrderStatus } from '../../workflows/search-attributes.ts';

const { WorkflowTaskFailedCause } = proto.temporal.api.enums.v1;

/** An order's workflow as Temporal lists it. */
export interface ListedWorkflow {
  /** RUNNING, COMPLETED, FAILED … */
  status: string;
  orderStatus: string | undefined;
}

export interface Workflows {
  /** Every order's workflow, by its id. */
  list(): Promise<Map<string, ListedWorkflow>>;
  /** Why tasks of it failed, as they do where a replay goes another way; timeouts are not among them. */
  failedTasks(orderId: string): Promise<string[]>;
  /** How often its workflow task was given out before somebody lived to complete it: the most of all its tasks. */
  attempts(orderId: string): Promise<number>;
  /** What it waits for, in words. */
  waitsFor(orderId: string): Promise<string>;
  close(): Promise<void>;
}

export async function openWorkflows(address: string): Promise<Workflows> {
  const connection = await Connection.connect({ address });
  const client = new Client({ connection });
  return {
    async list() {
      const listed = new Map<string, ListedWorkflow>();
      for await (const found of client.workflow.list({ query: "WorkflowType = 'OrderWorkflow'", pageSize: 1000 })) {
        const orderStatus = found.typedSearchAttributes.get(OrderStatus);
        listed.set(found.workflowId, { status: found.status.name, orderStatus });
      }
      return listed;
    },
    async failedTasks(orderId) {
      const { events } = await client.workflow.getHandle(workflowId(orderId)).fetchHistory();
      const failed = (events ?? []).flatMap(({ workflowTaskFailedEventAttributes: it }) => (it ? [it] : []));
      return failed.map(({ cause, failure }) => `${WorkflowTaskFailedCause[cause ?? 0]} ${failure?.message ?? ''}`);
    },
    async attempts(orderId) {
      const { events } = await client.workflow.getHandle(workflowId(orderId)).fetchHistory();
      return Math.max(...(events ?? []).map((event) => event.workflowTaskScheduledEventAttributes?.attempt ?? 0));
    },
    async waitsFor(orderId) {
      const { status, raw } = await client.workflow.getHandle(workflowId(orderId)).describe();
      const task = raw.pendingWorkflowTask;
      const activities = (raw.pendingActivities ?? []).map(
        ({ activityType, attempt, lastFailure }) =>
          `${activityType?.name ?? ''}, attempt ${attempt ?? 0}: ${lastFailure?.message ?? ''}`,
      );
      return [status.name, ...(task ? [`workflow task, attempt ${task.attempt ?? 0}`] : []), ...activities].join('; ');
    },
    close: () => connection.close(),
  };
}
