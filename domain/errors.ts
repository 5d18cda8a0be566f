/**
 * Every failure that somebody outside can see, in one table: its code, the HTTP status it becomes (RFC 9457), its
 * title, and whether the same request may succeed later.
 */
export const ERRORS = {
  invalid_request: { status: 422, title: 'The request is not valid', retryable: false },
  body_too_large: { status: 413, title: 'The body is too large', retryable: false },
  unauthenticated: { status: 401, title: 'A valid API key is needed', retryable: false },
  forbidden: { status: 403, title: 'This API key may not do that', retryable: false },
  not_found: { status: 404, title: 'There is no such thing', retryable: false },
  idempotency_key_required: { status: 400, title: 'An Idempotency-Key is required', retryable: false },
  idempotency_key_reused: {
    status: 422,
    title: 'The Idempotency-Key was used with another body',
    retryable: false,
  },
  idempotency_in_progress: {
    status: 409,
    title: 'The first request with this Idempotency-Key is still being decided',
    retryable: true,
  },
  version_mismatch: { status: 412, title: 'The order has changed since that version', retryable: false },
  payment_declined: { status: 402, title: 'The payment was declined', retryable: false },
  authentication_required: { status: 402, title: 'The payment needs authentication', retryable: false },
  out_of_stock: { status: 409, title: 'Not enough stock', retryable: false },
  unknown_sku: { status: 422, title: 'There is no such SKU', retryable: false },
  customer_rejected: { status: 422, title: 'The customer was rejected', retryable: false },
  invalid_transition: { status: 409, title: 'The order is in a state that does not allow that', retryable: false },
  refund_exceeds_captured: { status: 409, title: 'More than is left to give back', retryable: false },
  refund_failed: { status: 409, title: 'The refund failed', retryable: false },
  return_window_closed: { status: 409, title: 'The return window has closed', retryable: false },
  review_rejected: { status: 422, title: 'The order was rejected in review', retryable: false },
  review_expired: { status: 422, title: 'The order was not reviewed in time', retryable: false },
  dependency_unavailable: { status: 503, title: 'A service stayed away too long', retryable: true },
  internal_error: { status: 500, title: 'Something went wrong on our side', retryable: true },
} as const satisfies Record<string, { status: number; title: string; retryable: boolean }>;

export type ErrorCode = keyof typeof ERRORS;

/** What a code needs beside its text: `errors` with JSON pointers, `lines` that are short, `orderId`, a `status`. */
export type ErrorDetails = Record<string, unknown>;

/** The one error with a name: `code` is a row of {@link ERRORS}. */
export class OrderSagaError extends Error {
  readonly code: ErrorCode;
  readonly details: ErrorDetails;

  constructor(code: ErrorCode, message: string = ERRORS[code].title, details: ErrorDetails = {}) {
    super(message);
    this.name = 'OrderSagaError';
    this.code = code;
    this.details = details;
  }
}

/** Errors cross process borders as text: they are known by their code, never by their class. */
export function isErrorCode(code: unknown): code is ErrorCode {
  return typeof code === 'string' && Object.hasOwn(ERRORS, code);
}

/** Why the saga refused an order; such an order ends CANCELED with this as its `cancelReason`. */
export const REFUSALS = [
  'payment_declined',
  'authentication_required',
  'out_of_stock',
  'unknown_sku',
  'customer_rejected',
  'review_rejected',
  'review_expired',
  'dependency_unavailable',
] as const satisfies readonly ErrorCode[];

export type Refusal = (typeof REFUSALS)[number];

export function isRefusal(code: unknown): code is Refusal {
  return REFUSALS.some((refusal) => refusal === code);
}

/** One field that is wrong, as a JSON pointer (RFC 6901). */
export function invalidField(pointer: string, detail: string): OrderSagaError {
  return new OrderSagaError('invalid_request', `${pointer}: ${detail}`, { errors: [{ pointer, detail }] });
}
