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
  /** The customer is not there (a later authorization of the same order). */
  offSession?: boolean;
}

/** What the provider holds. */
export interface Authorized {
  /** The provider's id of it. */
  id: string;
  /** Until when it can be captured, RFC 3339; null where the provider does not say. */
  captureBefore: string | null;
  /** Whether it can be captured in parts; otherwise the first capture gives back the rest. */
  multicapture: boolean;
}

export interface CaptureRequest {
  id: string;
  key: string;
  amount: Minor;
  /** What had been captured of it before: tells whether a call whose answer was lost took the money. */
  capturedBefore: Minor;
  /** Nothing more will be captured of it: what is left is given back. True always without multicapture. */
  final: boolean;
  /** When the intent was stored. */
  since: Date;
}

export interface RefundRequest {
  /** Of the authorization that was captured. */
  id: string;
  key: string;
  orderId: string;
  amount: Minor;
}

export interface LookupRequest extends Pick<AuthorizationRequest, 'orderId' | 'customerId' | 'since'> {
  /** Nothing was asked for later. */
  until?: Date;
  /** Where any are known they are looked at alone, unless a customer narrows the search down. */
  intentIds?: readonly string[];
}

/** What the provider has done for an order, by its own books. */
export interface ProviderBooks {
  authorized: Minor;
  captured: Minor;
  refunded: Minor;
}

/** An authorization that somebody asked for. */
export interface Asked {
  /** The provider's id of it. */
  id: string;
  orderId: string;
}

/** The payment service, as the saga needs it. Whatever it throws but a refusal may succeed when tried again. */
export interface PaymentProvider {
  /**
   * Authorizes, and captures nothing.
   * @throws OrderSagaError `payment_declined`, `authentication_required`; `dependency_unavailable` when asking again
   *   cannot help
   */
  authorize(request: AuthorizationRequest): Promise<Authorized>;
  /** The ids of all that the order ever asked for and that is not canceled, also where its answer never arrived. */
  findOpen(request: LookupRequest): Promise<string[]>;
  /** The ids of all that holds or took the customer's money for the order. */
  findHeld(request: LookupRequest): Promise<string[]>;
  /**
   * Takes so much of what the authorization holds; a call that was made before is known by its key, and by what has been
   * captured since.
   * @throws OrderSagaError `payment_declined`, or `dependency_unavailable` when asking again with this key cannot help
   */
  capture(request: CaptureRequest): Promise<void>;
  /**
   * Gives back all that the authorization still holds, whether a part of it was captured or not; one that holds nothing any
   * more is fine.
   * @returns the amount that this freed
   * @throws OrderSagaError `dependency_unavailable` when asking again with this key cannot help
   */
  release(id: string, key: string): Promise<Minor>;
  /**
   * Gives captured money back; done only when the provider says so.
   * @throws OrderSagaError `refund_failed` where it failed, or `dependency_unavailable` when asking again with this key
   *   cannot help; an Error while it is pending
   */
  refund(request: RefundRequest): Promise<void>;
  /**
   * Cancels it; one that was canceled before is fine.
   * @returns the amount that this freed, 0 when nothing was authorized any more
   * @throws OrderSagaError `invalid_transition` for one that was captured
   */
  cancel(id: string, key: string): Promise<Minor>;
  /** The sums of these authorizations by the provider's books: `authorized` is what it holds still. */
  books(ids: readonly string[]): Promise<ProviderBooks>;
  /** All that orders asked for since, whatever became of it: a look at the whole shop, for after a restore. */
  askedSince(since: Date): Promise<Asked[]>;
}
