/** The storefronts, one row each: change a rule of a shop here. */
export const STOREFRONTS = {
  us: { currency: 'USD', returnWindowDays: 30 },
  eu: { currency: 'EUR', returnWindowDays: 14 },
  jp: { currency: 'JPY', returnWindowDays: 14 },
} as const satisfies Record<string, { currency: string; returnWindowDays: number }>;

export type Storefront = keyof typeof STOREFRONTS;

export function isStorefront(name: unknown): name is Storefront {
  return typeof name === 'string' && Object.hasOwn(STOREFRONTS, name);
}
