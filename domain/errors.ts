/**
 * Every failure that somebody outside can see, in one table: its code, the HTTP status it becomes (RFC 9457), its
 * title, whether the same request may succeed later, and what its page says to whoever meets it.
 */
export const ERRORS = {
  invalid_request: {
    status: 422,
    title: 'The request is not valid',
    retryable: false,
    help: 'A part of the request is not as the reference has it. `errors` names each field by its JSON pointer; status 400 means that the request could not be read at all. Nothing was made.',
  },
  body_too_large: {
    status: 413,
    title: 'The body is too large',
    retryable: false,
    help: 'A body has 256 KiB at most, a batch 8 MiB, and each of its lines 256 KiB. Nothing was made.',
  },
  headers_too_large: {
    status: 431,
    title: 'Path and headers are too large',
    retryable: false,
    help: 'The path and all headers together have 16 KiB at most. Nothing was made.',
  },
  request_timeout: {
    status: 408,
    title: 'The request did not come to its end in time',
    retryable: true,
    help: 'Headers have 30 seconds to arrive, the whole request has 60. Nothing was made: send it again.',
  },
  unsupported_media_type: {
    status: 415,
    title: 'The body is of another type',
    retryable: false,
    help: 'A body is JSON: send it with `Content-Type: application/json`, a batch with `application/x-ndjson`. One without a type is taken for that. Nothing was made.',
  },
  unauthenticated: {
    status: 401,
    title: 'A valid API key is needed',
    retryable: false,
    help: 'Send `Authorization: Bearer <key or token>`. A key may have expired or been revoked; a token may be out of date, or not be meant for this API.',
  },
  invalid_signature: {
    status: 401,
    title: 'The webhook is not signed by anybody we know',
    retryable: false,
    help: 'Sign `<webhook-id>.<webhook-timestamp>.<body>` as the Standard Webhooks spec has it, with the secret that you were given, over the body byte for byte as it is sent. A timestamp may be five minutes off.',
  },
  forbidden: {
    status: 403,
    title: 'This API key may not do that',
    retryable: false,
    help: 'The caller is known, and its role or scopes do not include this operation.',
  },
  not_found: {
    status: 404,
    title: 'There is no such thing',
    retryable: false,
    help: "It does not exist, or belongs to another storefront: a caller learns nothing of others' orders.",
  },
  method_not_allowed: {
    status: 405,
    title: 'The resource has no such method',
    retryable: false,
    help: 'The path exists; the header `Allow` says which methods it has.',
  },
  idempotency_key_required: {
    status: 400,
    title: 'An Idempotency-Key is required',
    retryable: false,
    help: 'Send a header `Idempotency-Key` of 1 to 255 printable ASCII characters, new for each order or refund, and the same again when you send the same request again.',
  },
  idempotency_key_reused: {
    status: 422,
    title: 'The Idempotency-Key was used with another body',
    retryable: false,
    help: 'The key has been used with another body. Use a new key for a new request; a key is remembered for 30 days.',
  },
  idempotency_in_progress: {
    status: 409,
    title: 'The first request with this Idempotency-Key is still being decided',
    retryable: true,
    help: 'Send the same request under the same key again after `Retry-After` seconds: it will be answered as the first one is. `orderId` can be read meanwhile.',
  },
  version_mismatch: {
    status: 412,
    title: 'It has changed since that version',
    retryable: false,
    help: 'Somebody has changed it since you read it (`If-Match`). Read it again, look whether your change is still right, and send it with the new `ETag`; `version` is the current one.',
  },
  payment_declined: {
    status: 402,
    title: 'The payment was declined',
    retryable: false,
    help: 'The bank said no. The order is canceled and its stock is free; place another one with another payment.',
  },
  authentication_required: {
    status: 402,
    title: 'The payment needs authentication',
    retryable: false,
    help: 'The bank wants the customer to confirm the payment (3-D Secure). Have that done, and place another order.',
  },
  out_of_stock: {
    status: 409,
    title: 'Not enough stock',
    retryable: false,
    help: '`lines` says which SKUs are short, with what was asked for and what there is. Nothing was reserved or charged.',
  },
  unknown_sku: {
    status: 422,
    title: 'There is no such SKU',
    retryable: false,
    help: 'No warehouse has ever had this SKU. Nothing was reserved or charged.',
  },
  customer_rejected: {
    status: 422,
    title: 'The customer was rejected',
    retryable: false,
    help: 'The customer service does not know the customer, or does not let it order. Nothing was charged.',
  },
  invalid_transition: {
    status: 409,
    title: 'The order is in a state that does not allow that',
    retryable: false,
    help: 'Read the order: it has shipped, has been canceled, or is on hold by now. `detail` says what stands against it.',
  },
  refund_exceeds_captured: {
    status: 409,
    title: 'More than is left to give back',
    retryable: false,
    help: 'What was captured less what has been given back is all that can be refunded, of each line and of the order.',
  },
  refund_failed: {
    status: 409,
    title: 'The refund failed',
    retryable: false,
    help: "The payment provider refused the refund for good; the order's `attention` says why, and an operator can see to it.",
  },
  return_window_closed: {
    status: 409,
    title: 'The return window has closed',
    retryable: false,
    help: "Goods can be sent back for so many days after their delivery; the storefront's settings say how many.",
  },
  review_rejected: {
    status: 422,
    title: 'The order was rejected in review',
    retryable: false,
    help: 'A person has looked at the order and said no. All of it was given back.',
  },
  review_expired: {
    status: 422,
    title: 'The order was not reviewed in time',
    retryable: false,
    help: 'Nobody had looked at the order when its time was up. All of it was given back.',
  },
  rate_limited: {
    status: 429,
    title: 'Too many requests',
    retryable: true,
    help: 'Send less, or come again after `Retry-After` seconds. The headers `RateLimit` and `RateLimit-Policy` say how much is left, of your key and of your storefront.',
  },
  overloaded: {
    status: 503,
    title: 'More orders come than can be taken up in time',
    retryable: true,
    help: 'Nothing was made. Send the same request under the same key again after `Retry-After` seconds.',
  },
  too_many_endpoints: {
    status: 409,
    title: 'The storefront has as many webhook endpoints as it may',
    retryable: false,
    help: 'A storefront has 50 webhook endpoints at most: each of its events goes to all of them. Delete one that nobody needs.',
  },
  endpoint_disabled: {
    status: 409,
    title: 'The webhook endpoint is disabled',
    retryable: false,
    help: 'Nothing is sent to it: it answered 410, or somebody has disabled it. Enable it first (`PATCH` with `enabled: true`).',
  },
  dependency_unavailable: {
    status: 503,
    title: 'A service stayed away too long',
    retryable: true,
    help: 'A service that is needed did not answer. With an `orderId` the order was given up and canceled; without one nothing was made. Try again after `Retry-After` seconds: a canceled order needs a new key.',
  },
  internal_error: {
    status: 500,
    title: 'Something went wrong on our side',
    retryable: true,
    help: 'Our fault. Send the same request under the same key again; if it stays so, tell us the `requestId`.',
  },
} as const satisfies Record<string, { status: number; title: string; retryable: boolean; help: string }>;

export type ErrorCode = keyof typeof ERRORS;

/** What a code needs beside its text: `errors` with JSON pointers, `lines` that are short, `orderId`, a `status`. */
export type ErrorDetails = Record<string, unknown>;

/** The one error with a name: `code` is a row of {@link ERRORS}. */
export class OrderSagaError extends Error {
  readonly code: ErrorCode;
  readonly details: ErrorDetails;

  /** @param options with a `cause` it is none of the caller's doing, and the log has it */
  constructor(
    code: ErrorCode,
    message: string = ERRORS[code].title,
    details: ErrorDetails = {},
    options?: { cause: unknown },
  ) {
    super(message, options);
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
