import { isRefusal, OrderSagaError } from '../domain/errors.ts';
import type { Order } from '../domain/order.ts';
import { isDecided } from '../domain/states.ts';
import { orderView } from '../domain/view.ts';
import type { Answer } from './routes.ts';

/** An order as an answer; `ETag` is its version. */
export function orderAnswer(status: number, order: Order): Answer {
  return { status, body: orderView(order), headers: { ETag: `"${order.version}"` } };
}

/**
 * What a checkout hears of its order: 201 confirmed, 202 not decided in time.
 * @throws OrderSagaError the refusal, with the order's id
 */
export function decisionAnswer(order: Order): Answer {
  const headers = { Location: `/v1/orders/${order.id}` };
  if (!isDecided(order.status)) {
    const answer = orderAnswer(202, order);
    return { ...answer, headers: { ...answer.headers, ...headers, 'Retry-After': '1' } };
  }
  if (order.status === 'CANCELED') throw refused(order);
  const answer = orderAnswer(201, order);
  return { ...answer, headers: { ...answer.headers, ...headers } };
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
