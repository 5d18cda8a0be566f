import type { Db } from '../db/client.ts';
import { findClaim } from '../db/idempotency.ts';
import { newId } from '../db/ids.ts';
import { isKnown } from '../db/order-events.ts';
import { findOrder } from '../db/orders.ts';
import { OrderSagaError } from '../domain/errors.ts';
import type { KeyedRequest } from '../domain/gateway.ts';
import type { Order } from '../domain/order.ts';
import { type Caller, ownOrder } from './caller.ts';
import { assertSameBody, claimFor } from './idempotency.ts';

interface OrderCall {
  caller: Caller;
  params: { id: string };
  header: (name: string) => string | undefined;
  keyed: KeyedRequest | null;
}

/** An order that is about to change. */
export interface OrderInHand {
  order: Order;
  /** The change's own: the same for the same Idempotency-Key. */
  id: string;
  /** The same key has done it before. */
  isDone: boolean;
}

interface Checks {
  /** @throws OrderSagaError what makes the change impossible from the start */
  check?: (order: Order) => void;
  /** Whether it has happened, of a change that was begun under the same key; by default, whether its id is on record. */
  isDone?: (order: Order, id: string) => boolean | Promise<boolean>;
}

/** The order that the path names. @throws OrderSagaError `not_found`, also for another storefront's */
export async function readOwn(
  db: Db,
  { caller, params: { id } }: Pick<OrderCall, 'caller' | 'params'>,
): Promise<Order> {
  return ownOrder(caller, await findOrder(db, id), id);
}

/**
 * Where every change begins. A repeat of what is done passes: it must not fail on what it has changed itself. A key is claimed
 * last, so that a request that is refused here does not use it up; and flushed, as the change may live on in Temporal where a
 * crash of the database loses what was not.
 * @throws OrderSagaError `not_found`, `version_mismatch` (RFC 9110, If-Match), `idempotency_key_reused`
 */
export async function takeInHand(db: Db, call: OrderCall, { check, isDone }: Checks = {}): Promise<OrderInHand> {
  const { keyed } = call;
  const order = await readOwn(db, call);
  const standing = keyed ? await findClaim(db, keyed) : undefined;
  if (keyed && standing) {
    assertSameBody(standing, keyed);
    const id = standing.orderId;
    if (await (isDone?.(order, id) ?? isKnown(db, order.id, id))) return { order, id, isDone: true };
  }
  assertMatching(order, call.header('if-match'));
  check?.(order);
  const claim = keyed && (await claimFor(db, keyed, newId()));
  return { order, id: claim?.orderId ?? newId(), isDone: false };
}

/** @throws OrderSagaError `version_mismatch` */
function assertMatching({ version }: Order, ifMatch: string | undefined): void {
  if (ifMatch === undefined || ifMatch === '*') return;
  const wanted = ifMatch.split(',').map((tag) => tag.trim());
  if (wanted.includes(`"${version}"`)) return;
  throw new OrderSagaError('version_mismatch', `The order is at version ${version}`, { version });
}
