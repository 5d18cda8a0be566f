import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import type { Db, Tx } from '../db/client.ts';
import { claimKey } from '../db/idempotency.ts';
import { OrderSagaError } from '../domain/errors.ts';
import type { KeyClaim, KeyedRequest, SealedKey } from '../domain/gateway.ts';
import type { Caller } from './caller.ts';

/**
 * The key of a request (IETF draft-ietf-httpapi-idempotency-key-header), bare or as a quoted string.
 * @throws OrderSagaError `idempotency_key_required`; `invalid_request` for one that is not 1-255 printable ASCII
 */
export function idempotencyKey(header: string | undefined): string {
  if (header === undefined) throw new OrderSagaError('idempotency_key_required');
  const key = /^"(.*)"$/.exec(header)?.[1] ?? header;
  if (!/^[\x20-\x7e]{1,255}$/.test(key)) {
    throw new OrderSagaError('invalid_request', 'Idempotency-Key: 1 to 255 printable ASCII characters', {
      status: 400,
    });
  }
  return key;
}

/**
 * A caller's request under its key, which is of this path alone.
 * @throws OrderSagaError as {@link idempotencyKey} does
 */
export function keyedBy(caller: Caller, path: string, key: string | undefined, body: unknown): KeyedRequest {
  return { scope: `${caller.name} POST ${path}`, key: idempotencyKey(key), fingerprint: fingerprint(body) };
}

/** SHA-256 of the body in canonical JSON (RFC 8785): the order of its fields does not matter. */
export function fingerprint(body: unknown): string {
  return createHash('sha256')
    .update(canonicalize(body) ?? '')
    .digest('hex');
}

/**
 * Claims a request's key for what it makes, unless it has made something before.
 * @param id of what it makes
 * @param sealed a new order's own key, kept with the claim
 * @returns the first claim
 * @throws OrderSagaError `idempotency_key_reused`
 */
export async function claimFor(db: Db | Tx, request: KeyedRequest, id: string, sealed?: SealedKey): Promise<KeyClaim> {
  const claim = await claimKey(db, { ...request, orderId: id, ...(sealed && { sealed }) });
  assertSameBody(claim, request);
  return claim;
}

/** @throws OrderSagaError `idempotency_key_reused` */
export function assertSameBody(claim: KeyClaim, { fingerprint: asked }: KeyedRequest): void {
  if (claim.fingerprint !== asked) throw new OrderSagaError('idempotency_key_reused');
}
