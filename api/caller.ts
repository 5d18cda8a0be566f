import type { Request } from 'express';
import { type Role, type Scope, scopesOf } from '../contracts/roles.ts';
import { digestOf, findKey } from '../db/api-keys.ts';
import type { Db } from '../db/client.ts';
import { OrderSagaError } from '../domain/errors.ts';
import type { Order } from '../domain/order.ts';
import { isStorefront, type Storefront } from '../domain/storefronts.ts';

/** Who calls. One with a storefront sees nothing of the others. */
export interface Caller {
  /** Whose Idempotency-Keys these are. */
  name: string;
  role: Role;
  storefront: Storefront | null;
  /** What it may: all that its role may, or less. */
  scopes: readonly Scope[];
}

/** An API key as it is configured. */
export interface KeySetting {
  key: string;
  name: string;
  role: Role;
  storefront: string | null;
}

/** Who has this key or token; undefined where it is none of these. */
export type Credentials = (token: string) => Caller | undefined | Promise<Caller | undefined>;

export type Authenticate = (request: Pick<Request, 'get'>) => Promise<Caller>;

/** Who has that key or token, wherever it came from. */
export async function authenticateWith(authenticate: Authenticate, token: string): Promise<Caller> {
  const headers = new Map([['authorization', `Bearer ${token}`]]);
  return await authenticate({ get: ((name: string) => headers.get(name.toLowerCase())) as Request['get'] });
}

/** `Authorization: Bearer <key or token>` (RFC 6750), whichever of these credentials knows it. */
export function authenticator(known: readonly Credentials[]): Authenticate {
  return async (request) => {
    const [scheme, token, ...rest] = (request.get('authorization') ?? '').split(' ');
    if (scheme?.toLowerCase() === 'bearer' && token && rest.length === 0) {
      for (const credentials of known) {
        const caller = await credentials(token);
        if (caller) return caller;
      }
    }
    throw new OrderSagaError('unauthenticated');
  };
}

/**
 * Keys from the settings. They are looked up by their digest, so that the time a look-up takes says nothing about a key.
 * @throws RangeError for a key whose storefront does not exist
 */
export function keyring(keys: readonly KeySetting[]): Credentials {
  const callers = new Map<string, Caller>();
  for (const { key, name, role, storefront } of keys) {
    if (storefront !== null && !isStorefront(storefront)) {
      throw new RangeError(`API_KEYS: ${name} has an unknown storefront ${storefront}`);
    }
    callers.set(digestOf(key), { name, role, storefront, scopes: scopesOf(role) });
  }
  return (token) => callers.get(digestOf(token));
}

/** Keys that operators gave out: `npm run ops -- keys`. */
export function storedKeys(db: Db): Credentials {
  return async (token) => {
    const row = await findKey(db, token);
    return row && { name: row.name, role: row.role, storefront: row.storefront, scopes: granted(row.role, row.scopes) };
  };
}

/** Nobody has more than its role, whatever it was given. */
export function granted(role: Role, given: readonly string[] | null): Scope[] {
  return scopesOf(role).filter((scope) => given === null || given.includes(scope));
}

/**
 * The storefront that somebody asks about, or its own; null: every one.
 * @throws OrderSagaError `not_found` for another one, and for one that is not there
 */
export function storefrontAsked({ storefront: its }: Caller, asked: string | undefined): Storefront | null {
  if (asked === undefined) return its;
  if (!isStorefront(asked) || (its !== null && asked !== its))
    throw new OrderSagaError('not_found', `There is no storefront ${asked}`);
  return asked;
}

/** @throws OrderSagaError `not_found` for another storefront's order: a caller learns nothing of it */
export function ownOrder(caller: Caller, order: Order | null, orderId: string): Order {
  if (!order || (caller.storefront !== null && order.storefront !== caller.storefront)) {
    throw new OrderSagaError('not_found', `There is no order ${orderId}`);
  }
  return order;
}
