import type { ZodError } from 'zod';

/** An answer that ends a request: the app sends `status` and `body` as they stand. */
export class HttpError extends Error {
  readonly status: number;
  readonly body: unknown;

  constructor(status: number, body: unknown) {
    super(`answered ${status}`);
    this.name = 'HttpError';
    this.status = status;
    this.body = body;
  }
}

/** Names what is wrong with a request of the simulators' own API (Stripe's has a shape of its own). */
export function badRequest(error: ZodError): HttpError {
  return new HttpError(400, {
    error: 'invalid_request',
    errors: error.issues.map((issue) => ({ pointer: `/${issue.path.join('/')}`, detail: issue.message })),
  });
}
