import { newId } from '../db/ids.ts';
import { readEvents } from '../db/order-events.ts';
import { timelineEvent } from '../domain/timeline.ts';
import { orderIdHere } from '../telemetry/order-trace.ts';
import { decodeVersion, encodeVersion } from './cursor.ts';
import { readOwn, changing } from './order-in-hand.ts';
import { audienceOf, decisionAnswer, orderAnswer } from './order-answers.ts';
import { placeUnderKey, type PlacingDeps, storefrontOf } from './placing.ts';
import type { Handlers } from './routes.ts';

type OrderHandlers = Pick<Handlers, 'placeOrder' | 'getOrder' | 'getTimeline' | 'cancelOrder'>;

/** What a checkout and an operator do with orders. */
export function orderHandlers(deps: PlacingDeps): OrderHandlers {
  const { db, gateway } = deps;
  return {
    async placeOrder({ caller, body, keyed, setHeader }) {
      const asked = { id: orderIdHere() ?? newId(), request: body, keyed };
      const { order, isRepeat } = await placeUnderKey(deps, storefrontOf(caller), asked);
      if (isRepeat) setHeader('Idempotent-Replayed', 'true');
      return decisionAnswer(order, caller);
    },

    getOrder: async ({ caller, params }) => orderAnswer(200, await readOwn(db, { caller, params }), caller),

    async getTimeline({ caller, params, query }) {
      const order = await readOwn(db, { caller, params });
      const after = query.cursor === undefined ? 0 : decodeVersion(order.id, query.cursor);
      const events = await readEvents(db, order.id, after, query.limit + 1);
      const page = events.slice(0, query.limit);
      const last = page.at(-1);
      const next = last && events.length > query.limit ? encodeVersion(order.id, last.version) : null;
      const data = page.map((event) => timelineEvent(order.id, event, audienceOf(caller)));
      return { status: 200, body: { data, next } };
    },

    cancelOrder: (call) =>
      changing(
        db,
        call,
        async ({ order }) => {
          if (order.status === 'CANCELED') return orderAnswer(200, order, call.caller);
          const { order: canceled, decided } = await gateway.cancel(order.id, call.body.reason ?? null);
          return orderAnswer(decided ? 200 : 202, canceled, call.caller);
        },
        { isDone: ({ status }) => status === 'CANCELED' },
      ),
  };
}
