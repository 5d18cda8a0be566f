/** How often a provider is called in all, with the same key, and how long between: the same for every peer. */
export const PROVIDER_ATTEMPTS = 3;
export const FIRST_PAUSE_MS = 100;
export const PAUSE_FACTOR = 2;
