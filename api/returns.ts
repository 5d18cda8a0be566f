import type { Db } from '../db/client.ts';
import { OrderSagaError } from '../domain/errors.ts';
import type { OrderGateway } from '../domain/gateway.ts';
import type { Order } from '../domain/order.ts';
import { returnView } from '../domain/view.ts';
import { answerOf } from './order-answers.ts';
import { readOwn, takeInHand } from './order-in-hand.ts';
import type { Answer, Handlers } from './routes.ts';

type ReturnHandlers = Pick<
  Handlers,
  'requestReturn' | 'listReturns' | 'approveReturn' | 'rejectReturn' | 'receiveReturn'
>;

export function returnHandlers({ db, gateway }: { db: Db; gateway: OrderGateway }): ReturnHandlers {
  return {
    async requestReturn(call) {
      const { order, id } = await takeInHand(db, call);
      const { lines, reason = null } = call.body;
      return returnAnswer(201, await gateway.change(order.id, 'requestReturn', id, { lines, reason }), id);
    },

    async listReturns(call) {
      const order = await readOwn(db, call);
      return answerOf(200, order, { data: order.returns.map(returnView) });
    },

    async approveReturn(call) {
      const { returnId } = call.params;
      const { order, id } = await takeInHand(db, call);
      return returnAnswer(200, await gateway.change(order.id, 'approveReturn', id, { returnId }), returnId);
    },

    async rejectReturn(call) {
      const { returnId } = call.params;
      const { reason } = call.body;
      const { order, id } = await takeInHand(db, call);
      return returnAnswer(200, await gateway.change(order.id, 'rejectReturn', id, { returnId, reason }), returnId);
    },

    async receiveReturn(call) {
      const { returnId } = call.params;
      const { order, id } = await takeInHand(db, call);
      const request = { returnId, received: call.body };
      return returnAnswer(200, await gateway.change(order.id, 'receiveReturn', id, request), returnId);
    },
  };
}

function returnAnswer(status: number, order: Order, returnId: string): Answer {
  const found = order.returns.find(({ id }) => id === returnId);
  if (!found) throw new OrderSagaError('internal_error', `return ${returnId} is not on record`);
  return answerOf(status, order, returnView(found));
}
