import type { PeerName } from '../world/world.ts';
import type { Block, BlockPlan } from './block.ts';
import { turnsOf } from './turns.ts';

/** Two blocks next to each other in time. */
export interface Pair {
  peer: PeerName;
  ours: Block;
  theirs: Block;
}

export type Measure = (plan: BlockPlan) => Promise<Block>;

/** Rounds of one load, there and back; every peer of a round gets the same orders. */
export async function measurePairs(
  others: readonly PeerName[],
  rounds: number,
  load: Block['load'],
  measure: Measure,
): Promise<Pair[]> {
  const pairs: Pair[] = [];
  for (let round = 0; round < rounds; round += 1) pairs.push(...(await measureRound(others, round, load, measure)));
  return pairs;
}

export async function measureRound(
  others: readonly PeerName[],
  round: number,
  load: Block['load'],
  measure: Measure,
): Promise<Pair[]> {
  const theirs = new Map<PeerName, Block>();
  const ours = new Map<PeerName, Block>();
  for (const { peer, pairsWith } of turnsOf(others, round)) {
    const block = await measure({ peer, load, round, seed: round + 1 });
    if (peer === 'ours') for (const other of pairsWith) ours.set(other, block);
    else theirs.set(peer, block);
  }
  return others.flatMap((peer) => {
    const pair = { ours: ours.get(peer), theirs: theirs.get(peer) };
    return pair.ours && pair.theirs ? [{ peer, ours: pair.ours, theirs: pair.theirs }] : [];
  });
}

/** Each block once, also one of ours that is in two pairs. */
export function blocksOf(pairs: readonly Pair[], peer: PeerName): Block[] {
  return [...new Set(pairs.flatMap(({ ours, theirs }) => [ours, theirs]))].filter((block) => block.peer === peer);
}
