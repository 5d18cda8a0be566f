import { setTimeout as sleep } from 'node:timers/promises';
import proto from '@temporalio/proto';
import { workflowId } from '../../bin/order-gateway.ts';
import type { Order } from '../../domain/order.ts';
import { type OrderSnapshot, snapshotOf } from '../../domain/snapshot.ts';
import { orderState } from '../../workflows/messages.ts';
import { findOrder } from '../../db/orders.ts';
import type { World } from './world.ts';

/** Looks until `find` finds something; the test's own timeout is the limit. */
export async function until<T>(find: () => Promise<T | undefined | false>): Promise<T> {
  for (;;) {
    const found = await find();
    if (found !== undefined && found !== false) return found;
    await sleep(50);
  }
}

export async function theOrder(world: World, orderId: string): Promise<Order> {
  const order = await findOrder(world.database.db, orderId);
  if (!order) throw new Error(`there is no order ${orderId}`);
  return order;
}

export async function untilOrder(world: World, orderId: string, holds: (order: Order) => boolean): Promise<Order> {
  return await until(async () => {
    const order = await theOrder(world, orderId);
    return holds(order) && order;
  });
}

/**
 * What the workflow itself knows, once it `holds`: the commit that wakes a checkout comes before that. It is not asked before that
 * either, as a query beside a local activity and an update may leave what does not replay (decision 8).
 */
export async function untilWorkflow(
  world: World,
  orderId: string,
  holds: (snapshot: OrderSnapshot) => boolean,
): Promise<OrderSnapshot> {
  await until(async () => {
    const order = await findOrder(world.database.db, orderId);
    return order && holds(snapshotOf(order));
  });
  const handle = world.client.workflow.getHandle(workflowId(orderId));
  return await until(async () => {
    const snapshot = await handle.query(orderState);
    return snapshot !== null && holds(snapshot) && snapshot;
  });
}

const { EventType } = proto.temporal.api.enums.v1;
type EventTypeName = keyof typeof EventType;

/** Waits until the workflow's history has such an event. */
export async function untilHistoryHas(world: World, id: string, type: EventTypeName): Promise<void> {
  const wanted = EventType[type];
  const handle = world.client.workflow.getHandle(id);
  await until(async () => (await handle.fetchHistory()).events?.some(({ eventType }) => eventType === wanted));
}

/** Waits until the workflow is about to hear of such an event: a workflow task has started after it. */
export async function untilHeard(world: World, id: string, type: EventTypeName): Promise<void> {
  const handle = world.client.workflow.getHandle(id);
  await until(async () => {
    const types = (await handle.fetchHistory()).events?.map(({ eventType }) => eventType) ?? [];
    const at = types.indexOf(EventType[type]);
    return at !== -1 && types.includes(EventType.EVENT_TYPE_WORKFLOW_TASK_STARTED, at);
  });
}
