import { table } from '../table.ts';
import { decisionsOf } from './answers.ts';
import type { Kill, Place } from './drive.ts';
import { POINTS } from './points.ts';
import { KINDS, type Purchase } from './purchases.ts';
import type { Violation } from './verify.ts';

export interface Outcome {
  kills: readonly Kill[];
  purchases: readonly Purchase[];
  violations: readonly Violation[];
}

const HEAD = ['killed', 'orders', 'kills', 'answered before', 'cut off beside', 'confirmed', 'refused', 'violations'];

/**
 * A row for each point: whose orders were killed there, how many of those clients had their answer before, how many
 * others were cut off with them, and what came of all of these.
 */
export function killTable(outcome: Outcome): string {
  const { kills } = outcome;
  const rows = Map.groupBy(
    kills.toSorted((a, b) => rank(a.at) - rank(b.at)),
    ({ at }) => nameOf(at),
  );
  const cells = [...rows].map(([name, its]) => [name, ...cellsOf(its, outcome)]);
  return table(HEAD, [...cells, ['all', ...cellsOf(kills, outcome)]], { names: 2, lines: false });
}

/** As an order comes by: the first way, then step by step, then the second way. */
function rank(at: Place | null): number {
  if (!at) return Number.POSITIVE_INFINITY;
  const way = at.again ? 2 : at.gear === 'patient' ? 1 : 0;
  return way * POINTS.length + POINTS.indexOf(at.point);
}

function nameOf(at: Place | null): string {
  if (!at) return 'at any time';
  return `${at.point}${at.gear === 'patient' ? ', patiently' : ''}${at.again ? ', on its second way' : ''}`;
}

function cellsOf(kills: readonly Kill[], { purchases, violations }: Outcome): string[] {
  const numbers = new Set(kills.map(({ number }) => number));
  const chosen = kills.flatMap((kill) => kill.chosen ?? []);
  const beside = purchases.filter((one) => !chosen.includes(one) && numbers.has(one.cutOffBy ?? 0));
  const statuses = [...new Set([...chosen, ...beside])].map(({ answers }) => decisionsOf(answers)[0]?.status ?? 0);
  const counts = [
    kills.length,
    kills.filter(({ answeredBefore }) => answeredBefore).length,
    beside.length,
    statuses.filter((status) => status === 201).length,
    statuses.filter((status) => status > 201).length,
    violations.filter(({ kill }) => kill !== undefined && numbers.has(kill)).length,
  ];
  return [kindsOf(chosen), ...counts.map(String)];
}

function kindsOf(chosen: readonly Purchase[]): string {
  const counts = KINDS.map((kind) => ({ kind, count: chosen.filter((one) => one.kind === kind).length }));
  return counts.flatMap(({ kind, count }) => (count === 0 ? [] : [`${count} ${kind}`])).join(', ');
}
