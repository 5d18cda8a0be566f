import { median, ratios, type Spread, spread } from '../load/statistics.ts';
import { table } from '../table.ts';
import type { HotBlock, Share } from './hot-block.ts';

/** One block of each share, next to each other in time. */
export type HotRound = Record<Share, HotBlock>;

const TITLES: Record<Share, string> = {
  uniform: 'any of 200 SKUs',
  hot: '20 % on one SKU',
  all: '100 % on one SKU',
};

/** The rate with a share on one SKU, divided by the rate of the same orders spread evenly: round by round. */
export function ratioOf(rounds: readonly HotRound[], share: Share): Spread | null {
  return ratios(rounds.map((round) => ({ ours: round[share].rate, theirs: round.uniform.rate })));
}

export function hotTable(rounds: readonly HotRound[], shares: readonly Share[]): string {
  const rates: string[][] = [];
  for (const share of shares) {
    const blocks = rounds.map((round) => round[share]);
    rates.push([
      TITLES[share],
      ...cells(spread(blocks.map(({ rate }) => rate)), 1),
      ...cells(ratioOf(rounds, share), 3),
      `${median(blocks.map(({ reserveMs }) => reserveMs)).toFixed(2)} ms`,
      `${Math.max(...blocks.map(({ waits: { longestLockMs } }) => longestLockMs)).toFixed(0)} ms`,
    ]);
  }
  const waits = kindsOf(rounds, shares).map((what) => [
    what,
    ...shares.map((share) => meanOf(rounds, share, what).toFixed(2)),
  ]);
  const ratesHead = ['', 'orders a second', 'low', 'high', 'to even', 'low', 'high', 'reserve', 'longest lock'];
  const waitsHead = ['connections that are …, on average', ...shares.map((share) => TITLES[share])];
  return `${table(ratesHead, rates, { lines: false })}\n${table(waitsHead, waits, { lines: false })}\n`;
}

function cells(of: Spread | null, digits: number): string[] {
  return of ? [of.median, of.low, of.high].map((value) => value.toFixed(digits)) : ['', '', ''];
}

/** Locks first; what is seldom seen is left out. */
function kindsOf(rounds: readonly HotRound[], shares: readonly Share[]): string[] {
  const kinds = new Set(
    rounds.flatMap((round) => shares.flatMap((share) => Object.keys(round[share].waits.connections))),
  );
  const seen = [...kinds].filter((what) => shares.some((share) => meanOf(rounds, share, what) >= LEAST_SEEN));
  return seen.toSorted((a, b) => Number(b.startsWith('Lock')) - Number(a.startsWith('Lock')) || a.localeCompare(b));
}

const LEAST_SEEN = 0.005;

function meanOf(rounds: readonly HotRound[], share: Share, what: string): number {
  const seen = rounds.map((round) => round[share].waits);
  const looks = seen.reduce((sum, waits) => sum + waits.looks, 0);
  return seen.reduce((sum, waits) => sum + (waits.connections[what] ?? 0) * waits.looks, 0) / looks;
}
