import { isRefusal, OrderSagaError } from '../domain/errors.ts';
import type { Order } from '../domain/order.ts';
import { hasAnswer, isDecided } from '../domain/states.ts';
import { type Audience, orderView } from '../domain/view.ts';
import type { Caller } from './caller.ts';
import { entityTag } from './conditional.ts';
import type { Answer } from './routes.ts';

export function audienceOf({ role }: Caller): Audience {
  return role === 'operator' || role === 'support' ? 'operators' : 'shops';
}

/** Something of an order as an answer; `ETag` is the order's version, which If-Match takes. */
export function answerOf(status: number, { version }: Order, body: unknown): Answer {
  return { status, body, headers: { ETag: entityTag(version) } };
}

export function orderAnswer(status: number, order: Order, caller: Caller): Answer {
  return answerOf(status, order, orderView(order, audienceOf(caller)));
}

/** 200, or 202 while it is still being canceled. */
export function changeAnswer(order: Order, caller: Caller): Answer {
  return orderAnswer(hasAnswer(order.status) ? 200 : 202, order, caller);
}

/**
 * What a checkout hears of its order: 201 confirmed, 202 not decided in time, or until a person has looked at it.
 * @throws OrderSagaError the refusal, with the order's id
 */
export function decisionAnswer(order: Order, caller: Caller): Answer {
  if (order.status === 'CANCELED') throw refused(order);
  const answer = orderAnswer(isDecided(order.status) ? 201 : 202, order, caller);
  return {
    ...answer,
    headers: {
      ...answer.headers,
      Location: `/v1/orders/${order.id}`,
      // A person takes longer than that.
      ...(hasAnswer(order.status) ? {} : { 'Retry-After': '1' }),
    },
  };
}

function refused(order: Order): OrderSagaError {
  const { message, ...details } = order.cancelDetails ?? {};
  const text = typeof message === 'string' ? message : undefined;
  return isRefusal(order.cancelReason)
    ? new OrderSagaError(order.cancelReason, text, { orderId: order.id, ...details })
    : new OrderSagaError('invalid_transition', 'The order was canceled before it was confirmed', {
        orderId: order.id,
      });
}
