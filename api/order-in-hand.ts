import type { Db } from '../db/client.ts';
import { findOrder } from '../db/orders.ts';
import { OrderSagaError } from '../domain/errors.ts';
import type { Order } from '../domain/order.ts';
import { type Caller, ownOrder } from './caller.ts';

interface OrderCall {
  caller: Caller;
  params: { id: string };
  header: (name: string) => string | undefined;
}

/** The order that the path names. @throws OrderSagaError `not_found`, also for another storefront's */
export async function readOwn(
  db: Db,
  { caller, params: { id } }: Pick<OrderCall, 'caller' | 'params'>,
): Promise<Order> {
  return ownOrder(caller, await findOrder(db, id), id);
}

/** The order that is about to change. @throws OrderSagaError `not_found`, `version_mismatch` (RFC 9110, If-Match) */
export async function readMatching(db: Db, call: OrderCall): Promise<Order> {
  const order = await readOwn(db, call);
  const ifMatch = call.header('if-match');
  if (ifMatch === undefined || ifMatch === '*') return order;
  const wanted = ifMatch.split(',').map((tag) => tag.trim());
  if (wanted.includes(`"${order.version}"`)) return order;
  throw new OrderSagaError('version_mismatch', `The order is at version ${order.version}`, { version: order.version });
}
