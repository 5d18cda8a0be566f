import { setTimeout as sleep } from 'node:timers/promises';
import type { PeerName, World } from '../world/world.ts';
import { type Spent, spentBetween } from './usage.ts';

const SETTLE_MS = 2_000;
const SLICES = 4;
const SLICE_MS = 2_000;

/** What the shared servers spend while nobody orders, slice by slice. */
export async function measureIdle(world: World, [first]: readonly PeerName[]): Promise<Spent[]> {
  if (first === undefined) throw new Error('no peers');
  await sleep(SETTLE_MS);
  const slices: Spent[] = [];
  let begun = performance.now();
  let before = await world.usage(first);
  for (let n = 0; n < SLICES; n += 1) {
    await sleep(SLICE_MS);
    const after = await world.usage(first);
    const now = performance.now();
    slices.push(spentBetween(before, after, (now - begun) / 1000));
    [before, begun] = [after, now];
  }
  return slices;
}
