import { z } from 'zod';
import { invalidParameter } from './stripe-errors.ts';

/** Form fields are text: these read what Stripe's encoding makes of numbers and booleans. */
const integer = z
  .string()
  .regex(/^\d{1,15}$/, 'must be an integer')
  .transform(Number);
const flag = z.enum(['true', 'false']).transform((value) => value === 'true');
const metadata = z.record(z.string(), z.string()).default({});
const positive = integer.refine((amount) => amount > 0, 'must be greater than or equal to 1');
const limit = integer.refine((count) => count >= 1 && count <= 100, 'must be between 1 and 100').default(10);
/** Of what Stripe can expand, the charge alone. */
const expand = z.array(z.literal('latest_charge')).default([]);

const IntentFields = z.object({
  amount: positive,
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
  off_session: flag.default(false),
  setup_future_usage: z.enum(['on_session', 'off_session']).optional(),
  payment_method_options: z
    .object({ card: z.object({ request_multicapture: z.enum(['if_available', 'never']).optional() }).optional() })
    .optional(),
  metadata,
  expand,
});

export const CreateIntent = IntentFields.refine((intent) => !intent.off_session || !intent.setup_future_usage, {
  path: ['setup_future_usage'],
  message:
    'you cannot confirm with off_session, as you cannot set up future usages when processing payments off-session',
});

export const RetrieveIntent = z.object({ expand });

export const CancelIntent = z.object({ cancellation_reason: z.string().nullable().default(null), expand });

export const CaptureIntent = z.object({
  amount_to_capture: integer.optional(),
  final_capture: flag.optional(),
  expand,
});

export const CreateRefund = z.object({
  payment_intent: z.string(),
  amount: positive.optional(),
  reason: z.string().nullable().default(null),
  metadata,
});

export const ListIntents = z.object({
  customer: z.string().nullable().default(null),
  created: z.object({ gte: integer.default(0), lte: integer.default(Number.MAX_SAFE_INTEGER) }).prefault({}),
  limit,
  starting_after: z.string().optional(),
  expand: z.array(z.literal('data.latest_charge')).default([]),
});

export const ListRefunds = z.object({
  payment_intent: z.string().nullable().default(null),
  limit,
  starting_after: z.string().optional(),
});

/** Reads a request, or throws Stripe's answer to one that cannot be read. An empty form arrives as undefined. */
export function read<T>(schema: z.ZodType<T>, input: unknown): T {
  const result = schema.safeParse(input ?? {});
  if (!result.success) throw invalidParameter(result.error);
  return result.data;
}
