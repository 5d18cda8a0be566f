import { z } from 'zod';
import { invalidParameter } from './stripe-errors.ts';

/** Form fields are text: these read what Stripe's encoding makes of numbers and booleans. */
const integer = z
  .string()
  .regex(/^\d{1,15}$/, 'must be an integer')
  .transform(Number);
const flag = z.enum(['true', 'false']).transform((value) => value === 'true');
const metadata = z.record(z.string(), z.string()).default({});

export const CreateIntent = z.object({
  amount: integer.refine((amount) => amount > 0, 'must be greater than or equal to 1'),
  currency: z
    .string()
    .regex(/^[A-Za-z]{3}$/, 'must be a three-letter ISO currency code')
    .transform((code) => code.toLowerCase()),
  payment_method: z.string(),
  // The simulator knows only the kind of intent that is paid in the call that makes it.
  confirm: z.literal('true'),
  capture_method: z.enum(['manual', 'automatic']).default('automatic'),
  customer: z.string().nullable().default(null),
  error_on_requires_action: flag.default(false),
  metadata,
});

export const CancelIntent = z.object({ cancellation_reason: z.string().nullable().default(null) });

export const CaptureIntent = z.object({
  amount_to_capture: integer.optional(),
  final_capture: flag.default(true),
});

export const CreateRefund = z.object({
  payment_intent: z.string(),
  amount: integer.refine((amount) => amount > 0, 'must be greater than or equal to 1').optional(),
  reason: z.string().nullable().default(null),
  metadata,
});

export const ListIntents = z.object({
  customer: z.string().nullable().default(null),
  created: z.object({ gte: integer.default(0), lte: integer.default(Number.MAX_SAFE_INTEGER) }).prefault({}),
  limit: integer.refine((limit) => limit >= 1 && limit <= 100, 'must be between 1 and 100').default(10),
  starting_after: z.string().optional(),
});

/** Reads a request, or throws Stripe's answer to one that cannot be read. An empty form arrives as undefined. */
export function read<T>(schema: z.ZodType<T>, input: unknown): T {
  const result = schema.safeParse(input ?? {});
  if (!result.success) throw invalidParameter(result.error);
  return result.data;
}
