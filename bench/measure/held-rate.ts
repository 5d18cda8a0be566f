import { LEAST_FOR_P99 } from '../load/statistics.ts';
import type { Latency } from '../world/stub-latency.ts';
import type { PeerName } from '../world/world.ts';
import type { Blocks } from './block.ts';
import { answersWell } from './peers.ts';

/** What "held" means: 99 of 100 answered as they should be within this time. */
export const P99_BELOW_MS = 250;

/** By these to a rate that holds below one that fails, then halfway between them twice: within 6 %. */
const STEP = 0.8;
const HALVES = 2;
/** Below this nobody looks: a thousand orders would take too long. */
export const LOWEST = 5;
const SECONDS = 10;

interface Search {
  peer: PeerName;
  latency: Latency;
  round: number;
}

/**
 * The highest rate that a peer holds, looked for around `from`; 0 when it does not hold LOWEST. A rate that fails
 * ends as soon as more than one in a hundred were too slow; the one that holds has run to its end, with the thousand
 * orders that a p99 takes.
 */
export async function heldRate(blocks: Blocks, plan: Search & { from: number }): Promise<number> {
  const holdsAt = (rate: number) => holds(blocks, plan, rate);
  let held = Math.max(LOWEST, plan.from);
  let failed = held / STEP;
  if (await holdsAt(held)) {
    while (await holdsAt(failed)) [held, failed] = [failed, failed / STEP];
  } else {
    do {
      if (held === LOWEST) return 0;
      [held, failed] = [Math.max(LOWEST, held * STEP), held];
    } while (!(await holdsAt(held)));
  }
  for (let half = 0; half < HALVES; half += 1) {
    const between = Math.sqrt(held * failed);
    if (await holdsAt(between)) held = between;
    else failed = between;
  }
  return held;
}

async function holds(blocks: Blocks, { peer, latency, round }: Search, rate: number): Promise<boolean> {
  // One in a hundred is told to time out, and is not counted.
  const orders = Math.ceil(Math.max(LEAST_FOR_P99 * 1.02, rate * SECONDS));
  const giveUp = { slowerThanMs: P99_BELOW_MS, moreThan: orders / 100 };
  const load = { kind: 'open', rate, orders, giveUp } as const;
  const { placed, gaveUp } = await blocks.place(peer, { load, seed: round + 1, latency });
  if (gaveUp) return false;
  const isWell = answersWell(peer);
  const counted = placed.filter(({ payment }) => payment !== 'timed-out');
  const inTime = counted.filter((one) => isWell(one) && one.latencyMs < P99_BELOW_MS);
  return inTime.length >= counted.length * 0.99;
}
