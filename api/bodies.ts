import { promisify } from 'node:util';
import { json, raw, type Request, type Response } from 'express';
import type { Operation } from '../contracts/operations.ts';
import { OrderSagaError } from '../domain/errors.ts';

/** Of a body in JSON, and of a line of a batch. */
export const BODY_LIMIT = 256 * 1024;
/** 8 KiB for each of a thousand lines. It is in memory until the last of them is decided. */
const BATCH_LIMIT = 8 * 1024 * 1024;

const readJson = promisify(json({ limit: BODY_LIMIT, type: () => true }));
const readBytes = promisify(raw({ limit: BATCH_LIMIT, type: () => true }));

/**
 * What an operation is sent: parsed JSON, or bytes where it has a type of its own. No body is an empty one: `POST …/cancel`
 * needs none.
 * @throws OrderSagaError `unsupported_media_type`; what body-parser throws
 */
export async function readBody(request: Request, response: Response, { bodyType }: Operation): Promise<unknown> {
  assertType(request, bodyType === undefined ? ['application/json', 'application/*+json'] : [bodyType]);
  if (bodyType === undefined) {
    await readJson(request, response);
    return request.body ?? {};
  }
  await readBytes(request, response);
  return request.body ?? new Uint8Array();
}

/**
 * A body without a type is taken for what it should be (RFC 9110, 8.3).
 * @throws OrderSagaError `unsupported_media_type`
 */
function assertType(request: Request, types: string[]): void {
  const type = request.get('content-type');
  if (type === undefined || !hasBody(request) || request.is(types)) return;
  throw new OrderSagaError('unsupported_media_type', `A body of the type ${JSON.stringify(type)} is not read`);
}

/** RFC 9112, 6.3. */
function hasBody({ headers }: Request): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}
