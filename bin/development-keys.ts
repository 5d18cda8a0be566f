import type { KeySetting } from '../api/caller.ts';

/** The keys of the development world. Only `npm start` knows them. */
export const DEVELOPMENT_KEYS: readonly KeySetting[] = [
  { key: 'dev-us', name: 'dev-us', role: 'checkout', storefront: 'us' },
  { key: 'dev-eu', name: 'dev-eu', role: 'checkout', storefront: 'eu' },
  { key: 'dev-jp', name: 'dev-jp', role: 'checkout', storefront: 'jp' },
  { key: 'dev-ops', name: 'dev-ops', role: 'operator', storefront: null },
  { key: 'dev-carrier', name: 'dev-carrier', role: 'carrier', storefront: null },
];
