import { answered, asSeen, type ListedOrder, type Order, type OrderSagaClient, type Schemas } from '../api.ts';
import type { Question } from './asking.tsx';

/** What can be done to an order, each with the version that was seen, and a key of its own. */

type Seen = Pick<ListedOrder, 'id' | 'version'> | Order;
type Step = Order['attention'][number]['step'];
type Attempt = Pick<Question, 'send'>;

function headers({ version }: Seen, key: string) {
  return { 'Idempotency-Key': key, ...asSeen(version) };
}

const short = (id: string) => `order ${id}`;

export function resolving(api: OrderSagaClient, order: Seen, step: Step, action: 'retry' | 'skip'): Question {
  const send: Attempt['send'] = async ({ reason = '', key }) =>
    await answered(
      api.POST('/v1/orders/{id}/compensations/{step}/resolve', {
        params: { path: { id: order.id, step }, header: headers(order, key) },
        body: { action, reason },
      }),
    );
  return action === 'retry'
    ? {
        title: `Retry ${step}`,
        text: `The step is done once more for ${short(order.id)}.`,
        verb: 'Retry',
        reason: 'needed',
        send,
        done: `${step} was retried`,
      }
    : {
        title: `Skip ${step}`,
        text: `The step is never done for ${short(order.id)}: it was settled by hand, or is not wanted any more.`,
        verb: 'Skip',
        reason: 'needed',
        send,
        done: `${step} was skipped`,
      };
}

export function holding(api: OrderSagaClient, order: Seen): Question {
  return {
    title: 'Hold the order',
    text: 'Its stock stays reserved, and nothing ships until it is released.',
    verb: 'Hold',
    reason: 'needed',
    send: async ({ reason = '', key }) =>
      await answered(
        api.POST('/v1/orders/{id}/hold', {
          params: { path: { id: order.id }, header: headers(order, key) },
          body: { reason },
        }),
      ),
    done: 'The order is on hold',
  };
}

export function releasing(api: OrderSagaClient, order: Seen): Question {
  return {
    title: 'Release the order',
    text: `Let ${short(order.id)} go on.`,
    verb: 'Release',
    reason: 'optional',
    send: async ({ reason, key }) =>
      await answered(
        api.POST('/v1/orders/{id}/release', {
          params: { path: { id: order.id }, header: headers(order, key) },
          body: reason === undefined ? {} : { reason },
        }),
      ),
    done: 'The order was released',
  };
}

export function rejecting(api: OrderSagaClient, order: Seen): Question {
  return {
    title: 'Reject the order',
    text: `Cancel ${short(order.id)}, or what has not shipped of it. This cannot be undone.`,
    verb: 'Reject',
    reason: 'needed',
    send: async ({ reason = '', key }) =>
      await answered(
        api.POST('/v1/orders/{id}/reject', {
          params: { path: { id: order.id }, header: headers(order, key) },
          body: { reason },
        }),
      ),
    done: 'The order was rejected',
  };
}

export function canceling(api: OrderSagaClient, order: Seen): Question {
  return {
    title: 'Cancel the order',
    text: 'Its stock is given back, and its payment too. This cannot be undone.',
    verb: 'Cancel the order',
    reason: 'optional',
    send: async ({ reason, key }) =>
      await answered(
        api.POST('/v1/orders/{id}/cancel', {
          params: { path: { id: order.id }, header: headers(order, key) },
          body: reason === undefined ? {} : { reason },
        }),
      ),
    done: 'The order is canceled',
  };
}

export function approving(api: OrderSagaClient, order: Seen, { id: returnId }: Schemas['Return']): Question {
  return {
    title: 'Approve the return',
    text: 'The customer may send it.',
    verb: 'Approve',
    reason: 'none',
    send: async ({ key }) =>
      await answered(
        api.POST('/v1/orders/{id}/returns/{returnId}/approve', {
          params: { path: { id: order.id, returnId }, header: headers(order, key) },
          body: {},
        }),
      ),
    done: 'The return was approved',
  };
}

export function turningDown(api: OrderSagaClient, order: Seen, { id: returnId }: Schemas['Return']): Question {
  return {
    title: 'Reject the return',
    text: 'The customer is told the reason.',
    verb: 'Reject',
    reason: 'needed',
    send: async ({ reason = '', key }) =>
      await answered(
        api.POST('/v1/orders/{id}/returns/{returnId}/reject', {
          params: { path: { id: order.id, returnId }, header: headers(order, key) },
          body: { reason },
        }),
      ),
    done: 'The return was rejected',
  };
}
