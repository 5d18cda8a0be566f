/** What the generated orders name. The world seeds its databases from the same lists. */

/** Enough of them that two orders seldom want the same row; the run with a hot one says so. */
export const SKUS: readonly string[] = Array.from({ length: 200 }, (_, n) => `BENCH-${String(n).padStart(3, '0')}`);

/** Of each SKU: more than any run sells. */
export const ON_HAND = 10_000_000;

/** As many as a shop has: a payment that timed out is looked for among its customer's. */
export const CUSTOMERS: readonly string[] = Array.from({ length: 10_000 }, (_, n) => `cus_bench_${n + 1}`);

export const ADDRESS = {
  name: 'B. Bench',
  line1: '1 Main St',
  city: 'Springfield',
  postalCode: '12345',
  country: 'US',
};
