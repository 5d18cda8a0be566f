import { z } from 'zod';
import { send } from './http.ts';

const LedgerEntry = z.object({
  orderId: z.string(),
  kind: z.enum(['authorization', 'capture', 'void', 'refund']),
  amount: z.int(),
  currency: z.string(),
});
export type LedgerEntry = z.infer<typeof LedgerEntry>;

/** What the simulated payment provider has done, all of it or of one order. */
export async function ledgerOf(simulatorPort: number, orderId?: string): Promise<LedgerEntry[]> {
  const query = orderId === undefined ? '' : `?orderId=${orderId}`;
  return z.array(LedgerEntry).parse((await send(simulatorPort, `/ledger${query}`)).body);
}
