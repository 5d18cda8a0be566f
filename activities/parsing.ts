import type { z } from 'zod';
import { OrderSagaError } from '../domain/errors.ts';

/**
 * Signals and updates come from outside too: their arguments are checked here, as zod stays out of workflows.
 * @throws OrderSagaError `invalid_request` with a pointer to each field that is wrong
 */
export function parse<Schema extends z.ZodType>(schema: Schema, value: unknown, what: string): z.infer<Schema> {
  const { success, data, error } = schema.safeParse(value);
  if (success) return data;
  const errors = error.issues.map(({ path, message: detail }) => ({ pointer: `/${path.join('/')}`, detail }));
  throw new OrderSagaError('invalid_request', `The ${what} has an unknown shape`, { errors });
}
