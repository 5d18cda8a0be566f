import Table from 'cli-table3';
import { formatDecimal, type Minor } from '../../domain/money.ts';
import { percentile } from './percentile.ts';
import type { Purchase } from './purchases.ts';
import type { Sent } from './send.ts';
import type { Standing } from './standing.ts';

export interface Run {
  purchases: readonly Purchase[];
  sent: readonly Sent[];
  elapsedMs: number;
}

const SHOWN = 5;

/** What was sent beside what the database says. */
export function reportTable({ purchases, sent, elapsedMs }: Run, standing: Standing): string {
  const table = new Table({ colAligns: ['left', 'right'], style: { head: [], border: [] } });
  const seconds = elapsedMs / 1000;
  table.push(['orders', count(purchases.length)]);
  for (const [status, number] of standing.statuses) table.push([`  ${status}`, count(number)]);
  table.push(
    ['repeated (had their order before)', count(sent.filter(({ answer }) => answer.repeated).length)],
    ['money sent', dollars(sumOf(purchases))],
    ['money in the database', dollars(standing.money)],
    ['duration', `${seconds.toFixed(1)} s`],
    ['orders a second', (sent.length / seconds).toFixed(1)],
    ...answerTimes(sent),
  );
  return table.toString();
}

/** What is wrong, in one line; null when all ended well and the sums agree. */
export function verdict({ purchases }: Run, { differences, money }: Standing): string | null {
  const sent = sumOf(purchases);
  if (differences.length === 0 && money === sent) return null;
  const more = differences.length > SHOWN ? `; and ${count(differences.length - SHOWN)} more` : '';
  const sums = money === sent ? [] : [`sent ${dollars(sent)}, in the database ${dollars(money)}`];
  return `It differs: ${[...sums, ...differences.slice(0, SHOWN)].join('; ')}${more}`;
}

/** Of new orders; a repeated one is a look-up, and shown only where there is no other. */
function answerTimes(sent: readonly Sent[]): [string, string][] {
  const fresh = sent.filter(({ answer }) => !answer.repeated);
  const times = (fresh.length > 0 ? fresh : sent).map(({ ms }) => ms);
  const what = fresh.length > 0 ? 'answer' : 'repeated answer';
  return [
    [`${what}, p50`, `${percentile(times, 0.5).toFixed(1)} ms`],
    [`${what}, p99`, `${percentile(times, 0.99).toFixed(1)} ms`],
  ];
}

function sumOf(purchases: readonly Purchase[]): Minor {
  return purchases.reduce((sum, { total }) => sum + total, 0);
}

function count(number: number): string {
  return number.toLocaleString('en-US');
}

/** 24409194 -> `244,091.94 USD`. */
function dollars(amount: Minor): string {
  const [whole = '', cents = ''] = formatDecimal(amount, 2).split('.');
  return `${BigInt(whole).toLocaleString('en-US')}.${cents} USD`;
}
