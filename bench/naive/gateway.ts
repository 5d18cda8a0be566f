import type { Client } from '@temporalio/client';
import { TypedSearchAttributes } from '@temporalio/common';
import type { Db } from '../../db/client.ts';
import { findOrder } from '../../db/orders.ts';
import { OrderSagaError } from '../../domain/errors.ts';
import type { OrderGateway } from '../../domain/gateway.ts';
import { NeedsAttention, OrderStatus, Storefront } from '../../workflows/search-attributes.ts';
import type { NaiveOrderWorkflow } from './order-workflow.ts';

export const NAIVE_TASK_QUEUE = 'orders-naive';

/** Starts the workflow and waits for its result; the bench asks for nothing else. */
export function naiveGateway(client: Client, db: Db): OrderGateway {
  return {
    async place(checkout) {
      const { id, storefront } = checkout.order;
      const handle = await client.workflow.start<typeof NaiveOrderWorkflow>('NaiveOrderWorkflow', {
        workflowId: `naive-${id}`,
        taskQueue: NAIVE_TASK_QUEUE,
        args: [checkout],
        typedSearchAttributes: new TypedSearchAttributes([
          { key: Storefront, value: storefront },
          { key: OrderStatus, value: 'PENDING' },
          { key: NeedsAttention, value: false },
        ]),
      });
      await handle.result();
      const order = await findOrder(db, id);
      return order ? { order, decided: true } : missing();
    },
    cancel: missing,
    changeAddress: missing,
    ship: missing,
    deliver: missing,
    shipmentUpdated: missing,
    settle: missing,
    paymentLeftOpen: missing,
    change: missing,
    stockArrived: missing,
    resolve: missing,
    resume: missing,
  };
}

function missing(): never {
  throw new OrderSagaError('not_found', 'The bench places orders, and nothing more');
}
