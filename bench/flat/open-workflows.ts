import { Client, Connection } from '@temporalio/client';
import { TypedSearchAttributes } from '@temporalio/common';
import PQueue from 'p-queue';
import { TASK_QUEUE, workflowId } from '../../bin/order-gateway.ts';
import type { Db } from '../../db/client.ts';
import { listOrders } from '../../db/order-lists.ts';
import type { Position } from '../../db/positions.ts';
import type { Order, PlacedOrder } from '../../domain/order.ts';
import { STOREFRONTS } from '../../domain/storefronts.ts';
import { defaultTiming } from '../../domain/timing.ts';
import type { OrderWorkflow } from '../../workflows/order-workflow.ts';
import { NeedsAttention, OrderStatus, Storefront } from '../../workflows/search-attributes.ts';

const AT_ONCE = 32;
const PAGE = 100;

/**
 * Workflows of the newest stored orders that are open and asleep, as an order is between its answer and its parcel: with
 * their input, their search attributes and a timer. They are started with a delay of weeks: no task is made for them, so
 * no worker is kept busy, and their history is that of the start alone.
 */
export async function openWorkflows(
  address: string,
  db: Db,
  count: number,
  progress: (open: number) => void,
): Promise<void> {
  const connection = await Connection.connect({ address });
  const { workflow } = new Client({ connection });
  const queue = new PQueue({ concurrency: AT_ONCE });
  const failures: unknown[] = [];
  let open = 0;
  const start = async (order: Order) => {
    const { storefront, id, status } = order;
    const timing = defaultTiming(STOREFRONTS[storefront]);
    await workflow.start<typeof OrderWorkflow>('OrderWorkflow', {
      workflowId: workflowId(id),
      taskQueue: TASK_QUEUE,
      args: [{ orderId: id, checkout: { order: placed(order), paymentMethod: 'pm_card_visa' }, timing }],
      startDelay: timing.returnWindow,
      staticSummary: `${storefront}: asleep`,
      typedSearchAttributes: new TypedSearchAttributes([
        { key: Storefront, value: storefront },
        { key: OrderStatus, value: status },
        { key: NeedsAttention, value: false },
      ]),
    });
    open += 1;
    if (open % 10_000 === 0) progress(open);
  };
  try {
    for await (const order of newest(db, count)) {
      await queue.onSizeLessThan(AT_ONCE);
      if (failures.length > 0) break;
      void queue.add(() => start(order)).catch((error: unknown) => failures.push(error));
    }
    await queue.onIdle();
  } finally {
    await connection.close();
  }
  if (failures.length > 0) throw failures[0];
}

async function* newest(db: Db, count: number): AsyncGenerator<Order> {
  let after: Position | undefined;
  for (let left = count; left > 0;) {
    const page = await listOrders(db, {}, Math.min(left, PAGE), after);
    yield* page;
    const last = page.at(-1);
    if (!last) return;
    after = { createdAt: new Date(last.createdAt), id: last.id };
    left -= page.length;
  }
}

/** What a checkout knows of its order. */
function placed(order: Order): PlacedOrder {
  const { id, storefront, customerId, email, locale, reference, currency, lines, charges, total, metadata } = order;
  const { shippingAddress, billingAddress } = order;
  return {
    id,
    storefront,
    customerId,
    email,
    locale,
    reference,
    currency,
    lines,
    charges,
    total,
    shippingAddress,
    billingAddress,
    metadata,
  };
}
