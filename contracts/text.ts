import { z } from 'zod';

/** Text that Postgres, JSON and SQS can carry: no NUL, no lone surrogate, none of the two characters that XML lacks. */
export function text(max: number) {
  return z
    .string()
    .max(max)
    .refine(
      (value) => value.isWellFormed() && !value.includes('\0') && !/[\uFFFE\uFFFF]/.test(value),
      'must be well-formed text without NUL, U+FFFE and U+FFFF',
    );
}

export function name(max: number) {
  return text(max).min(1);
}
