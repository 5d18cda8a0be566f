import { LEAST_FOR_P99 } from '../load/statistics.ts';
import type { Latency } from '../world/stub-latency.ts';
import type { PeerName } from '../world/world.ts';
import type { Blocks } from './block.ts';
import { answersWell } from './peers.ts';

/** What "held" means: 99 of 100 answered as they should be within this time. */
export const P99_BELOW_MS = 250;

/** Down by these until it holds, then halfway up twice: within 6 %. */
const STEP = 0.8;
const HALVES = 2;
/** Below this nobody looks: a thousand orders would take too long. */
export const LOWEST = 5;
const SECONDS = 10;

/**
 * The highest rate that a peer holds, looked for from `from` downwards; 0 when it does not hold LOWEST. A rate that fails
 * ends as soon as more than one in a hundred were too slow; the one that holds has run to its end, with the thousand
 * orders that a p99 takes.
 */
export async function heldRate(
  blocks: Blocks,
  plan: { peer: PeerName; latency: Latency; round: number; from: number },
): Promise<number> {
  const holdsAt = (rate: number) => holds(blocks, plan.peer, rate, plan.round);
  let [held, failed] = [Math.max(LOWEST, plan.from), Number.POSITIVE_INFINITY];
  while (!(await holdsAt(held))) {
    if (held === LOWEST) return 0;
    [held, failed] = [Math.max(LOWEST, held * STEP), held];
  }
  for (let half = 0; half < HALVES && failed < Number.POSITIVE_INFINITY; half += 1) {
    const between = Math.sqrt(held * failed);
    if (await holdsAt(between)) held = between;
    else failed = between;
  }
  return held;
}

async function holds(blocks: Blocks, peer: PeerName, rate: number, round: number): Promise<boolean> {
  // One in a hundred is told to time out, and is not counted.
  const orders = Math.ceil(Math.max(LEAST_FOR_P99 * 1.02, rate * SECONDS));
  const giveUp = { slowerThanMs: P99_BELOW_MS, moreThan: orders / 100 };
  const load = { kind: 'open', rate, orders, giveUp } as const;
  const { placed, gaveUp } = await blocks.place(peer, { load, seed: round + 1 });
  if (gaveUp) return false;
  const isWell = answersWell(peer);
  const counted = placed.filter(({ payment }) => payment !== 'timed-out');
  const inTime = counted.filter((one) => isWell(one) && one.latencyMs < P99_BELOW_MS);
  return inTime.length >= counted.length * 0.99;
}
