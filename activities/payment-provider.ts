import type { Minor } from '../domain/money.ts';

export interface AuthorizationRequest {
  /** The durable intent, sent as Idempotency-Key: the same key never authorizes twice. */
  key: string;
  orderId: string;
  amount: Minor;
  currency: string;
  method: string;
  customerId: string | null;
  /** When the intent was stored. */
  since: Date;
}

export interface LookupRequest extends Pick<AuthorizationRequest, 'orderId' | 'customerId' | 'since'> {
  /** Nothing was asked for later. */
  until?: Date;
  /** Where it is known it is looked at alone, unless a customer narrows the search down. */
  intentId?: string | null;
}

/** The payment service, as the saga needs it. Whatever it throws but a refusal may succeed when tried again. */
export interface PaymentProvider {
  /**
   * Authorizes, and captures nothing.
   * @returns the provider's id of the authorization
   * @throws OrderSagaError `payment_declined`, `authentication_required`; `dependency_unavailable` when asking again
   *   cannot help
   */
  authorize(request: AuthorizationRequest): Promise<string>;
  /** The ids of all that the order ever asked for and that is not canceled, also where its answer never arrived. */
  findOpen(request: LookupRequest): Promise<string[]>;
  /** The ids of all that holds or took the customer's money for the order. */
  findHeld(request: LookupRequest): Promise<string[]>;
  /**
   * Takes all that the authorization holds; one that was captured before is fine.
   * @returns the amount that was taken
   * @throws OrderSagaError `payment_declined`, or `dependency_unavailable` when asking again with this key cannot help
   */
  capture(id: string, key: string): Promise<Minor>;
  /**
   * Cancels it; one that was canceled before is fine.
   * @returns the amount that this freed, 0 when nothing was authorized any more
   * @throws OrderSagaError `invalid_transition` for one that was captured
   */
  cancel(id: string, key: string): Promise<Minor>;
}
