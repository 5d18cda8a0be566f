import type { Db } from '../db/client.ts';
import { isKnown } from '../db/order-events.ts';
import { OrderSagaError } from '../domain/errors.ts';
import type { OrderGateway } from '../domain/gateway.ts';
import type { Order, OrderLine } from '../domain/order.ts';
import { changeAnswer, orderAnswer } from './order-answers.ts';
import { changing } from './order-in-hand.ts';
import type { Handlers } from './routes.ts';

/** Changes of what has not shipped. */
export function lineHandlers({
  db,
  gateway,
}: {
  db: Db;
  gateway: OrderGateway;
}): Pick<Handlers, 'patchOrder' | 'cancelLine'> {
  return {
    patchOrder: (call) =>
      changing(db, call, async ({ order, id }) => {
        const { lines, shippingAddress } = call.body;
        const changed = lines
          ? await gateway.change(order.id, 'editOrder', id, { lines })
          : await gateway.changeAddress(order.id, shippingAddress);
        // The money for it takes its time: the lines are as they were until it is there.
        const isUnderWay = changed.edit?.id === id;
        return orderAnswer(isUnderWay ? 202 : 200, changed, call.caller);
      }),

    cancelLine(call) {
      const { lineId } = call.params;
      const { quantity, reason = null } = call.body;
      return changing(
        db,
        call,
        async ({ order, id, isDone }) => {
          if (isDone) return changeAnswer(order, call.caller);
          const changed = await gateway.change(order.id, 'cancelLine', id, { lineId, quantity, reason });
          return changeAnswer(changed, call.caller);
        },
        {
          check: (order) => void theLine(order, lineId),
          // The last units of an order are canceled with it, and not by an id.
          isDone: async (order, change) => isCanceled(order, lineId, quantity) || (await isKnown(db, order.id, change)),
        },
      );
    },
  };
}

/** @throws OrderSagaError `not_found` */
function theLine({ id, lines }: Order, lineId: string): OrderLine {
  const line = lines.find((one) => one.id === lineId);
  if (!line) throw new OrderSagaError('not_found', `Order ${id} has no line ${lineId}`);
  return line;
}

function isCanceled({ status, lines }: Order, lineId: string, quantity: number): boolean {
  return status === 'CANCELED' && lines.some(({ id, canceled }) => id === lineId && canceled >= quantity);
}
