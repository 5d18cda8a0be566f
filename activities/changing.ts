import { type ChangeName, CHANGES, type ChangeOf } from '../contracts/changes.ts';
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

type Decide<Name extends ChangeName> = (order: Order, change: ChangeOf<Name>, windowMs: number) => OrderEvent[];

/** What each change comes to. The money follows, as what is due has changed. */
const DECISIONS: { [Name in ChangeName]: Decide<Name> } = {
  cancelLine: (order, { reason, ...units }) => cancelLine(order, units, reason),
  refundOrder: (order, { id, ...request }) => requestRefund(order, id, request),
  requestReturn: (order, request, windowMs) => requestReturn(order, request, windowMs, new Date()),
  approveReturn: (order, { returnId }) => approveReturn(order, returnId),
  rejectReturn: (order, { returnId, reason }) => rejectReturn(order, returnId, reason),
  receiveReturn: (order, { id, returnId, received }) => receiveReturn(order, returnId, received, id),
  holdOrder: (order, { reason }) => hold(order, { reason: 'requested', note: reason, until: null }),
  releaseOrder: (order, { reason }) => release(order, reason),
  rejectRest: (order, { reason }) => rejectRest(order, reason),
};

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
      const decide = deciding(name, request);
      const { order, changed } = await changeOrder(
        db,
        orderId,
        async (current, tx) => {
          const events = decide(current, windowMs);
          await moveStock(tx, current, events);
          return events;
        },
        parse(CHANGES[name], request, name).id,
      );
      committed(order);
      if (changed) await stockMoved();
      return { order: snapshotOf(order), repeated: !changed };
    },
  };
}

function deciding<Name extends ChangeName>(name: Name, request: unknown) {
  const decide: Decide<Name> = DECISIONS[name];
  // TypeScript does not follow one name through both tables.
  const change = parse(CHANGES[name], request, name) as ChangeOf<Name>;
  return (order: Order, windowMs: number) => decide(order, change, windowMs);
}

/** Units that are not wanted any more are given back, and returned ones are for sale again. */
async function moveStock(tx: Tx, order: Order, events: readonly OrderEvent[]): Promise<void> {
  if (events.some(({ type }) => type === 'line.canceled')) await fitReservations(tx, tell(order, events).order);
  for (const event of events) {
    if (event.type === 'return.received')
      await restock(
        tx,
        order,
        event.data.lines.filter((line) => line.restock),
      );
  }
}
