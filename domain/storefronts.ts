/**
 * The storefronts, one row each: change a rule of a shop here. `weight` is its share where more orders come than can be
 * taken up at once.
 */
export const STOREFRONTS = {
  us: { currency: 'USD', returnWindowDays: 30, weight: 1 },
  eu: { currency: 'EUR', returnWindowDays: 14, weight: 1 },
  jp: { currency: 'JPY', returnWindowDays: 14, weight: 1 },
} as const satisfies Record<string, { currency: string; returnWindowDays: number; weight: number }>;

export type Storefront = keyof typeof STOREFRONTS;

export function isStorefront(name: unknown): name is Storefront {
  return typeof name === 'string' && Object.hasOwn(STOREFRONTS, name);
}
