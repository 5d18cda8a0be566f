import { type CheckResult, checkResult, type Measured, METRIC_NAMES, METRICS } from './check-ratios.ts';
import { spread } from './load/statistics.ts';
import { tooManyUnexpected } from './measure/block.ts';
import type { Verdicts } from './measure/gate-all.ts';
import { blocksOf, type Pair } from './measure/pairs.ts';
import type { PeerName } from './world/world.ts';

/** What stands of the numbers, and why the rest does not. No complaints: all of it stands. */
export interface Verdict {
  result: CheckResult;
  complaints: string[];
}

/** The naive peer must not be a scarecrow: one slower than this share of the floor proves nothing. */
const LEAST_OF_THE_FLOOR = 1 / 12;

/** Of what is wrong with a peer. */
const EXAMPLES = 10;

/** Takes out the numbers that rest on a peer that is void; all of them when that is ours. */
export function judge(measured: Measured, verdicts: Verdicts): Verdict {
  const result = checkResult(measured);
  const peers: PeerName[] = ['ours', ...new Set(measured.rates.map(({ peer }) => peer))];
  const wrong = new Map<PeerName, string[]>(
    peers.map((peer) => [
      peer,
      [
        ...(verdicts.get(peer)?.wrong ?? []),
        ...tooManyUnexpected(blocksOf([...measured.answers, ...measured.rates], peer)),
      ],
    ]),
  );
  const isVoid = (peer: PeerName) => (wrong.get(peer) ?? []).length > 0;
  for (const name of METRIC_NAMES) {
    if (isVoid('ours') || isVoid(METRICS[name].peer)) result[name] = null;
  }
  const scarecrow = whyNaiveRateIsVoid(measured.rates);
  if (scarecrow !== null) result.rate_vs_naive = null;

  const complaints = [...wrong].flatMap(([peer, what]) => what.slice(0, EXAMPLES).map((one) => `${peer}: ${one}`));
  if (scarecrow !== null) complaints.push(scarecrow);
  const missing = METRIC_NAMES.filter((name) => result[name] === null);
  if (missing.length > 0) complaints.push(`without a number: ${missing.join(', ')}`);
  return { result, complaints };
}

/** Null when it counts. */
function whyNaiveRateIsVoid(rates: readonly Pair[]): string | null {
  const of = (peer: PeerName) => spread(rates.filter((pair) => pair.peer === peer).map(({ theirs }) => theirs.rate));
  const naive = of('naive-temporal');
  const floor = of('empty-workflow');
  if (!naive || !floor || naive.median >= floor.median * LEAST_OF_THE_FLOOR) return null;
  return `naive Temporal's ${naive.median.toFixed(1)}/s are below a twelfth of the empty workflow's ${floor.median.toFixed(1)}/s`;
}
