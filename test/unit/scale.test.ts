import { readFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import { ulid } from 'ulid';
import { type Inputs, messagesOfAnOrder, readInputs } from '../../bench/scale/inputs.ts';
import { breaksOf } from '../../bench/scale/breaks.ts';
import { costsOf } from '../../bench/scale/costs.ts';
import { needsOf } from '../../bench/scale/needs.ts';
import { firstId, nextMonth } from '../../bench/scale/partition-sql.ts';
import { scalePage } from '../../bench/scale/page.ts';

const text = await readFile(new URL('../../docs/operations/scale.md', import.meta.url), 'utf8');
const load = { name: 'a test', peakPerSecond: 100, ordersADay: 1_000_000 };

/** Round ones, so that what comes of them can be told without a machine. */
const INPUTS: Inputs = {
  houseCpuMs: 6,
  temporalCpuMs: 6,
  database: { cpuMs: 3, commits: 4, walBytes: 2 ** 20 },
  together: { cpuMs: 9, commits: 8, walBytes: 3 * 2 ** 20 },
  answered: { actions: 2, events: 5, transitions: 2, historyBytes: 1 },
  delivered: { actions: 9, events: 18, transitions: 4, historyBytes: 1 },
  processMb: 1,
};

describe('what it takes at scale', () => {
  it('is on the page as the script writes it of what was measured', async () => {
    expect(text).toBe(await scalePage());
  });

  it('is what an order costs, times the orders, on processors that are used to three fifths', () => {
    const needs = needsOf(INPUTS, load);
    expect(needs.tasks).toEqual({ placed: 1, life: 2 });
    expect(needs.databaseCores.placed).toBeCloseTo(0.5);
    expect(needs.temporalDatabaseCores.placed).toBeCloseTo(1);
    expect(needs.walMbPerSecond).toEqual({ placed: 100, life: 200 });
    expect(needs.temporalWalMbPerSecond).toEqual({ placed: 200, life: 400 });
    expect(needs.actionsPerSecond).toEqual({ placed: 200, life: 900 });
    // 4 transitions of 5 ms, 100 times a second, a tenth of a shard's time: 20 of them.
    expect(needs.shards).toBe(32);
  });

  it('counts each message once for each queue that hears of it', () => {
    // created: shipping, inventory, analytics, notifications, webhooks; shipped and delivered: three and four of ours, and
    // order-status twice; captured: webhooks.
    expect(messagesOfAnOrder()).toEqual({ published: 6, delivered: 15 });
  });

  it('is paid for by the order where it is asked for by the order', () => {
    const [once, twice] = [load, { ...load, ordersADay: 2 * load.ordersADay }].map((one) =>
      Object.fromEntries(costsOf(INPUTS, one).map(({ what, dollars }) => [what, dollars])),
    );
    for (const what of ['SQS, batches full', 'SNS, a request for each event'])
      expect(twice?.[what]).toBeCloseTo(2 * (once?.[what] ?? Number.NaN));
    expect(twice?.['Fargate, API and workers']).toBe(once?.['Fargate, API and workers']);
  });

  it('says what breaks first, first', () => {
    const rates = breaksOf(readInputs()).map(({ at }) => at.low);
    expect(rates).toEqual(rates.toSorted((a, b) => a - b));
  });

  it('has each order in the part of the month in which it was placed', () => {
    expect(nextMonth('2026-12')).toBe('2027-01');
    const [before, first] = [Date.UTC(2026, 11, 31, 23, 59, 59, 999), Date.UTC(2027, 0, 1)].map((time) => ulid(time));
    expect([before, first].map((id) => String(id) < firstId('2027-01'))).toEqual([true, false]);
  });
});
