import type { Request } from 'express';
import { ulid } from 'ulid';
import { toCheckout } from '../../../api/checkout.ts';
import { fingerprint, idempotencyKey } from '../../../api/idempotency.ts';
import { check } from '../../../api/validation.ts';
import { PlaceOrder } from '../../../contracts/http.ts';
import { OrderSagaError } from '../../../domain/errors.ts';
import type { Checkout, KeyClaim } from '../../../domain/gateway.ts';
import { isStorefront } from '../../../domain/storefronts.ts';

/**
 * What a request asks for, validated by the schema that everybody uses, with a new order's id and the claim of its key.
 * @throws OrderSagaError `unauthenticated`, `invalid_request`, `idempotency_key_required`
 */
export function readCheckout(request: Request): Checkout & { claim: KeyClaim } {
  const storefront = request.get('authorization')?.replace('Bearer bench-', '');
  if (!isStorefront(storefront)) throw new OrderSagaError('unauthenticated');
  const key = idempotencyKey(request.get('idempotency-key'));
  const body = check(PlaceOrder, request.body);
  const orderId = ulid();
  const claim = { scope: 'bench POST /v1/orders', key, fingerprint: fingerprint(body), orderId };
  return { ...toCheckout(orderId, storefront, body), claim };
}
