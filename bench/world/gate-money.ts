import type { LedgerEntry } from './ledger.ts';

/** What a customer's card is held for, for one order. */
export interface Held {
  /** Authorizations that were not voided. */
  open: number;
  /** Of each of those, as `1299 USD`. */
  amounts: string[];
}

/** Each void takes one authorization of its amount away; one that finds none is an amount below zero. */
export function heldByOrder(ledger: readonly LedgerEntry[]): Map<string, Held> {
  const held = new Map<string, Held>();
  for (const { orderId, kind, amount, currency } of ledger) {
    const one = held.get(orderId) ?? { open: 0, amounts: [] };
    held.set(orderId, one);
    const text = `${amount} ${currency}`;
    const voided = one.amounts.indexOf(text);
    if (kind === 'authorization') one.amounts.push(text);
    else if (voided === -1) one.amounts.push(`-${text}`);
    else one.amounts.splice(voided, 1);
    one.open = one.amounts.length;
  }
  return held;
}
