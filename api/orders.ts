import { newId } from '../db/ids.ts';
import type { Db } from '../db/client.ts';
import { readDecision, readEvents } from '../db/order-events.ts';
import { OrderSagaError } from '../domain/errors.ts';
import type { OrderGateway } from '../domain/gateway.ts';
import { hasAnswer } from '../domain/states.ts';
import { timelineEvent } from '../domain/timeline.ts';
import { toCheckout } from './checkout.ts';
import { decodeVersion, encodeVersion } from './cursor.ts';
import { claimFor } from './idempotency.ts';
import { readOwn, changing } from './order-in-hand.ts';
import { audienceOf, decisionAnswer, orderAnswer } from './order-answers.ts';
import type { Handlers } from './routes.ts';

export interface OrderDeps {
  db: Db;
  /** Commits without waiting for the flush: the claim of a key, which the order's own commit makes durable. */
  claims: Db;
  gateway: OrderGateway;
}

type OrderHandlers = Pick<Handlers, 'placeOrder' | 'getOrder' | 'getTimeline' | 'cancelOrder'>;

/** What a checkout and an operator do with orders. */
export function orderHandlers({ db, claims, gateway }: OrderDeps): OrderHandlers {
  return {
    async placeOrder({ caller, body, keyed, setHeader }) {
      const { storefront } = caller;
      if (storefront === null) throw new OrderSagaError('forbidden', 'This key has no storefront to place orders in');
      const checkout = toCheckout(newId(), storefront, body);
      const { id } = checkout.order;
      const claim = await claimFor(claims, keyed, id);
      if (claim.orderId === id) return decisionAnswer((await gateway.place({ ...checkout, claim })).order, caller);

      // The same key again: the same answer, once there is one.
      const earlier = { ...checkout, order: { ...checkout.order, id: claim.orderId }, claim };
      const standing = (await readDecision(db, claim.orderId)) ?? (await gateway.place(earlier)).order;
      if (!hasAnswer(standing.status))
        throw new OrderSagaError('idempotency_in_progress', undefined, { orderId: standing.id });
      setHeader('Idempotent-Replayed', 'true');
      return decisionAnswer(standing, caller);
    },

    getOrder: async ({ caller, params }) => orderAnswer(200, await readOwn(db, { caller, params }), caller),

    async getTimeline({ caller, params, query }) {
      const order = await readOwn(db, { caller, params });
      const after = query.cursor === undefined ? 0 : decodeVersion(order.id, query.cursor);
      const events = await readEvents(db, order.id, after, query.limit + 1);
      const page = events.slice(0, query.limit);
      const last = page.at(-1);
      const next = last && events.length > query.limit ? encodeVersion(order.id, last.version) : null;
      const data = page.map((event) => timelineEvent(event, audienceOf(caller)));
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
