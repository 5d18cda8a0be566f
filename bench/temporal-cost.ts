import { setTimeout as sleep } from 'node:timers/promises';
import { Client, Connection, type WorkflowHandle } from '@temporalio/client';
import type { ShipmentUpdated } from '../contracts/signals.ts';
import { OrderStatus } from '../workflows/search-attributes.ts';
import type { Generator } from './load/control.ts';
import { type Actions, actionsOf } from './temporal-actions.ts';
import type { PeerName, World } from './world/world.ts';

/** What one workflow has cost Temporal so far. */
export interface OrderCost {
  events: number;
  transitions: number;
  historyBytes: number;
  actions: Actions;
}

export interface OrderCosts {
  /** Placed and answered, with nothing left to do. */
  answered: OrderCost[];
  /** Then shipped and delivered, by two signals. Empty for peers whose orders have no later life. */
  life: OrderCost[];
}

const ORDERS = 5;
const WITHIN_MS = 20_000;
const LOOK_EVERY_MS = 200;

/** Places some orders, looks at their histories, ships and delivers them, and looks again. */
export async function temporalCosts(
  world: World,
  generator: Generator,
  peer: PeerName,
  options: { keys: string; life: boolean },
): Promise<OrderCosts> {
  const connection = await Connection.connect({ address: world.temporalAddress });
  try {
    const client = new Client({ connection });
    const since = new Date(Date.now() - 1_000);
    const load = { kind: 'open', rate: 5, orders: 2 * ORDERS } as const;
    const { placed } = await generator.run({ url: world.url(peer), load, seed: 1, keys: options.keys });
    const orderIds = placed.flatMap(({ status, orderId }) => (status === 201 && orderId !== null ? [orderId] : []));

    const costs: OrderCosts = { answered: [], life: [] };
    for (const orderId of orderIds.slice(0, ORDERS)) {
      const handle = await workflowOf(client, orderId, since);
      costs.answered.push(await costAtRest(handle));
      if (options.life) costs.life.push(await shipAndDeliver(handle, orderId));
    }
    return costs;
  } finally {
    await connection.close();
  }
}

/** Peers name their workflows as they like; the order's id is in the name. */
async function workflowOf(client: Client, orderId: string, since: Date): Promise<WorkflowHandle> {
  return await eventually(`no workflow of order ${orderId}`, async () => {
    for await (const { workflowId } of client.workflow.list({ query: `StartTime >= '${since.toISOString()}'` })) {
      if (workflowId.includes(orderId)) return client.workflow.getHandle(workflowId);
    }
    return null;
  });
}

async function shipAndDeliver(handle: WorkflowHandle, orderId: string): Promise<OrderCost> {
  const parcel = { shipmentId: `${orderId}-parcel`, carrier: 'bench', trackingNumber: `${orderId}-track` };
  for (const [type, status] of [
    ['shipped', 'SHIPPED'],
    ['delivered', 'DELIVERED'],
  ] as const) {
    const update: ShipmentUpdated = { eventId: `${orderId}-${type}`, type, ...parcel };
    await handle.signal('shipmentUpdated', update);
    await eventually(`order ${orderId} is not ${status}`, async () => {
      const { typedSearchAttributes } = await handle.describe();
      return typedSearchAttributes.get(OrderStatus) === status ? true : null;
    });
  }
  return await costAtRest(handle);
}

/** An answer may come before the task that gave it has ended: the history is complete when nothing is pending. */
async function costAtRest(handle: WorkflowHandle): Promise<OrderCost> {
  let before = -1;
  const description = await eventually(`workflow ${handle.workflowId} does not come to rest`, async () => {
    const { raw, historyLength } = await handle.describe();
    const isAtRest = !raw.pendingWorkflowTask && (raw.pendingActivities ?? []).length === 0;
    const isSettled = isAtRest && historyLength === before;
    before = isAtRest ? historyLength : -1;
    return isSettled ? raw : null;
  });
  const { events } = await handle.fetchHistory();
  return {
    events: events?.length ?? 0,
    transitions: Number(description.workflowExecutionInfo?.stateTransitionCount ?? 0),
    historyBytes: Number(description.workflowExecutionInfo?.historySizeBytes ?? 0),
    actions: actionsOf(events ?? []),
  };
}

async function eventually<T>(complaint: string, look: () => Promise<T | null>): Promise<T> {
  const until = Date.now() + WITHIN_MS;
  for (;;) {
    const found = await look();
    if (found !== null) return found;
    if (Date.now() > until) throw new Error(`${complaint} within ${WITHIN_MS / 1000} s`);
    await sleep(LOOK_EVERY_MS);
  }
}
