import { median, ratios } from '../load/statistics.ts';
import { type Block, p50 } from '../measure/block.ts';
import { countsFor } from '../measure/peers.ts';
import { anOrderOf, type Idle } from '../measure/usage.ts';
import { around, pretty, table as markdownTable } from '../report/markdown.ts';
import { table } from '../table.ts';
import type { Measured, Sides } from './sides.ts';

const HEAD = ['setting', 'value', 'orders/s, 16 in flight', 'p50, one in flight', 'CPU an order', "default's, ms"];

/** For the terminal, and once more to be pasted. Ratios are of the variant to the default. */
export async function sweepTable(title: string, measured: readonly Measured[], idle: Sides<Idle>): Promise<string> {
  const cpuMs = ({ spent, orders }: Block, side: keyof Sides<Block>) =>
    anOrderOf(spent, idle[side], orders, countsFor('ours')).cpuTotalMs;
  const rows = measured.map(({ variant: { setting, value }, busy, alone }) => [
    setting,
    value,
    ratioOf(busy, ({ rate }) => rate),
    ratioOf(alone, p50),
    ratioOf(busy, cpuMs),
    median(busy.map((pair) => cpuMs(pair.default, 'default'))).toFixed(1),
  ]);
  const markdown = await pretty(`**${title}.** ${defaultLine(measured)}\n\n${markdownTable(HEAD, rows)}`);
  return `${title}\n${table(HEAD, rows)}\n\n${markdown}\n`;
}

function ratioOf(pairs: readonly Sides<Block>[], what: (block: Block, side: keyof Sides<Block>) => number): string {
  const values = pairs.map((pair) => ({ ours: what(pair.variant, 'variant'), theirs: what(pair.default, 'default') }));
  return around(ratios(values)) ?? '';
}

function defaultLine(measured: readonly Measured[]): string {
  const middle = (load: 'busy' | 'alone', what: (block: Block) => number) =>
    median(measured.flatMap((each) => each[load].map((pair) => what(pair.default)))).toFixed(1);
  const rate = middle('busy', (block) => block.rate);
  return `Variant / default, median (least–most). The default: ${rate} orders a second, p50 ${middle('alone', p50)} ms.`;
}
