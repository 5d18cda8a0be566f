import type { Db } from '../db/client.ts';
import { OrderSagaError } from '../domain/errors.ts';
import type { OrderGateway } from '../domain/gateway.ts';
import { refundView } from '../domain/view.ts';
import { answerOf } from './order-answers.ts';
import { readOwn, changing } from './order-in-hand.ts';
import type { Handlers } from './routes.ts';

export function refundHandlers({
  db,
  gateway,
}: {
  db: Db;
  gateway: OrderGateway;
}): Pick<Handlers, 'refundOrder' | 'listRefunds'> {
  return {
    refundOrder: (call) =>
      changing(db, call, async ({ order, id }) => {
        const changed = await gateway.change(order.id, 'refundOrder', id, call.body);
        const refund = changed.refunds.find((one) => one.id === id);
        if (!refund) throw new OrderSagaError('internal_error', `refund ${id} is not on record`);
        return answerOf(201, changed, refundView(refund));
      }),

    async listRefunds(call) {
      const order = await readOwn(db, call);
      return answerOf(200, order, { data: order.refunds.map(refundView) });
    },
  };
}
