import { z } from 'zod';
import { IdempotencyKey } from '../contracts/http-batches.ts';
import {
  InventoryView,
  OrderVersion,
  OrderView,
  RefundList,
  RefundView,
  ReturnList,
  ReturnView,
} from '../contracts/http.ts';
import { WebhookEndpointView, WebhookEndpointWithSecret } from '../contracts/http-webhooks.ts';
import type { OperationRow } from '../contracts/operations.ts';
import type { SignedOperation } from '../contracts/signed-operations.ts';
import { CHALLENGES } from './problem.ts';

/** What is shown of one order goes with its version, and whatever has one of its own. */
const VERSIONED: readonly z.ZodType[] = [
  OrderView,
  RefundView,
  RefundList,
  ReturnView,
  ReturnList,
  InventoryView,
  WebhookEndpointView,
  WebhookEndpointWithSecret,
];

/** As it is sent; api/idempotency.ts takes it quoted, too. */
const Key = IdempotencyKey.meta({
  description: 'New for each request, and the same again when that is sent again',
});
const IfMatch = z.string().meta({ description: 'The ETag that it must still have' });
const IfNoneMatch = z.string().meta({ description: 'The ETag that the caller has already' });

const RequestId = z.string().meta({ description: "The caller's own where it sent one: give it when you ask about it" });
const ETag = z.string().meta({ pattern: '^"[0-9]+"$', description: 'Its version, for If-Match' });
const StockTag = z.string().meta({
  pattern: '^"[0-9]+-[A-Za-z0-9_-]+"$',
  description: 'Its version, which is all that If-Match goes by, and what of the rest moves without one',
});
const Location = z.string().meta({ format: 'uri-reference', description: 'Where the order is' });
const RetryAfter = z.string().meta({ pattern: '^[0-9]+$', description: 'Seconds after which to ask again' });
const Replayed = z
  .literal('true')
  .optional()
  .meta({ description: 'The answer that the first request with this Idempotency-Key got' });
const Challenge = z.literal(CHALLENGES.unauthenticated ?? '').meta({ description: 'RFC 6750' });
const SignedChallenge = z
  .literal(CHALLENGES.invalid_signature ?? '')
  .meta({ description: 'https://www.standardwebhooks.com' });
const Disposition = z.string().meta({ description: 'A name for the file' });

/** Whether its answers carry a version: of what is there no more, there is none to go by. */
export function isVersioned({ method, answers }: OperationRow): boolean {
  return method !== 'delete' && Object.values(answers).some((schema) => VERSIONED.includes(schema));
}

export function requestHeaders(operation: OperationRow | SignedOperation) {
  if ('headers' in operation) return operation.headers;
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

const isLive = ({ stream }: OperationRow) => stream?.includes('text/event-stream') ?? false;

/** A signed one has its `webhook-id`, a batch one in each line. */
const isKeyed = (operation: OperationRow | SignedOperation) =>
  operation.method === 'post' && operation.idempotencyKey !== 'of each line' && !('headers' in operation);

/** Of a good answer. */
export function answerHeaders(operation: OperationRow | SignedOperation, status: number) {
  const { method, path, stream } = operation;
  const isNew = method === 'post' && path === '/v1/orders';
  return z.object({
    'X-Request-Id': RequestId,
    ...(isVersioned(operation) ? { ETag: operation.answers[200] === InventoryView ? StockTag : ETag } : {}),
    ...(isNew ? { Location } : {}),
    ...(isNew && status === 202 ? { 'Retry-After': RetryAfter.optional() } : {}),
    ...(isKeyed(operation) && status !== 202 ? { 'Idempotent-Replayed': Replayed } : {}),
    ...(stream && method === 'get' && !isLive(operation) ? { 'Content-Disposition': Disposition } : {}),
  });
}

/** Of a refusal; `isRetryable` where one of its codes is, `isAlways` where all of them are. */
export function problemHeaders(
  operation: OperationRow | SignedOperation,
  status: number,
  retryable: 'always' | 'perhaps' | 'never',
) {
  return z.object({
    'X-Request-Id': RequestId,
    ...(status === 401 ? { 'WWW-Authenticate': 'headers' in operation ? SignedChallenge : Challenge } : {}),
    ...(retryable === 'never' ? {} : { 'Retry-After': retryable === 'always' ? RetryAfter : RetryAfter.optional() }),
    ...(isKeyed(operation) && [402, 409, 422, 503].includes(status) ? { 'Idempotent-Replayed': Replayed } : {}),
  });
}
