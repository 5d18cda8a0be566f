import { startGenerator } from './load/control.ts';
import type { Placed } from './load/messages.ts';
import { p99, percentile, ratios } from './load/statistics.ts';
import { Blocks } from './measure/block.ts';
import { inTurns } from './measure/turns.ts';
import { inWorld } from './measure/in-world.ts';
import { warmUp } from './measure/warm-up.ts';
import { progress } from './say.ts';

export interface FairOptions {
  pairs: number;
  /** Orders a second of each storefront in its normal days. */
  share: number;
  /** How many times its share the flood is. */
  flood: number;
}

const OTHERS = ['eu', 'jp'] as const;
/** Of the others in each block: as many as a p99 takes, where one in a hundred is not counted. */
const ORDERS = 1_020;

/** What a flood of one storefront does to the p99 of the others. */
export async function benchFair({ pairs, share, flood }: FairOptions): Promise<void> {
  const say = progress();
  const others = await Promise.all(
    OTHERS.map(async (storefront) => ({ storefront, generator: await startGenerator() })),
  );
  try {
    await inWorld({ peers: ['ours'], temporal: 'postgres', say }, async (world, generator) => {
      const run = `fair-${Date.now()}`;
      await warmUp(new Blocks(world, generator, run), 'ours');
      const seconds = ORDERS / (share * OTHERS.length);
      const url = world.url('ours');
      const load = (rate: number) => ({ kind: 'open', rate, orders: Math.round(rate * seconds) }) as const;

      /** The p99 of the others, while `us` sends `times` its share. */
      const block = async (times: number, round: number): Promise<number> => {
        const keys = `${run}-${round}-${times}`;
        const [us, ...runs] = await Promise.all([
          generator.run({ url, seed: round, keys, storefront: 'us', load: load(share * times) }),
          ...others.map(({ storefront, generator: other }, n) =>
            other.run({
              url,
              seed: 100 * (n + 1) + round,
              keys: `${keys}-${storefront}`,
              storefront,
              load: load(share),
            }),
          ),
        ]);
        const latencies = runs.flatMap(({ placed }) => placed.filter(isCounted).map(({ latencyMs }) => latencyMs));
        const slowest = p99(latencies) ?? Number.NaN;
        say(
          `us x${times}: others p50 ${percentile(latencies, 0.5).toFixed(0)} ms, p99 ${slowest.toFixed(0)} ms; its own p50 ${percentile(
            us.placed.map(({ latencyMs }) => latencyMs),
            0.5,
          ).toFixed(0)} ms`,
        );
        return slowest;
      };

      const measured: { ours: number; theirs: number }[] = [];
      for (let round = 0; round < pairs; round += 1) {
        measured.push(await inTurns(['theirs', 'ours'], round, (which) => block(which === 'ours' ? flood : 1, round)));
      }
      process.stdout.write(
        `p99 of the others, flooded to normal: ${JSON.stringify(ratios(measured))} (share ${share}/s, flood x${flood})\n`,
      );
    });
  } finally {
    for (const { generator } of others) await generator.stop();
  }
}

/** One that is told to time out takes as long as that; any other counts, whatever became of it. */
function isCounted({ payment }: Placed): boolean {
  return payment !== 'timed-out';
}
