import type { PeerName } from '../world/world.ts';

/** Whose turn it is, and of which peers this one of ours is the other half of a pair. */
export interface Turn {
  peer: PeerName;
  pairsWith: PeerName[];
}

/**
 * One round: ours has its turn next to each of the others', two of them sharing one of ours: N O D, R O F. Rounds go
 * there and back, so that each pair comes as A B, B A, A B …, and whatever grows or slows in time falls on both.
 */
export function turnsOf(others: readonly PeerName[], round: number): readonly Turn[] {
  const turns: Turn[] = [];
  for (let n = 0; n < others.length; n += 2) {
    const [left, right] = others.slice(n, n + 2);
    if (left === undefined) break;
    const pairsWith = right === undefined ? [left] : [left, right];
    turns.push({ peer: left, pairsWith: [] }, { peer: 'ours', pairsWith });
    if (right !== undefined) turns.push({ peer: right, pairsWith: [] });
  }
  return thereAndBack(turns, round);
}

/** The items in their order in one round, and backwards in the next: whatever grows or slows in time falls on all alike. */
export function thereAndBack<T>(items: readonly T[], round: number): readonly T[] {
  return round % 2 === 0 ? items : items.toReversed();
}

/** Measures each of them, there or back. */
export async function inTurns<Name extends string, T>(
  names: readonly Name[],
  round: number,
  measure: (name: Name) => Promise<T>,
): Promise<Record<Name, T>> {
  const measured = new Map<Name, T>();
  for (const name of thereAndBack(names, round)) measured.set(name, await measure(name));
  // Object.fromEntries forgets what the keys are; each has been measured.
  return Object.fromEntries(measured) as Record<Name, T>;
}
