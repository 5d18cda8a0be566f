import { status } from '@grpc/grpc-js';
import {
  type Client,
  type IntervalSpec,
  isGrpcServiceError,
  ScheduleAlreadyRunning,
  ScheduleOverlapPolicy,
  WorkflowExecutionAlreadyStartedError,
  WorkflowNotFoundError,
} from '@temporalio/client';
import proto from '@temporalio/proto';
import { SLOTS } from '../db/outbox.ts';
import { untraced } from '../telemetry/spans.ts';
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

/**
 * The workflows that run for ever: the relays of the outbox, and the schedules: lost orders are found, books compared,
 * authorizations renewed, old messages swept.
 * @param relays how many; those beyond end. Slots are nobody's by name (db/relay-fence.ts): two processes that were told
 * different numbers may start and end relays side by side, and each slot is still published by one
 */
export async function startHousekeeping(client: Client, relays: number): Promise<void> {
  // Nobody's trace: what runs for ever would be in it for ever.
  await untraced(() => startForEver(client, relays));
}

async function startForEver(client: Client, relays: number): Promise<void> {
  await Promise.all(
    SLOTS.map((index) =>
      index < relays ? startRelay(client, `outbox-relay-${index}`) : endRelay(client, `outbox-relay-${index}`),
    ),
  );
  await schedule(client, 'reconcile-orders', 'ReconciliationWorkflow', '2 minutes');
  await schedule(client, 'compare-orders', 'ComparisonWorkflow', '5 minutes');
  await schedule(client, 'renew-authorizations', 'ExpiryWorkflow', '1 hour');
  await schedule(client, 'sweep', 'SweepWorkflow', '1 day');
}

async function schedule(
  client: Client,
  scheduleId: string,
  workflowType: string,
  every: IntervalSpec['every'],
): Promise<void> {
  await unlessThere(ScheduleAlreadyRunning, () =>
    client.schedule.create({
      scheduleId,
      spec: { intervals: [{ every }] },
      policies: { overlap: ScheduleOverlapPolicy.SKIP },
      action: { type: 'startWorkflow', workflowType, taskQueue: TASK_QUEUE },
    }),
  );
}

async function startRelay(client: Client, workflowId: string): Promise<void> {
  await unlessThere(WorkflowExecutionAlreadyStartedError, () =>
    client.workflow.start('OutboxRelayWorkflow', {
      workflowId,
      taskQueue: TASK_QUEUE,
      staticSummary: 'Publishes order events',
      workflowIdConflictPolicy: 'USE_EXISTING',
    }),
  );
}

async function endRelay(client: Client, workflowId: string): Promise<void> {
  await unlessThere(WorkflowNotFoundError, () => client.workflow.getHandle(workflowId).cancel());
}

/** Not there any more, or there already: as it is to be. */
async function unlessThere(already: new (...args: never[]) => Error, act: () => Promise<unknown>): Promise<void> {
  try {
    await act();
  } catch (error) {
    if (!(error instanceof already)) throw error;
  }
}
