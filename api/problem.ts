import { randomInt } from 'node:crypto';
import type { ErrorRequestHandler, Response } from 'express';
import type { Logger } from 'pino';
import type { z } from 'zod';
import type { Problem } from '../contracts/http.ts';
import { isUnreachable } from '../db/errors.ts';
import { type ErrorCode, ERRORS, OrderSagaError } from '../domain/errors.ts';
import { noteProblem } from './tracing.ts';

/** How a caller comes in who was not let in (RFC 9110, 11.6.1: each 401 says so): a key (RFC 6750), or a signature. */
export const CHALLENGES: { [Code in ErrorCode]?: string } = {
  unauthenticated: 'Bearer',
  invalid_signature: 'StandardWebhooks',
};

/** What body-parser and Express themselves throw. */
interface HttpError extends Error {
  status: number;
  type?: string;
  /** Of a body that is over it, in bytes. */
  limit?: number;
}

/**
 * Answers every error as RFC 9457 `application/problem+json`: never a stack trace, never SQL.
 * @param publicUrl where the pages about the errors are
 */
export function problems(log: Logger, publicUrl: string): ErrorRequestHandler {
  return (thrown, _request, response, next) => {
    const error = toldOf(log, thrown, requestId(response));
    // In the middle of its answer: it is broken off.
    if (response.headersSent) return next(thrown);
    sendProblem(response, error, publicUrl);
  };
}

/** Whatever was thrown, as its caller is told; what is our fault is in the log. */
export function toldOf(log: Logger, thrown: unknown, request: string): OrderSagaError {
  const error = named(thrown);
  if (error.code === 'internal_error' || isUnreachable(thrown) || error.cause !== undefined)
    log.error({ err: thrown, requestId: request }, 'a request failed');
  return error;
}

function sendProblem(response: Response, error: OrderSagaError, publicUrl: string): void {
  const problem = problemOf(error, publicUrl, requestId(response));
  noteProblem(response, problem.code);
  const challenge = CHALLENGES[error.code];
  if (challenge !== undefined) response.set('WWW-Authenticate', challenge);
  if (problem.retryable && !response.hasHeader('Retry-After')) {
    response.set('Retry-After', String(secondsUntil(error.code)));
  }
  response.status(problem.status).type('application/problem+json').send(JSON.stringify(problem));
}

/** Who is turned away because too many came is not to come again with all the others. */
function secondsUntil(code: ErrorCode): number {
  return code === 'overloaded' ? randomInt(2, 6) : 1;
}

/** RFC 9457. */
export function problemOf(error: OrderSagaError, publicUrl: string, request: string): z.infer<typeof Problem> {
  const { status: override, ...details } = error.details;
  const { title, status, retryable } = ERRORS[error.code];
  return {
    type: `${publicUrl}/problems/${error.code}`,
    title,
    status: error.code === 'invalid_request' && override === 400 ? 400 : status,
    detail: error.message,
    code: error.code,
    requestId: request,
    retryable,
    ...details,
  };
}

export function requestId(response: Response): string {
  return String(response.getHeader('X-Request-Id'));
}

/** Whatever was thrown, as one of the registry's. */
export function named(thrown: unknown): OrderSagaError {
  if (thrown instanceof OrderSagaError) return thrown;
  if (isHttpError(thrown)) {
    if (thrown.status === 413)
      return new OrderSagaError('body_too_large', `The body is over ${(thrown.limit ?? 0) / 1024} KiB`);
    // Where JSON breaks off, V8 quotes what is around it.
    const detail = thrown.type === 'entity.parse.failed' ? 'The body is no JSON' : thrown.message;
    return new OrderSagaError('invalid_request', detail, { status: 400 });
  }
  if (isUnreachable(thrown)) return new OrderSagaError('dependency_unavailable', 'The database cannot be reached');
  return new OrderSagaError('internal_error');
}

function isHttpError(thrown: unknown): thrown is HttpError {
  return thrown instanceof Error && 'status' in thrown && Number(thrown.status) >= 400 && Number(thrown.status) < 500;
}
