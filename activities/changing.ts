import type { z } from 'zod';
import { type ChangeName, CHANGES } from '../contracts/changes.ts';
import type { Tx } from '../db/client.ts';
import { tell } from '../db/order-events.ts';
import { changeOrder } from '../db/orders.ts';
import { fitReservations } from '../db/stock-release.ts';
import { restock } from '../db/stock.ts';
import type { OrderEvent } from '../domain/events.ts';
import { hold, rejectRest, release } from '../domain/holds.ts';
import { cancelLine } from '../domain/line-cancel.ts';
import type { Order } from '../domain/order.ts';
import { requestRefund } from '../domain/refunds.ts';
import { approveReturn, receiveReturn, rejectReturn, requestReturn } from '../domain/returns.ts';
import { type OrderSnapshot, snapshotOf } from '../domain/snapshot.ts';
import type { ActivityDeps } from './deps.ts';
import { parse } from './parsing.ts';

/** A change that has been asked for: its id, and what it comes to. */
interface Asked {
  id: string;
  decide: (order: Order, windowMs: number) => OrderEvent[];
}

/** The money follows, as what is due has changed. */
const DECISIONS: Record<ChangeName, (request: unknown) => Asked> = {
  cancelLine: asking(CHANGES.cancelLine, (order, { reason, ...units }) => cancelLine(order, units, reason)),
  refundOrder: asking(CHANGES.refundOrder, (order, { id, ...request }) => requestRefund(order, id, request)),
  requestReturn: asking(CHANGES.requestReturn, (order, request, windowMs) =>
    requestReturn(order, request, windowMs, new Date()),
  ),
  approveReturn: asking(CHANGES.approveReturn, (order, { returnId }) => approveReturn(order, returnId)),
  rejectReturn: asking(CHANGES.rejectReturn, (order, { returnId, reason }) => rejectReturn(order, returnId, reason)),
  receiveReturn: asking(CHANGES.receiveReturn, (order, { id, returnId, received }) =>
    receiveReturn(order, returnId, received, id),
  ),
  holdOrder: asking(CHANGES.holdOrder, (order, { reason }) =>
    hold(order, { reason: 'requested', note: reason, until: null }),
  ),
  releaseOrder: asking(CHANGES.releaseOrder, (order, { reason }) => release(order, reason)),
  rejectRest: asking(CHANGES.rejectRest, (order, { reason }) => rejectRest(order, reason)),
};

function asking<Schema extends z.ZodType<{ id: string }>>(
  schema: Schema,
  decide: (order: Order, change: z.infer<Schema>, windowMs: number) => OrderEvent[],
): (request: unknown) => Asked {
  return (request) => {
    const change = parse(schema, request, 'request');
    return { id: change.id, decide: (order, windowMs) => decide(order, change, windowMs) };
  };
}

export interface ChangeOutcome {
  order: OrderSnapshot;
  /** It had been asked for before, by the same id. */
  repeated: boolean;
}

/** What is asked of an order after its answer, each in one transaction with what it does to the stock. */
export function changingActivities({ db, committed, stockMoved }: ActivityDeps) {
  return {
    /**
     * @param request of the shape that contracts/changes.ts has under that name
     * @param windowMs how long after its delivery the order can come back
     * @throws `invalid_request` for another shape, and what the decision of that name throws
     */
    async changeOrder(orderId: string, name: ChangeName, request: unknown, windowMs: number): Promise<ChangeOutcome> {
      const { id, decide } = DECISIONS[name](request);
      const { order, changed } = await changeOrder(
        db,
        orderId,
        async (current, tx) => {
          const events = decide(current, windowMs);
          await moveStock(tx, current, events);
          return events;
        },
        id,
      );
      committed(order);
      if (changed) await stockMoved();
      return { order: snapshotOf(order), repeated: !changed };
    },
  };
}

/** Units that are not wanted any more are given back, and returned ones are for sale again. */
async function moveStock(tx: Tx, order: Order, events: readonly OrderEvent[]): Promise<void> {
  if (events.some(({ type }) => type === 'line.canceled')) await fitReservations(tx, tell(order, events).order);
  for (const event of events) if (event.type === 'return.received') await restock(tx, order, event.data.lines);
}
