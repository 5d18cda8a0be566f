import { inspect } from '../world/gate.ts';
import type { PeerName, World } from '../world/world.ts';
import type { Blocks } from './block.ts';
import { crashUnderLoad } from './crash-run.ts';
import { PEERS } from './peers.ts';

/** Who of them passed, and what was wrong or lost with whom. */
export type Verdicts = Map<PeerName, { wrong: string[]; lost: string[] }>;

/** Kills each peer once under load, then reads what all of the run's orders came to. */
export async function gateAll(
  world: World,
  blocks: Blocks,
  peers: readonly PeerName[],
  say: (line: string) => void,
): Promise<Verdicts> {
  const afterCrash = new Map<PeerName, string[]>();
  const working = peers.filter((peer) => PEERS[peer].doesTheWork);
  for (const [seed, peer] of working.entries()) {
    say(`kill -9 ${peer}`);
    afterCrash.set(peer, await crashUnderLoad(world, blocks, peer, seed));
  }
  const verdicts: Verdicts = new Map();
  for (const peer of working) {
    const { wrong, lost } = await inspect(world, peer, blocks.answers.get(peer) ?? []);
    const all = [...(afterCrash.get(peer) ?? []), ...wrong];
    verdicts.set(peer, { wrong: all, lost });
    const losses = lost.length === 0 ? '' : `; ${lost.length} lost, as it says of itself`;
    say(`${peer}: ${all.length === 0 ? 'passed' : `${all.length} wrong, as: ${all[0]}`}${losses}`);
  }
  return verdicts;
}
