/** How long the payment service takes to answer an authorization. */
export const LATENCIES = ['none', 'lognormal'] as const;
export type Latency = (typeof LATENCIES)[number];

export function isLatency(name: string): name is Latency {
  return LATENCIES.some((latency) => latency === name);
}

const MEDIAN_MS = 50;
const SIGMA = 0.4;
const SEED = 20_251_123;

/** Gives one waiting time after the other, in milliseconds: the same ones for the same kind, each time it is made. */
export function latencies(kind: Latency): () => number {
  if (kind === 'none') return () => 0;
  const random = uniform(SEED);
  return () => MEDIAN_MS * Math.exp(SIGMA * normal(random));
}

/** A standard normal number of two uniform ones (Box and Muller, 1958). */
function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** Numbers from 0 to below 1: a linear congruential generator modulo 2^32. */
function uniform(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
