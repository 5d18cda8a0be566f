import { createHash } from 'node:crypto';
import type { Request } from 'express';
import type { Role } from '../contracts/operations.ts';
import { OrderSagaError } from '../domain/errors.ts';
import type { Order } from '../domain/order.ts';
import { isStorefront, type Storefront } from '../domain/storefronts.ts';

/** Who calls. A checkout has one storefront, the others see all. */
export interface Caller {
  name: string;
  role: Role;
  storefront: Storefront | null;
}

/** An API key as it is configured. */
export interface KeySetting {
  key: string;
  name: string;
  role: Role;
  storefront: string | null;
}

export type Authenticate = (request: Request) => Caller;

/**
 * Knows callers by `Authorization: Bearer <key>` (RFC 6750). Keys are looked up by their digest, so that the time a
 * look-up takes says nothing about a key.
 * @throws RangeError for a key whose storefront does not exist
 */
export function keyring(keys: readonly KeySetting[]): Authenticate {
  const callers = new Map<string, Caller>();
  for (const { key, name, role, storefront } of keys) {
    if (storefront !== null && !isStorefront(storefront)) {
      throw new RangeError(`API_KEYS: ${name} has an unknown storefront ${storefront}`);
    }
    callers.set(digest(key), { name, role, storefront });
  }
  return (request) => {
    const [scheme, token, ...rest] = (request.get('authorization') ?? '').split(' ');
    const caller =
      scheme?.toLowerCase() === 'bearer' && token && rest.length === 0 ? callers.get(digest(token)) : undefined;
    if (!caller) throw new OrderSagaError('unauthenticated');
    return caller;
  };
}

/** @throws OrderSagaError `not_found` for another storefront's order: a caller learns nothing of it */
export function ownOrder(caller: Caller, order: Order | null, orderId: string): Order {
  if (!order || (caller.storefront !== null && order.storefront !== caller.storefront)) {
    throw new OrderSagaError('not_found', `There is no order ${orderId}`);
  }
  return order;
}

function digest(key: string): string {
  return createHash('sha256').update(key).digest('hex');
}
