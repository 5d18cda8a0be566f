import { DBOS } from '@dbos-inc/dbos-sdk';
import type { Checkout } from '../../../domain/gateway.ts';
import type { Outcome } from '../shared/work.ts';
import type { OrderWorkflow } from './order-workflow.ts';

/** How often to look for the result of a workflow that this process did not start; DBOS's default is a second. */
const LOOK_EVERY_MS = 50;

/**
 * Places orders, each as the workflow that has its id: asked again it is the same one, under way, taken on after a
 * crash, or done. The result of a workflow that was started here is awaited in memory.
 */
export function orderDesk(orderWorkflow: OrderWorkflow): (checkout: Checkout) => Promise<Outcome> {
  return async (checkout) => {
    const workflow = await DBOS.startWorkflow(orderWorkflow, { workflowID: checkout.order.id })(checkout);
    return await workflow.getResult({ pollingIntervalMs: LOOK_EVERY_MS });
  };
}
