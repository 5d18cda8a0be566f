import type { z } from 'zod';
import { invalidField, OrderSagaError } from '../domain/errors.ts';

/** @throws OrderSagaError `invalid_request` that names each wrong field as a JSON pointer (RFC 6901) */
export function check<Schema extends z.ZodType>(schema: Schema, value: unknown): z.infer<Schema> {
  refusePrototype(value);
  const { success, data, error } = schema.safeParse(value);
  if (success) return data;
  const errors = error.issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => ({ pointer: pointer([...issue.path, key]), detail: 'unknown field' }))
      : [{ pointer: pointer(issue.path), detail: issue.message }],
  );
  const detail = errors.map((field) => `${field.pointer || 'the body'}: ${field.detail}`).join('; ');
  throw new OrderSagaError('invalid_request', detail.slice(0, 1000), { errors: errors.slice(0, 100) });
}

/** zod passes over `__proto__`: refused, so that nothing a caller sends is lost without a word. No recursion: bodies nest. */
function refusePrototype(body: unknown): void {
  const pending: { value: unknown; at: string }[] = [{ value: body, at: '' }];
  for (let next = pending.pop(); next; next = pending.pop()) {
    if (typeof next.value !== 'object' || next.value === null) continue;
    for (const [key, value] of Object.entries(next.value)) {
      if (key === '__proto__') throw invalidField(`${next.at}/__proto__`, 'unknown field');
      pending.push({ value, at: `${next.at}${pointer([key])}` });
    }
  }
}

function pointer(path: readonly PropertyKey[]): string {
  return path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}
