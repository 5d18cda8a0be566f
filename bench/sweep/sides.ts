import type { Generator } from '../load/control.ts';
import { type Block, Blocks, p50 } from '../measure/block.ts';
import { inTurns } from '../measure/turns.ts';
import { warmUp } from '../measure/warm-up.ts';
import type { World } from '../world/world.ts';
import type { Variant } from './variants.ts';

/** A world of ours as it is, and one of ours as it is tried. */
export interface Sides<T> {
  default: T;
  variant: T;
}

export interface Side {
  world: World;
  blocks: Blocks;
}

/** Two blocks next to each other in time, round by round. */
export interface Measured {
  variant: Variant;
  /** With 16 orders in flight. */
  busy: Sides<Block>[];
  /** With one. */
  alone: Sides<Block>[];
}

export interface Plan {
  pairs: number;
  /** Of a block with 16 in flight. */
  seconds: number;
}

export function sidesOf(worlds: Sides<World>, generator: Generator): Sides<Side> {
  const run = `sweep-${Date.now()}`;
  const side = (name: keyof Sides<World>) => ({
    world: worlds[name],
    blocks: new Blocks(worlds[name], generator, `${run}-${name}`),
  });
  return { default: side('default'), variant: side('variant') };
}

/** Both start anew: a process that has run for long has the better compiled code. */
export async function measureVariant(
  sides: Sides<Side>,
  variant: Variant,
  { pairs, seconds }: Plan,
  say: (line: string) => void,
): Promise<Measured> {
  await Promise.all([
    sides.default.world.restart('ours', {}),
    sides.variant.world.restart('ours', variant.environment),
  ]);
  for (const { blocks } of [sides.default, sides.variant]) await warmUp(blocks, 'ours');
  const busy = await rounds(sides, pairs, { kind: 'closed', inFlight: 16, seconds });
  // A p50 needs fewer seconds than a rate does.
  const alone = await rounds(sides, pairs, { kind: 'closed', inFlight: 1, seconds: seconds / 2 });
  const both = (pairsOf: Sides<Block>[], what: (block: Block) => number) =>
    pairsOf.map((pair) => `${what(pair.variant).toFixed(1)} to ${what(pair.default).toFixed(1)}`).join(', ');
  say(
    `${variant.setting} ${variant.value}: ${both(busy, ({ rate }) => rate)} a second; p50 ${both(alone, p50)} ms, one in flight`,
  );
  return { variant, busy, alone };
}

async function rounds(sides: Sides<Side>, pairs: number, load: Block['load']): Promise<Sides<Block>[]> {
  const done: Sides<Block>[] = [];
  for (let round = 0; round < pairs; round += 1) {
    const plan = { peer: 'ours', load, round, seed: round + 1 } as const;
    done.push(await inTurns(['default', 'variant'], round, (side) => sides[side].blocks.measure(plan)));
  }
  return done;
}
