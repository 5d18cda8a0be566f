import { z } from 'zod';
import { REFUSALS, type Refusal } from '../../../domain/errors.ts';

/** What is left of a Refusal that was a step's outcome and is read back: its name, and its message, which is its code. */
const Recorded = z.object({ name: z.literal('Refusal'), message: z.enum(REFUSALS) });

/** The code of a Refusal, new or read back from a checkpoint; null for any other error. */
export function refusalOf(error: unknown): Refusal | null {
  return Recorded.safeParse(error).data?.message ?? null;
}
