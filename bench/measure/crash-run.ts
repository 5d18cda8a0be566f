import { setTimeout as sleep } from 'node:timers/promises';
import type { Placed } from '../load/messages.ts';
import type { PeerName, World } from '../world/world.ts';
import type { Blocks } from './block.ts';

const IN_FLIGHT = 4;
const SECONDS = 4;
const CRASH_AFTER_MS = 1_500;
const ASK_AGAIN = 100;

/**
 * `kill -9` of a peer while orders are under way. Whoever had no answer asks again with the same key, as a checkout
 * would; then some of all keys are asked once more.
 * @returns what is wrong: an order without an answer, or with two that differ
 */
export async function crashUnderLoad(world: World, blocks: Blocks, peer: PeerName, seed: number): Promise<string[]> {
  const keys = `crash-${peer}-${seed}`;
  const load = { kind: 'closed', inFlight: IN_FLIGHT, seconds: SECONDS } as const;
  const running = blocks.place(peer, { load, seed, keys, persist: true });
  const crashing = sleep(CRASH_AFTER_MS).then(() => world.crash(peer));
  const [{ placed }] = await Promise.all([running, crashing]);

  const again = Math.min(placed.length, ASK_AGAIN);
  const asked = await blocks.place(peer, {
    load: { kind: 'open', rate: 50, orders: again },
    seed,
    keys,
    persist: true,
  });
  return wrongAnswers(placed, asked.placed);
}

export function wrongAnswers(first: readonly Placed[], again: readonly Placed[]): string[] {
  const answers = new Map(first.map((placed) => [placed.key, placed]));
  const unanswered = first.filter(({ status }) => status === 0).map(({ key }) => `${key}: no answer`);
  const different = again.flatMap(({ key, status, orderId }) => {
    const before = answers.get(key);
    if (!before || (before.status === status && before.orderId === orderId)) return [];
    return [`${key}: first ${before.status} ${before.orderId}, then ${status} ${orderId}`];
  });
  return [...unanswered, ...different];
}
