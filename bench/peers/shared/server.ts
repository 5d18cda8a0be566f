import { once } from 'node:events';
import express, { type ErrorRequestHandler, type RequestHandler } from 'express';
import { ERRORS, isErrorCode } from '../../../domain/errors.ts';

export interface Door {
  /** No new requests; those in hand are answered, for two seconds at most. */
  close: () => Promise<void>;
}

/** Express with the two routes of the bench, listening. */
export async function serve(port: number, placeOrder: RequestHandler): Promise<Door> {
  const app = express();
  app.disable('x-powered-by');
  app.set('etag', false);
  app.get('/health/ready', (_request, response) => {
    response.json({ status: 'ok' });
  });
  app.post('/v1/orders', express.json({ limit: '256kb' }), placeOrder);
  app.use(problems);
  const server = app.listen(port, '127.0.0.1');
  // The load pauses between its blocks: a connection that closes meanwhile would be an answer that never came.
  server.keepAliveTimeout = 0;
  await once(server, 'listening');
  return {
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeIdleConnections();
      const timer = setTimeout(() => server.closeAllConnections(), 2_000);
      await closed;
      clearTimeout(timer);
    },
  };
}

/** RFC 9457, by the table of domain/errors.ts. */
const problems: ErrorRequestHandler = (
  error: Error & { code?: unknown; details?: object },
  _request,
  response,
  next,
) => {
  if (response.headersSent) return next(error);
  const code = isErrorCode(error.code) ? error.code : 'internal_error';
  if (code === 'internal_error') process.stderr.write(`${error.stack ?? String(error)}\n`);
  const { status, title, retryable } = ERRORS[code];
  response
    .status(status)
    .type('application/problem+json')
    .send(
      JSON.stringify({
        type: `/problems/${code}`,
        title,
        status,
        detail: error.message,
        code,
        retryable,
        ...error.details,
      }),
    );
};
