import { table } from '../report/markdown.ts';
import { type Cost, costsOf, ownTemporal } from './costs.ts';
import type { Inputs } from './inputs.ts';
import { headOf, type Load, LOADS } from './loads.ts';
import { ASSUMED, LIMITS, PRICES } from './sources.ts';

/** What the page says of dollars. */

export function costsTable(inputs: Inputs): string {
  const costs = LOADS.map((load) => costsOf(inputs, load));
  const [first = []] = costs;
  return table(
    ['dollars', ...LOADS.map(headOf)],
    [
      ...first.map(({ what }) => [what, ...costs.map((list) => money(dollarsOf(list, what)))]),
      ['**all of these**', ...costs.map((list) => `**${money(sum(list))}**`)],
      ['a million orders', ...LOADS.map((load, index) => money(perMillion(costs[index] ?? [], load)))],
    ],
  );
}

export function insteadOfCloud(inputs: Inputs): string {
  const of = LOADS.map((load) => `${money(ownTemporal(inputs, load))} dollars (${load.name})`).join(' and ');
  return `Actions are by far the most of it, by list price and pay as you go, which nobody pays at that size: there it is a matter of negotiation. A Temporal of your own would be ${of} of Fargate and Aurora by the same prices, and people who run it.`;
}

export function quotes(): string {
  return table(
    ['what', 'value', 'of', 'read at'],
    [...Object.values(PRICES), ...Object.values(LIMITS)].map(({ what, value, unit, source }) => [
      what,
      value,
      unit,
      source,
    ]),
  );
}

const money = (dollars: number) => Math.round(dollars).toLocaleString('en-US');
const dollarsOf = (list: readonly Cost[], what: string) => list.find((cost) => cost.what === what)?.dollars ?? 0;
const sum = (list: readonly Cost[]) => list.reduce((all, { dollars }) => all + dollars, 0);
const perMillion = (list: readonly Cost[], { ordersADay }: Load) =>
  sum(list) / ((ordersADay * ASSUMED.daysAMonth) / 1e6);
