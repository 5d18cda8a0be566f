import { z } from 'zod';
import { IdempotencyKey } from '../contracts/http-batches.ts';
import { OrderVersion, OrderView, RefundList, RefundView, ReturnList, ReturnView } from '../contracts/http.ts';
import type { Operation } from '../contracts/operations.ts';

/** What is shown of one order goes with its version. */
const VERSIONED: readonly z.ZodType[] = [OrderView, RefundView, RefundList, ReturnView, ReturnList];

/** As it is sent; api/idempotency.ts takes it quoted, too. */
const Key = IdempotencyKey.meta({
  description: 'New for each request, and the same again when that is sent again',
});
const IfMatch = z.string().meta({ description: 'The ETag that the order must still have' });
const IfNoneMatch = z.string().meta({ description: 'The ETag that the caller has already' });

const RequestId = z.string().meta({ description: "The caller's own where it sent one: give it when you ask about it" });
const ETag = z.string().meta({ pattern: '^"[0-9]+"$', description: "The order's version, for If-Match" });
const Location = z.string().meta({ format: 'uri-reference', description: 'Where the order is' });
const RetryAfter = z.string().meta({ pattern: '^[0-9]+$', description: 'Seconds after which to ask again' });
const Replayed = z
  .literal('true')
  .optional()
  .meta({ description: 'The answer that the first request with this Idempotency-Key got' });
const Challenge = z.literal('Bearer').meta({ description: 'RFC 6750' });
const Disposition = z.string().meta({ description: 'A name for the file' });

/** Whether its answers carry the order's version. */
export function isVersioned({ answers }: Operation): boolean {
  return Object.values(answers).some((schema) => VERSIONED.includes(schema));
}

export function requestHeaders(operation: Operation) {
  const { method, idempotencyKey, errors } = operation;
  const key = Key.meta({ param: idempotencyKey === 'required' ? { example: 'cart-1' } : {} });
  return z.object({
    ...(isKeyed(operation) ? { 'Idempotency-Key': idempotencyKey === 'required' ? key : key.optional() } : {}),
    ...(isLive(operation)
      ? { 'Last-Event-ID': OrderVersion.optional().meta({ description: 'The version that was heard last' }) }
      : {}),
    ...(errors.includes('version_mismatch') ? { 'If-Match': IfMatch.optional() } : {}),
    ...(method === 'get' && isVersioned(operation) ? { 'If-None-Match': IfNoneMatch.optional() } : {}),
  });
}

const isKeyed = ({ method, idempotencyKey }: Operation) => method === 'post' && idempotencyKey !== 'of each line';

const isLive = ({ stream }: Operation) => stream?.includes('text/event-stream') ?? false;

/** Of a good answer. */
export function answerHeaders(operation: Operation, status: number) {
  const { method, path, stream } = operation;
  const isNew = method === 'post' && path === '/v1/orders';
  return z.object({
    'X-Request-Id': RequestId,
    ...(isVersioned(operation) ? { ETag } : {}),
    ...(isNew ? { Location } : {}),
    ...(isNew && status === 202 ? { 'Retry-After': RetryAfter.optional() } : {}),
    ...(isKeyed(operation) && status !== 202 ? { 'Idempotent-Replayed': Replayed } : {}),
    ...(stream && method === 'get' && !isLive(operation) ? { 'Content-Disposition': Disposition } : {}),
  });
}

/** Of a refusal; `isRetryable` where one of its codes is, `isAlways` where all of them are. */
export function problemHeaders(operation: Operation, status: number, retryable: 'always' | 'perhaps' | 'never') {
  return z.object({
    'X-Request-Id': RequestId,
    ...(status === 401 ? { 'WWW-Authenticate': Challenge } : {}),
    ...(retryable === 'never' ? {} : { 'Retry-After': retryable === 'always' ? RetryAfter : RetryAfter.optional() }),
    ...(isKeyed(operation) && [402, 409, 422, 503].includes(status) ? { 'Idempotent-Replayed': Replayed } : {}),
  });
}
