import { setTimeout as sleep } from 'node:timers/promises';
import { randomExponential, randomLcg } from 'd3-random';
import type { Place } from './closed-loop.ts';
import type { Load, Placed, Run } from './messages.ts';
import type { Payload } from './payloads.ts';

/**
 * Orders that come whether or not the ones before them are answered. Each one's clock runs from when it was to be
 * sent, so that a peer that stalls pays for all who wait meanwhile, and a late generator hides nothing.
 */
export async function openLoop(
  place: Place,
  payloads: readonly Payload[],
  { rate, giveUp }: Extract<Load, { kind: 'open' }>,
  seed: number,
): Promise<Run> {
  const times = arrivals(payloads.length, rate, seed);
  const begun = performance.now();
  const placing: Promise<Placed>[] = [];
  let slow = 0;
  const hasGivenUp = () => giveUp !== undefined && slow > giveUp.moreThan;
  const measured = async (payload: Payload, sentAt: number) => {
    const placed = await place(payload, begun, sentAt);
    if (giveUp && placed.payment !== 'timed-out' && placed.latencyMs > giveUp.slowerThanMs) slow += 1;
    return placed;
  };

  for (const [n, payload] of payloads.entries()) {
    const sentAt = times[n] ?? 0;
    const early = sentAt - (performance.now() - begun);
    if (early > 0) await sleep(early);
    if (hasGivenUp()) break;
    placing.push(measured(payload, sentAt));
  }
  const placed = await Promise.all(placing);
  return { placed, opensAt: 0, closesAt: times.at(-1) ?? 0, gaveUp: hasGivenUp() };
}

/** When each of them comes, in milliseconds from the beginning: a Poisson process. */
export function arrivals(count: number, rate: number, seed: number): number[] {
  // Not the seed of the payloads: what comes must not depend on when.
  const gap = randomExponential.source(randomLcg(seed + 1))(rate / 1000);
  let at = 0;
  return Array.from({ length: count }, () => (at += gap()));
}
