import { z } from 'zod';

const LedgerEntry = z.object({
  orderId: z.string(),
  kind: z.enum(['authorization', 'capture', 'void', 'refund']),
  amount: z.int(),
  currency: z.string(),
});
export type LedgerEntry = z.infer<typeof LedgerEntry>;

/** What the simulated payment provider has done, all of it or of one order. */
export async function ledgerOf(simulatorUrl: string, orderId?: string): Promise<LedgerEntry[]> {
  const query = orderId === undefined ? '' : `?orderId=${orderId}`;
  return z.array(LedgerEntry).parse(await (await fetch(`${simulatorUrl}/ledger${query}`)).json());
}
