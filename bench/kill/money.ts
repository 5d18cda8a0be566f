import type { LedgerEntry } from '../world/ledger.ts';

/** What happened to a customer's money for one order. */
export interface Money {
  authorizations: number;
  /** Amounts that are held now. */
  held: number[];
  mostHeldAtOnce: number;
}

/** @param ledger oldest first */
export function moneyByOrder(ledger: readonly LedgerEntry[]): Map<string, Money> {
  const byOrder = new Map<string, Money>();
  for (const { orderId, kind, amount } of ledger) {
    const money = byOrder.get(orderId) ?? { authorizations: 0, held: [], mostHeldAtOnce: 0 };
    byOrder.set(orderId, money);
    if (kind === 'authorization') {
      money.authorizations += 1;
      money.held.push(amount);
    } else {
      money.held.splice(money.held.indexOf(amount), 1);
    }
    money.mostHeldAtOnce = Math.max(money.mostHeldAtOnce, money.held.length);
  }
  return byOrder;
}
