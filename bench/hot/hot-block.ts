import { setTimeout as sleep } from 'node:timers/promises';
import { type Blocks, rateOf, SETTLE_MS } from '../measure/block.ts';
import type { Waits, Watch } from './lock-waits.ts';

/** How many of the orders want the same SKU. */
export const SHARES = { uniform: 0, hot: 0.2, all: 1 } as const;
export type Share = keyof typeof SHARES;

/** Some seconds of orders of which a share wants the same SKU. */
export interface HotBlock {
  /** Answered as they should be, a second. */
  rate: number;
  /** Of the statement that writes an order and reserves its stock, in milliseconds. */
  reserveMs: number;
  waits: Waits;
}

export interface HotPlan {
  share: Share;
  inFlight: number;
  seconds: number;
  seed: number;
}

export async function hotBlock(
  blocks: Blocks,
  watch: Watch,
  { share, inFlight, seconds, seed }: HotPlan,
): Promise<HotBlock> {
  const before = await watch.reserving();
  const running = blocks.place('ours', { load: { kind: 'closed', inFlight, seconds }, seed, hot: SHARES[share] });
  const [run, waits] = await Promise.all([running, watch.during(running)]);
  await sleep(SETTLE_MS);
  const after = await watch.reserving();
  return { rate: rateOf('ours', run), reserveMs: (after.ms - before.ms) / (after.calls - before.calls), waits };
}
