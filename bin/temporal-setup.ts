import { status } from '@grpc/grpc-js';
import {
  type Client,
  isGrpcServiceError,
  ScheduleAlreadyRunning,
  ScheduleOverlapPolicy,
  WorkflowExecutionAlreadyStartedError,
} from '@temporalio/client';
import proto from '@temporalio/proto';
import { OUTBOX_SLOTS } from '../db/outbox.ts';
import { SEARCH_ATTRIBUTES } from '../workflows/search-attributes.ts';
import { TASK_QUEUE } from './order-gateway.ts';

const { IndexedValueType } = proto.temporal.api.enums.v1;
const INDEXED_VALUE_TYPES = {
  KEYWORD: IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD,
  BOOL: IndexedValueType.INDEXED_VALUE_TYPE_BOOL,
};

/** Search attributes that the namespace lacks. Safe to run again. */
export async function addSearchAttributes(client: Client, namespace: string): Promise<void> {
  const searchAttributes = Object.fromEntries(
    SEARCH_ATTRIBUTES.map(({ name, type }) => [name, INDEXED_VALUE_TYPES[type]]),
  );
  try {
    await client.connection.operatorService?.addSearchAttributes({ namespace, searchAttributes });
  } catch (error) {
    if (!isGrpcServiceError(error) || error.code !== status.ALREADY_EXISTS) throw error;
  }
}

/** The workflows that run for ever, each once: the relay of the outbox, and the schedule that finds lost orders. */
export async function startHousekeeping(client: Client): Promise<void> {
  await unlessThere(WorkflowExecutionAlreadyStartedError, () =>
    client.workflow.start('OutboxRelayWorkflow', {
      workflowId: 'outbox-relay-0',
      taskQueue: TASK_QUEUE,
      args: [{ index: 0, slots: Array.from({ length: OUTBOX_SLOTS }, (_, slot) => slot) }],
      staticSummary: 'Publishes order events',
      workflowIdConflictPolicy: 'USE_EXISTING',
    }),
  );
  await unlessThere(ScheduleAlreadyRunning, () =>
    client.schedule.create({
      scheduleId: 'reconcile-orders',
      spec: { intervals: [{ every: '2 minutes' }] },
      policies: { overlap: ScheduleOverlapPolicy.SKIP },
      action: { type: 'startWorkflow', workflowType: 'ReconciliationWorkflow', taskQueue: TASK_QUEUE },
    }),
  );
}

async function unlessThere(already: new (...args: never[]) => Error, start: () => Promise<unknown>): Promise<void> {
  try {
    await start();
  } catch (error) {
    if (!(error instanceof already)) throw error;
  }
}
