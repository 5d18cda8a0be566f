import { z } from 'zod';

export const LedgerEntry = z.object({
  /** Whose order it was: each peer reaches the stub by a port of its own. */
  peer: z.string(),
  orderId: z.string(),
  kind: z.enum(['authorization', 'void']),
  /** In the currency's minor unit. */
  amount: z.int(),
  /** ISO 4217. */
  currency: z.string(),
});

/** One movement of money, as the payment service has it. */
export type LedgerEntry = z.infer<typeof LedgerEntry>;
