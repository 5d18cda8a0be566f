import type { Db } from '../db/client.ts';
import type { OrderGateway } from '../domain/gateway.ts';
import { needsAttentionFor } from '../domain/order.ts';
import { invalidTransition } from '../domain/states.ts';
import { changeAnswer, orderAnswer } from './order-answers.ts';
import { changing } from './order-in-hand.ts';
import type { Handlers } from './routes.ts';

type OperatorHandlers = Pick<Handlers, 'holdOrder' | 'releaseOrder' | 'rejectOrder' | 'resolveCompensation'>;

/** What operators decide. */
export function operatorHandlers({ db, gateway }: { db: Db; gateway: OrderGateway }): OperatorHandlers {
  return {
    holdOrder: (call) =>
      changing(db, call, async ({ order, id }) =>
        changeAnswer(await gateway.change(order.id, 'holdOrder', id, call.body), call.caller),
      ),

    releaseOrder: (call) =>
      changing(db, call, async ({ order, id }) => {
        const { reason = null } = call.body;
        return changeAnswer(await gateway.change(order.id, 'releaseOrder', id, { reason }), call.caller);
      }),

    rejectOrder: (call) =>
      changing(db, call, async ({ order, id }) =>
        changeAnswer(await gateway.change(order.id, 'rejectOrder', id, call.body), call.caller),
      ),

    resolveCompensation(call) {
      const { step } = call.params;
      const { action, reason } = call.body;
      return changing(
        db,
        call,
        async ({ order, isDone }) => {
          if (isDone) return orderAnswer(200, order, call.caller);
          const { order: resolved, decided } = await gateway.resolve(order.id, step, action, reason);
          return orderAnswer(decided ? 200 : 202, resolved, call.caller);
        },
        {
          check(order) {
            if (!needsAttentionFor(order, step)) {
              throw invalidTransition(order.status, `${step} does not wait for anybody`);
            }
          },
          // Nothing of a retry is on record; it was let in, so the step did wait.
          isDone: (order) => !needsAttentionFor(order, step),
        },
      );
    },
  };
}
