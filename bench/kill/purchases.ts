import type { PlaceOrder } from '../../contracts/http.ts';
import { ADDRESS, CUSTOMERS, SKUS } from '../load/catalogue.ts';
import type { Answer } from './answers.ts';

/** What is bound to become of an order, whoever is killed: confirmed, refused by whom, or either where stock runs out. */
export const KINDS = ['visa', 'declined', 'out of stock', 'timing out', 'scarce'] as const;
export type Kind = (typeof KINDS)[number];

/** What there is none of, and what there is less of than is asked for. */
export const SPECIAL_STOCK = { 'BENCH-NONE': 0, 'BENCH-FEW': 100 } as const;

/** One order, and all that its customer was told. */
export interface Purchase {
  key: string;
  kind: Kind;
  body: string;
  /** Date.now() */
  orderedAt: number;
  /** In the order in which they came; also the ones that say nothing. */
  answers: Answer[];
  /** Its first request was cut off by this kill. */
  cutOffBy: number | undefined;
}

const METHODS: Partial<Record<Kind, string>> = {
  declined: 'pm_card_chargeDeclined',
  'timing out': 'pm_timeout',
};
const SECOND_SKUS: Partial<Record<Kind, string>> = { 'out of stock': 'BENCH-NONE', scarce: 'BENCH-FEW' };

/** An order of two lines, so that all or none of them is a question. */
export function purchase(key: string, n: number, kind: Kind): Purchase {
  const order: PlaceOrder = {
    customerId: CUSTOMERS[n % CUSTOMERS.length],
    currency: 'USD',
    lines: [
      { sku: sku(n * 7), quantity: 1 + (n % 2), unitPrice: 1299 },
      { sku: SECOND_SKUS[kind] ?? sku(n * 7 + 3), quantity: 1, unitPrice: 250 },
    ],
    payment: { method: METHODS[kind] ?? 'pm_card_visa' },
    shippingAddress: ADDRESS,
  };
  return { key, kind, body: JSON.stringify(order), orderedAt: Date.now(), answers: [], cutOffBy: undefined };
}

function sku(place: number): string {
  return SKUS[place % SKUS.length] ?? '';
}

/** Of every twenty that order beside the chosen one. */
const MIX: readonly Kind[] = [
  ...Array.from({ length: 15 }, () => 'visa' as const),
  'declined',
  'declined',
  'out of stock',
  'scarce',
  'timing out',
];

/** Declines and the like fall among the others, and not one after the other. */
export function kindBeside(n: number): Kind {
  return MIX[(n * 7) % MIX.length] ?? 'visa';
}
