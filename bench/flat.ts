import { writeFileSync } from 'node:fs';
import { type FlatBlock, type FlatPair, flatTable, type Measured, ratioOf } from './flat/flat-table.ts';
import { timeLists } from './flat/lists.ts';
import { closeShop, openShop, type Shop, warmUpShop } from './flat/shop.ts';
import { type BlockPlan, p50, tooManyUnexpected } from './measure/block.ts';
import { measureIdle } from './measure/idle.ts';
import { inWorld } from './measure/in-world.ts';
import { inTurns } from './measure/turns.ts';
import { aSecondOf } from './measure/usage.ts';
import { progress } from './say.ts';

export interface FlatOptions {
  /** Stored in the large shop. */
  orders: number;
  /** Open in the large shop. */
  workflows: number;
  /** Stored in the small shop, where no workflow is open. */
  few: number;
  pairs: number;
  /** Of a block. */
  seconds: number;
  /** Seconds of orders in each shop before anything is counted. */
  warmUp: number;
  json?: string;
}

/** What an order costs in the large shop, divided by what it costs in the small one: no more than this. */
const TARGET = 1.2;
const JUDGED = [
  [1, 'p50, ms'],
  [16, 'CPU-ms, all'],
  [16, 'WAL, KB'],
] as const;
const IN_FLIGHT = [1, 16];
const WORLD = { peers: ['ours'], temporal: 'postgres' } as const;

/**
 * What a past costs: two worlds side by side, each with its own Postgres and Temporal, one with few orders and one with
 * many, and the same orders for both, in turns. Throws when one costs too much.
 */
export async function benchFlat({ orders, workflows, few, warmUp, ...options }: FlatOptions): Promise<void> {
  const say = progress();
  await inWorld({ ...WORLD, say }, async (smallWorld, generator) => {
    await inWorld({ ...WORLD, say }, async (largeWorld) => {
      const large = await openShop(largeWorld, generator, { orders, workflows }, say);
      const small = await openShop(smallWorld, generator, { orders: few, workflows: 0 }, say);
      try {
        for (const shop of [small, large]) {
          say(`warming up: ${shop.title}`);
          await warmUpShop(shop, warmUp);
        }
        const measured = await measure({ few: small, many: large }, options, say);
        const raw = `${JSON.stringify(rawOf(measured), undefined, 2)}\n`;
        if (options.json !== undefined) writeFileSync(options.json, raw);
        process.stdout.write(flatTable(measured));
        const wrong = complaints(measured);
        if (wrong.length > 0) throw new Error(wrong.join('\n'));
      } finally {
        await Promise.all([closeShop(small), closeShop(large)]);
      }
    });
  });
}

type Shops = Record<keyof FlatPair, Shop>;

async function measure(
  shops: Shops,
  { pairs, seconds }: Pick<FlatOptions, 'pairs' | 'seconds'>,
  say: (line: string) => void,
): Promise<Measured> {
  const rest = async () => {
    for (const shop of [shops.few, shops.many]) shop.idle.push(...(await measureIdle(shop.world, ['ours'])));
  };
  await rest();
  const measured = new Map<number, FlatPair[]>();
  for (const inFlight of IN_FLIGHT) {
    const done: FlatPair[] = [];
    measured.set(inFlight, done);
    for (let round = 0; round < pairs; round += 1) {
      const plan = { peer: 'ours', load: { kind: 'closed', inFlight, seconds }, round, seed: round + 1 } as const;
      done.push(await inTurns(['few', 'many'], round, (shop) => measureIn(shops[shop], plan, say)));
    }
  }
  say('lists');
  const lists = await timeLists(shops.few, shops.many);
  await rest();
  const each = <T>(of: (shop: Shop) => T) => ({ few: of(shops.few), many: of(shops.many) });
  return { titles: each(({ title }) => title), idle: each(({ idle }) => aSecondOf(idle)), pairs: measured, lists };
}

async function measureIn(shop: Shop, plan: BlockPlan, say: (line: string) => void): Promise<FlatBlock> {
  const from = await shop.wal.end();
  const block = await shop.blocks.measure(plan);
  const pageImageBytes = await shop.wal.pageImages(from, await shop.wal.end());
  say(`round ${plan.round + 1}, ${shop.title}: p50 ${p50(block).toFixed(1)} ms, ${block.rate.toFixed(1)}/s`);
  return { ...block, pageImageBytes };
}

function complaints(measured: Measured): string[] {
  const blocks = [...measured.pairs.values()].flat().flatMap(({ few, many }) => [few, many]);
  const tooMuch = JUDGED.flatMap(([inFlight, cost]) => {
    const ratio = ratioOf(measured, inFlight, cost)?.median ?? Number.NaN;
    return ratio <= TARGET ? [] : [`${cost}: ${ratio.toFixed(2)} times as much with many orders stored`];
  });
  return [...tooManyUnexpected(blocks), ...tooMuch];
}

/** Without the latencies of each order. */
function rawOf({ pairs, ...rest }: Measured) {
  return {
    ...rest,
    pairs: [...pairs.values()].flat().map(({ few, many }) => ({ few: rawBlock(few), many: rawBlock(many) })),
  };
}

function rawBlock(block: FlatBlock) {
  const { latencies: _, ...rest } = block;
  return { ...rest, p50: p50(block) };
}
