import type { Response } from 'express';
import type postgres from 'postgres';
import { isRefusal, OrderSagaError } from '../../../domain/errors.ts';
import type { Checkout } from '../../../domain/gateway.ts';
import type { Order } from '../../../domain/order.ts';
import { orderView } from '../../../domain/view.ts';
import { decidedOrder } from './announcement.ts';
import { claimKey, findDecided } from './keys.ts';
import type { Outcome } from './outcome.ts';
import { readCheckout } from './request.ts';
import { type Door, serve } from './server.ts';

export interface DoorOptions {
  port: number;
  /** For keys and for answers that are asked again; `connectPools(…).door`. */
  sql: postgres.Sql;
  /**
   * Has the order decided. Called again with the same order's id where its key comes again before it is decided: in
   * the middle of the first call, and after a crash.
   */
  place: (checkout: Checkout) => Promise<Outcome>;
}

/** `POST /v1/orders`: validates, claims the key, has the order placed, answers; the same key gets the same answer. */
export async function serveDoor({ port, sql, place }: DoorOptions): Promise<Door> {
  return await serve(port, async (request, response) => {
    const checkout = readCheckout(request);
    const claim = await claimKey(sql, checkout.claim);
    if (claim.fingerprint !== checkout.claim.fingerprint) throw new OrderSagaError('idempotency_key_reused');
    if (claim.isOurs) return answer(response, decidedOrder(checkout, await place(checkout)));

    response.set('Idempotent-Replayed', 'true');
    answer(response, (await findDecided(sql, claim.orderId)) ?? (await placeAgain(claim.orderId, checkout)));
  });

  /** Its lines are those that the first call wrote: they are read. */
  async function placeAgain(id: string, { order, paymentMethod, claim }: Checkout): Promise<Order> {
    await place({ order: { ...order, id }, paymentMethod, ...(claim && { claim: { ...claim, orderId: id } }) });
    const decided = await findDecided(sql, id);
    if (!decided) throw new OrderSagaError('dependency_unavailable', `order ${id} is not decided`, { orderId: id });
    return decided;
  }
}

/** @throws OrderSagaError the refusal of a canceled order, with its id */
function answer(response: Response, order: Order): void {
  if (order.status === 'CANCELED') {
    const code = isRefusal(order.cancelReason) ? order.cancelReason : 'dependency_unavailable';
    throw new OrderSagaError(code, undefined, { orderId: order.id });
  }
  response
    .status(201)
    .set({ ETag: `"${order.version}"`, Location: `/v1/orders/${order.id}` })
    .json(orderView(order));
}
