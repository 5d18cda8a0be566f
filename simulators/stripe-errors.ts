import type { ZodError } from 'zod';
import { HttpError } from './http-error.ts';

/** A request that Stripe refuses before it does anything: such an answer is not kept under the idempotency key. */
export class StripeRefusal extends HttpError {}

const body = (error: Record<string, unknown>) => ({ error });

/** `amount`, or `metadata[orderId]`: how Stripe writes the path of a form field. */
const parameter = ([first, ...rest]: readonly PropertyKey[]) =>
  first === undefined ? undefined : String(first) + rest.map((part) => `[${String(part)}]`).join('');

export function invalidParameter(error: ZodError): StripeRefusal {
  const issue = error.issues[0];
  const param = parameter(issue?.path ?? []);
  const missing = issue?.code === 'invalid_type' && issue.message.endsWith('received undefined');
  return new StripeRefusal(
    400,
    body({
      type: 'invalid_request_error',
      ...(missing ? { code: 'parameter_missing' } : {}),
      message: missing ? `Missing required param: ${param}.` : `Invalid ${param}: ${issue?.message}`,
      param,
    }),
  );
}

/** Nothing has this id. Stripe answers 404 when the id is in the path, and 400 when it is a parameter. */
export function resourceMissing(status: 400 | 404, what: string, id: string, param: string): StripeRefusal {
  const message = `No such ${what}: '${id}'`;
  return new StripeRefusal(status, body({ type: 'invalid_request_error', code: 'resource_missing', message, param }));
}

export function keyReused(key: string): StripeRefusal {
  const message = `Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other than '${key}' if you meant to execute a different request.`;
  return new StripeRefusal(400, body({ type: 'idempotency_error', message }));
}

export function keyInUse(key: string): StripeRefusal {
  const message = `There is currently another in-progress request using the idempotency key '${key}'. Please try again later.`;
  return new StripeRefusal(409, body({ type: 'idempotency_error', code: 'idempotency_key_in_use', message }));
}

export function unavailable(): StripeRefusal {
  return new StripeRefusal(503, body({ type: 'api_error', message: 'The service is temporarily unavailable.' }));
}

/** What an accident during processing looks like; kept under the key, as Stripe keeps it. */
export const API_ERROR = {
  status: 500,
  body: body({ type: 'api_error', message: 'An unknown error occurred' }),
} as const;

/** What the intent's status does not allow. Stripe sends the intent along, so that a caller sees where it stands. */
export function unexpectedState(message: string, intent: unknown) {
  return {
    status: 400,
    body: body({
      type: 'invalid_request_error',
      code: 'payment_intent_unexpected_state',
      message,
      payment_intent: intent,
    }),
  };
}

export function invalidAmount(message: string, param: string, code: string) {
  return { status: 400, body: body({ type: 'invalid_request_error', code, message, param }) };
}

/** The words are ours: Stripe documents that it refuses, and not how. */
export function multicaptureUnavailable() {
  const message = 'You can only use final_capture when multicapture is available for the PaymentIntent.';
  return { status: 400, body: body({ type: 'invalid_request_error', message, param: 'final_capture' }) };
}
