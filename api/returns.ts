import type { Db } from '../db/client.ts';
import { OrderSagaError } from '../domain/errors.ts';
import type { OrderGateway } from '../domain/gateway.ts';
import type { Order } from '../domain/order.ts';
import { returnView } from '../domain/view.ts';
import { answerOf } from './order-answers.ts';
import { readOwn, changing } from './order-in-hand.ts';
import type { Answer, Handlers } from './routes.ts';

type ReturnHandlers = Pick<
  Handlers,
  'requestReturn' | 'listReturns' | 'approveReturn' | 'rejectReturn' | 'receiveReturn'
>;

export function returnHandlers({ db, gateway }: { db: Db; gateway: OrderGateway }): ReturnHandlers {
  return {
    requestReturn: (call) =>
      changing(db, call, async ({ order, id }) => {
        const { lines, reason = null } = call.body;
        return returnAnswer(201, await gateway.change(order.id, 'requestReturn', id, { lines, reason }), id);
      }),

    async listReturns(call) {
      const order = await readOwn(db, call);
      return answerOf(200, order, { data: order.returns.map(returnView) });
    },

    approveReturn: (call) =>
      changing(db, call, async ({ order, id }) => {
        const { returnId } = call.params;
        return returnAnswer(200, await gateway.change(order.id, 'approveReturn', id, { returnId }), returnId);
      }),

    rejectReturn: (call) =>
      changing(db, call, async ({ order, id }) => {
        const { returnId } = call.params;
        const request = { returnId, reason: call.body.reason };
        return returnAnswer(200, await gateway.change(order.id, 'rejectReturn', id, request), returnId);
      }),

    receiveReturn: (call) =>
      changing(db, call, async ({ order, id }) => {
        const { returnId } = call.params;
        const request = { returnId, received: call.body };
        return returnAnswer(200, await gateway.change(order.id, 'receiveReturn', id, request), returnId);
      }),
  };
}

function returnAnswer(status: number, order: Order, returnId: string): Answer {
  const found = order.returns.find(({ id }) => id === returnId);
  if (!found) throw new OrderSagaError('internal_error', `return ${returnId} is not on record`);
  return answerOf(status, order, returnView(found));
}
