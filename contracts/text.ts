import { z } from 'zod';

/** Text that Postgres and JSON can carry: no NUL, no lone surrogate. */
export function text(max: number) {
  return z
    .string()
    .max(max)
    .refine((value) => value.isWellFormed() && !value.includes('\0'), 'must be well-formed text without NUL');
}

export function name(max: number) {
  return text(max).min(1);
}
