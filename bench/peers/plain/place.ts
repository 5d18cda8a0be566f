import type { Checkout } from '../../../domain/gateway.ts';
import { announcement, telling } from '../shared/announcement.ts';
import { confirm, type Outcome, type Tx } from '../shared/work.ts';
import { explain, takingStock, whatBecame, type Written } from '../shared/reserve.ts';
import { processing } from '../shared/rows.ts';

/**
 * Writes an order that is paid for, takes its stock and tells others, all in one statement: as it is written only once
 * its payment is known, it never is PENDING. An order that is there already stays as it is, and that is what comes back.
 * @throws Refusal `out_of_stock`, `unknown_sku`: nothing was written
 */
export async function placePaid(tx: Tx, checkout: Checkout, intentId: string | null): Promise<Outcome> {
  const at = new Date();
  const outcome: Outcome = { status: 'PROCESSING', decidedAt: at.toISOString() };
  const [result] = await tx<Written[]>`
    with ${takingStock(tx, checkout, processing(intentId, at))},
    ${telling(tx, announcement(checkout, outcome), tx`written`)}
    ${whatBecame(tx)}`;
  if (result?.written === true) return outcome;
  await explain(tx, checkout, result?.short ?? null);
  return await confirm(tx, checkout, intentId);
}
