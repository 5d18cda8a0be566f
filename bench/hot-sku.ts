import { hotBlock, type Share } from './hot/hot-block.ts';
import { type HotRound, hotTable, ratioOf } from './hot/hot-table.ts';
import { Watch } from './hot/lock-waits.ts';
import { Blocks } from './measure/block.ts';
import { inWorld } from './measure/in-world.ts';
import { inTurns } from './measure/turns.ts';
import { warmUp } from './measure/warm-up.ts';
import { progress } from './say.ts';
import { gate } from './world/gate.ts';

export interface HotSkuOptions {
  pairs: number;
  /** Of a block. */
  seconds: number;
  inFlight: number;
}

/** Of the rate of orders that are spread evenly, with a fifth of them on one SKU. */
const TARGET = 0.6;

/** As a round goes there; the next one comes back. */
const THERE: readonly Share[] = ['uniform', 'hot', 'all'];

/** What it costs that many want the same. Throws when it costs too much, or the books do not add up. */
export async function benchHotSku({ pairs, seconds, inFlight }: HotSkuOptions): Promise<void> {
  const say = progress();
  await inWorld({ peers: ['ours'], temporal: 'postgres', say }, async (world, generator) => {
    const watch = new Watch(world.databaseUrl('ours'));
    const blocks = new Blocks(world, generator, `hot-${Date.now()}`);
    try {
      await watch.open();
      say('warming up');
      await warmUp(blocks, 'ours');
      const rounds: HotRound[] = [];
      for (let round = 0; round < pairs; round += 1) {
        const measured = await inTurns(THERE, round, async (share) => {
          const block = await hotBlock(blocks, watch, { share, inFlight, seconds, seed: round + 1 });
          say(`round ${round + 1}, ${share}: ${block.rate.toFixed(1)}/s, reserved in ${block.reserveMs.toFixed(2)} ms`);
          return block;
        });
        rounds.push(measured);
      }
      process.stdout.write(hotTable(rounds, THERE));
      const wrong = await gate(world, 'ours', blocks.answers.get('ours') ?? []);
      if (wrong.length > 0) throw new Error(wrong.slice(0, 10).join('\n'));
      const ratio = ratioOf(rounds, 'hot')?.median ?? 0;
      if (ratio < TARGET) throw new Error(`with a fifth on one SKU the rate is ${ratio.toFixed(2)} of the even one`);
    } finally {
      await watch.close();
    }
  });
}
