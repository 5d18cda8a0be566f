import { percentile } from '../../bin/replay/percentile.ts';

/** A ratio of two peers, or a number: the middle one of what was measured, and how far it went. */
export interface Spread {
  median: number;
  low: number;
  high: number;
}

/** The middle value; of an even number of them, the mean of the two. NaN of none. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
  const lower = sorted[Math.ceil(sorted.length / 2) - 1] ?? Number.NaN;
  return (lower + upper) / 2;
}

/** Null of none. */
export function spread(values: readonly number[]): Spread | null {
  if (values.length === 0) return null;
  return { median: median(values), low: Math.min(...values), high: Math.max(...values) };
}

/** Ours divided by theirs, pair by pair: what slows the machine slows both of a pair. */
export function ratios(pairs: readonly { ours: number; theirs: number }[]): Spread | null {
  return spread(pairs.map(({ ours, theirs }) => ours / theirs));
}

/** Below this a p99 would be the word of fewer than ten orders. */
export const LEAST_FOR_P99 = 1_000;

/** Null when there are too few to say. */
export function p99(values: readonly number[]): number | null {
  return values.length < LEAST_FOR_P99 ? null : percentile(values, 0.99);
}

export { percentile };
