/**
 * The storefronts, one row each: change a rule of a shop here. `weight` is its share where more orders come than can be
 * taken up at once. `languages` (ISO 639) are those that it writes to customers in, the first of them to who reads none;
 * dates in its messages are those of `timeZone` (IANA). It ships from its `locations` in this order, and from any other
 * after them.
 */
export const STOREFRONTS = {
  us: {
    currency: 'USD',
    returnWindowDays: 30,
    reviewAbove: 10_000_000,
    reviewHours: 24,
    weight: 1,
    languages: ['en'],
    timeZone: 'America/New_York',
    locations: ['main'],
  },
  eu: {
    currency: 'EUR',
    returnWindowDays: 14,
    reviewAbove: 10_000_000,
    reviewHours: 24,
    weight: 1,
    languages: ['en', 'de', 'fr'],
    timeZone: 'Europe/Berlin',
    locations: ['main'],
  },
  jp: {
    currency: 'JPY',
    returnWindowDays: 14,
    reviewAbove: 15_000_000,
    reviewHours: 24,
    weight: 1,
    languages: ['ja', 'en'],
    timeZone: 'Asia/Tokyo',
    locations: ['main'],
  },
} as const satisfies Record<string, StorefrontRow>;

interface StorefrontRow {
  currency: string;
  returnWindowDays: number;
  /** Orders with a greater total, in minor units, are looked at by a person, who has so many hours for it. */
  reviewAbove: number;
  reviewHours: number;
  weight: number;
  languages: readonly [string, ...string[]];
  timeZone: string;
  locations: readonly [string, ...string[]];
}

export type Storefront = keyof typeof STOREFRONTS;

export const STOREFRONT_NAMES = Object.keys(STOREFRONTS) as Storefront[];

export function isStorefront(name: unknown): name is Storefront {
  return typeof name === 'string' && Object.hasOwn(STOREFRONTS, name);
}
