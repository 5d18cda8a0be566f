import { workflowId } from '../../bin/order-gateway.ts';
import type { World } from './world.ts';

export interface Run {
  runId: string;
  events: number;
}

/** Every run that an order's workflow has had, the newest first. Temporal lists them a moment later. */
export async function runsOf(world: World, orderId: string): Promise<Run[]> {
  const query = `WorkflowId = "${workflowId(orderId)}"`;
  const runs: Run[] = [];
  for await (const { runId } of world.client.workflow.list({ query })) {
    const { historyLength } = await world.client.workflow.getHandle(workflowId(orderId), runId).describe();
    runs.push({ runId, events: historyLength });
  }
  return runs;
}
