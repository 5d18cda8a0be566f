import type { PeerName } from '../world/world.ts';
import type { Blocks } from './block.ts';

/** Until the code is compiled, the statements are prepared, and the pools are full. */
export async function warmUp(blocks: Blocks, peer: PeerName): Promise<void> {
  await blocks.place(peer, { load: { kind: 'closed', inFlight: 16, seconds: 4 }, seed: 0 });
  await blocks.place(peer, { load: { kind: 'closed', inFlight: 1, seconds: 1 }, seed: 0 });
}
