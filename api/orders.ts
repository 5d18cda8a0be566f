import { newId } from '../db/ids.ts';
import type { Db } from '../db/client.ts';
import { readDecision, readEvents } from '../db/order-events.ts';
import { listOrders } from '../db/order-lists.ts';
import { OrderSagaError } from '../domain/errors.ts';
import type { OrderGateway } from '../domain/gateway.ts';
import { timelineEvent } from '../domain/timeline.ts';
import { orderView } from '../domain/view.ts';
import { toCheckout } from './checkout.ts';
import { decodePosition, decodeVersion, encodePosition, encodeVersion } from './cursor.ts';
import { claimFor } from './idempotency.ts';
import { readOwn, takeInHand } from './order-in-hand.ts';
import { audienceOf, decisionAnswer, orderAnswer } from './order-answers.ts';
import type { Handlers } from './routes.ts';

export interface OrderDeps {
  db: Db;
  /** Commits without waiting for the flush: the claim of a key, which the order's own commit makes durable. */
  claims: Db;
  gateway: OrderGateway;
}

type OrderHandlers = Pick<Handlers, 'placeOrder' | 'listOrders' | 'getOrder' | 'getTimeline' | 'cancelOrder'>;

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

      // The same key again: the same answer once there is one, 202 before that.
      const earlier = { ...checkout, order: { ...checkout.order, id: claim.orderId }, claim };
      const standing = (await readDecision(db, claim.orderId)) ?? (await gateway.place(earlier)).order;
      setHeader('Idempotent-Replayed', 'true');
      return decisionAnswer(standing, caller);
    },

    async listOrders({ caller, query }) {
      const { limit, cursor, status, customerId, reference, createdFrom, createdTo } = query;
      const found = await listOrders(
        db,
        {
          ...(caller.storefront === null ? {} : { storefront: caller.storefront }),
          ...(status === undefined ? {} : { statuses: [status] }),
          ...(customerId === undefined ? {} : { customerId }),
          ...(reference === undefined ? {} : { reference }),
          ...(createdFrom === undefined ? {} : { createdFrom: new Date(createdFrom) }),
          ...(createdTo === undefined ? {} : { createdTo: new Date(createdTo) }),
        },
        limit + 1,
        cursor === undefined ? undefined : decodePosition(cursor),
      );
      const page = found.slice(0, limit);
      const audience = audienceOf(caller);
      const last = page.at(-1);
      return {
        status: 200,
        body: {
          data: page.map((order) => orderView(order, audience)),
          next: last && found.length > limit ? encodePosition(last) : null,
        },
      };
    },

    getOrder: async ({ caller, params }) => orderAnswer(200, await readOwn(db, { caller, params }), caller),

    async getTimeline({ caller, params, query }) {
      const order = await readOwn(db, { caller, params });
      const after = query.cursor === undefined ? 0 : decodeVersion(query.cursor);
      const events = await readEvents(db, order.id, after, query.limit + 1);
      const page = events.slice(0, query.limit);
      const last = page.at(-1);
      const next = last && events.length > query.limit ? encodeVersion(last.version) : null;
      const data = page.map((event) => timelineEvent(event, audienceOf(caller)));
      return { status: 200, body: { data, next } };
    },

    async cancelOrder(call) {
      const { order } = await takeInHand(db, call, { isDone: ({ status }) => status === 'CANCELED' });
      if (order.status === 'CANCELED') return orderAnswer(200, order, call.caller);
      const { order: canceled, decided } = await gateway.cancel(order.id, call.body.reason ?? null);
      return orderAnswer(decided ? 200 : 202, canceled, call.caller);
    },
  };
}
