import type { Db, Tx } from '../db/client.ts';
import { newId } from '../db/ids.ts';
import { findEndpoint, lockEndpoint, type WebhookEndpoint } from '../db/webhook-endpoints.ts';
import { OrderSagaError } from '../domain/errors.ts';
import type { KeyedRequest } from '../domain/gateway.ts';
import type { Caller } from './caller.ts';
import { claimFor } from './idempotency.ts';

interface EndpointCall {
  caller: Caller;
  params: { endpointId: string };
}

/** The endpoint that the path names. @throws OrderSagaError `not_found`, also for another storefront's */
export async function read(db: Db, call: EndpointCall): Promise<WebhookEndpoint> {
  return ownEndpoint(call, await findEndpoint(db, call.params.endpointId));
}

/**
 * Where every change of one begins: of two callers who have seen the same, only one is to change it.
 * @throws OrderSagaError `not_found`, also for another storefront's
 */
export async function lock(tx: Tx, call: EndpointCall): Promise<WebhookEndpoint> {
  return ownEndpoint(call, await lockEndpoint(tx, call.params.endpointId));
}

/**
 * What a request makes has the id of the first one with its key: it is made once, and said again. In the transaction that
 * makes it, the key is claimed with what it has made, or not at all.
 * @throws OrderSagaError `idempotency_key_reused`
 */
export async function madeBy(db: Db | Tx, keyed: KeyedRequest | null): Promise<{ id: string; isRepeat: boolean }> {
  const id = newId();
  if (!keyed) return { id, isRepeat: false };
  const claim = await claimFor(db, keyed, id);
  return { id: claim.orderId, isRepeat: claim.orderId !== id };
}

export function noEndpoint(id: string): OrderSagaError {
  return new OrderSagaError('not_found', `There is no webhook endpoint ${id}`);
}

function ownEndpoint({ caller, params }: EndpointCall, endpoint: WebhookEndpoint | undefined): WebhookEndpoint {
  if (endpoint && (caller.storefront ?? endpoint.storefront) === endpoint.storefront) return endpoint;
  throw noEndpoint(params.endpointId);
}
