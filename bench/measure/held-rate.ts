import { LEAST_FOR_P99 } from '../load/statistics.ts';
import type { PeerName } from '../world/world.ts';
import type { Blocks, Latency } from './block.ts';
import { answersWell } from './peers.ts';

/** What "held" means: 99 of 100 answered as they should be within this time. */
export const P99_BELOW_MS = 250;

const STEP = 0.95;
const LOWEST = 1;
const SECONDS = 10;

/**
 * The highest rate that a peer holds, in steps of 5 % downwards from `from`; 0 when it holds none from 1/s on. A step
 * that fails ends as soon as more than one in a hundred were too slow; the one that holds has run to its end, with the
 * thousand orders that a p99 takes.
 */
export async function heldRate(
  blocks: Blocks,
  plan: { peer: PeerName; latency: Latency; round: number; from: number },
): Promise<number> {
  for (let rate = plan.from; rate >= LOWEST; rate *= STEP) {
    if (await holds(blocks, plan.peer, rate, plan.round)) return rate;
  }
  return 0;
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
