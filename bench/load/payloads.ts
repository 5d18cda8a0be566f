import { randomInt, randomLcg } from 'd3-random';
import type { PlaceOrder } from '../../contracts/http.ts';
import { STOREFRONT_NAMES, type Storefront, STOREFRONTS } from '../../domain/storefronts.ts';
import { ADDRESS, CUSTOMERS, SKUS } from './catalogue.ts';
import { type Job, type Payment, PAYMENTS } from './messages.ts';

export interface Payload {
  key: string;
  payment: Payment;
  storefront: Storefront;
  body: string;
}

/** In a hundred orders. */
const MIX: Record<Payment, number> = { approved: 94, declined: 5, 'timed-out': 1 };

const METHODS: Record<Payment, string> = {
  approved: 'pm_card_visa',
  declined: 'pm_card_chargeDeclined',
  'timed-out': 'pm_timeout',
};

/** A run's orders, made before it begins: carts of two lines. The same seed makes the same ones. */
export function preparePayloads(
  count: number,
  {
    seed,
    keys,
    hot = 0,
    storefront: only,
    emails = false,
  }: Pick<Job, 'seed' | 'keys' | 'hot' | 'storefront' | 'emails'>,
): Payload[] {
  const random = randomLcg(seed);
  const anyCustomer = randomInt.source(random)(CUSTOMERS.length);
  const anySku = randomInt.source(random)(SKUS.length);
  const otherSku = randomInt.source(random)(1, SKUS.length);
  const anyQuantity = randomInt.source(random)(1, 3);
  // Not drawn for each order: every hundred has its declines and its timeouts, or short blocks would differ by luck.
  // From a source of its own: the first orders are the same ones, however many follow.
  const chance = randomLcg(seed + 2);
  const payments = Array.from({ length: Math.ceil(count / 100) }, () => shuffled(hundred(), chance)).flat();

  return payments.slice(0, count).map((payment, n) => {
    const storefront = only ?? of(STOREFRONT_NAMES, n % STOREFRONT_NAMES.length);
    const first = random() < hot ? 0 : anySku();
    const second = (first + otherSku()) % SKUS.length;
    const order: PlaceOrder = {
      customerId: of(CUSTOMERS, anyCustomer()),
      ...(emails ? { email: `${keys}-${n}@example.com` } : {}),
      currency: STOREFRONTS[storefront].currency,
      lines: [first, second].map((sku) => ({ sku: of(SKUS, sku), quantity: anyQuantity(), unitPrice: 1299 })),
      payment: { method: METHODS[payment] },
      shippingAddress: ADDRESS,
    };
    return { key: `${keys}-${n}`, payment, storefront, body: JSON.stringify(order) };
  });
}

function hundred(): Payment[] {
  return PAYMENTS.flatMap((payment) => Array.from({ length: MIX[payment] }, () => payment));
}

function shuffled<T>(values: readonly T[], random: () => number): T[] {
  return values
    .map((value) => ({ value, place: random() }))
    .toSorted((a, b) => a.place - b.place)
    .map(({ value }) => value);
}

function of<T>(values: readonly T[], index: number): T {
  const value = values[index];
  if (value === undefined) throw new Error(`no value ${index} of ${values.length}`);
  return value;
}
