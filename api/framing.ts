import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import type { RequestHandler } from 'express';
import type { Logger } from 'pino';
import { newId } from '../db/ids.ts';
import { type ErrorCode, OrderSagaError } from '../domain/errors.ts';
import { problemOf } from './problem.ts';

/** Sent twice, they could be read as one thing here and as another by a proxy in front of us. */
const ONCE = ['host', 'authorization', 'idempotency-key', 'content-type', 'content-encoding'];

/** @throws OrderSagaError `invalid_request` for a request that could mean two things (RFC 9112, 3.2; RFC 9110, 5.3) */
export const assertPlain: RequestHandler = (request, _response, next) => {
  const { headersDistinct, httpVersion } = request;
  const name = ONCE.find((header) => (headersDistinct[header]?.length ?? 0) > 1);
  if (name !== undefined) throw new OrderSagaError('invalid_request', `${name}: sent twice`, { status: 400 });
  if (httpVersion === '1.1' && headersDistinct['host'] === undefined) {
    throw new OrderSagaError('invalid_request', 'host: is missing', { status: 400 });
  }
  next();
};

/** Whoever has left hears nothing any more, nor does who has not agreed on TLS: what is written to it would wait for ever. */
const UNHEARD = ['ECONNRESET', 'ERR_TLS_HANDSHAKE_TIMEOUT'];

/** By Node's codes; anything else is no HTTP. */
const CODES: Record<string, ErrorCode> = {
  HPE_HEADER_OVERFLOW: 'headers_too_large',
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 'body_too_large',
  ERR_HTTP_REQUEST_TIMEOUT: 'request_timeout',
};

/** For what Node cannot read, or has waited for too long: it is told why as anybody is, and the connection ends. */
export function refuseUnreadable(log: Logger, publicUrl: string) {
  return ({ code = '' }: NodeJS.ErrnoException, socket: Duplex): void => {
    if (!socket.writable || UNHEARD.includes(code)) {
      socket.destroy();
      return;
    }
    const known = CODES[code];
    const error = known
      ? new OrderSagaError(known)
      : new OrderSagaError('invalid_request', 'This is no HTTP request', { status: 400 });
    const problem = problemOf(error, publicUrl, newId());
    log.info({ requestId: problem.requestId, status: problem.status, reason: code }, 'no request');
    const body = JSON.stringify(problem);
    socket.end(
      [
        `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status]}`,
        'Connection: close',
        'Content-Type: application/problem+json',
        `Content-Length: ${Buffer.byteLength(body)}`,
        `X-Request-Id: ${problem.requestId}`,
        ...(problem.retryable ? ['Retry-After: 1'] : []),
        '',
        body,
      ].join('\r\n'),
    );
  };
}
