import type { PlaceOrder } from '../contracts/http.ts';
import type { Db } from '../db/client.ts';
import { readDecision } from '../db/order-events.ts';
import { OrderSagaError } from '../domain/errors.ts';
import type { KeyedRequest, OrderGateway, SealedKey } from '../domain/gateway.ts';
import type { Order } from '../domain/order.ts';
import { hasAnswer } from '../domain/states.ts';
import type { Storefront } from '../domain/storefronts.ts';
import type { Caller } from './caller.ts';
import { toCheckout } from './checkout.ts';
import { claimFor } from './idempotency.ts';

export interface PlacingDeps {
  db: Db;
  /** Commits without waiting for the flush: the claim of a key, which the order's own commit makes durable. */
  claims: Db;
  /** A new order's own key, which closes all that Temporal is told of it. */
  sealKey: (orderId: string) => SealedKey;
  gateway: OrderGateway;
}

/** An order as it was decided; `isRepeat` where an earlier request with its key has made it. */
export interface PlacedOrder {
  order: Order;
  isRepeat: boolean;
}

/** @throws OrderSagaError `forbidden` */
export function storefrontOf({ storefront }: Caller): Storefront {
  if (storefront !== null) return storefront;
  throw new OrderSagaError('forbidden', 'This key has no storefront to place orders in');
}

/**
 * Places an order under its key, and waits for its decision.
 * @param id of the order, should the key be new: the same one where the same request is tried again
 * @throws OrderSagaError `invalid_request`, `idempotency_key_reused`, `overloaded`; for a repeat, `idempotency_in_progress` where
 *   the deadline passes before there is an answer
 */
export async function placeUnderKey(
  { db, claims, sealKey, gateway }: PlacingDeps,
  storefront: Storefront,
  { id, request, keyed }: { id: string; request: PlaceOrder; keyed: KeyedRequest },
): Promise<PlacedOrder> {
  const checkout = toCheckout(id, storefront, request);
  const claim = await claimFor(claims, keyed, id, sealKey(id));
  if (claim.orderId === id) return { order: (await gateway.place({ ...checkout, claim })).order, isRepeat: false };

  // The same key again: the same answer, once there is one.
  const earlier = { ...checkout, order: { ...checkout.order, id: claim.orderId }, claim };
  const standing = (await readDecision(db, claim.orderId)) ?? (await gateway.place(earlier)).order;
  if (!hasAnswer(standing.status))
    throw new OrderSagaError('idempotency_in_progress', undefined, { orderId: standing.id });
  return { order: standing, isRepeat: true };
}
