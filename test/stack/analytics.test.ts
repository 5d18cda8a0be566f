import { describe, expect, it } from '@jest/globals';
import { execa } from 'execa';
import { DailyAnalyticsView } from '../../contracts/http.ts';
import { databaseUrl } from '../../embedded/postgres.ts';
import { readRunFile } from '../../embedded/run-file.ts';
import { stackForThisFile } from '../support/stack.ts';
import { anOrder, line, place, post, problemOf, ship, stocked, untilStatus } from '../support/stack-shop.ts';
import { until } from '../support/stack-wait.ts';

const stack = stackForThisFile({ CARRIER: 'off' });

const ask = async (query = '', key = 'dev-ops') => await stack().api('GET', `/v1/analytics/daily${query}`, { key });

async function figures(query: string) {
  const { status, body } = await ask(query);
  expect(status).toBe(200);
  return DailyAnalyticsView.parse(body).data;
}

describe('the figures by day', () => {
  it('say what the shop has done, once analytics has heard of it', async () => {
    const sku = await stocked(stack(), 100);
    const lines = [line(sku, 2, 1000)];
    const shipped = await place(stack(), { lines });
    await place(stack(), { lines });
    const canceled = await place(stack(), { lines });
    await ship(stack(), shipped.id);
    await untilStatus(stack(), shipped.id, 'SHIPPED');
    await stack().api('POST', `/v1/orders/${canceled.id}/cancel`, { body: {} });
    problemOf(
      await post(stack(), anOrder({ lines, payment: { method: 'pm_card_chargeDeclined' } })),
      402,
      'payment_declined',
    );
    const [day, ...others] = await until('analytics to have heard', async () => {
      const found = await figures(`?sku=${sku}&storefront=us`);
      const [first] = found;
      return first?.orders === 3 && first.canceled === 1 && first.refused === 1 && first.timeToShip && found;
    });
    expect(others).toEqual([]);
    expect(day).toEqual({
      day: shipped.createdAt.slice(0, 10),
      storefront: 'us',
      currency: 'USD',
      orders: 3,
      revenue: 4000,
      canceled: 1,
      cancelRate: 1 / 3,
      refused: 1,
      delivered: 0,
      timeToShip: {
        orders: 1,
        averageSeconds: expect.any(Number),
        p50Seconds: expect.any(Number),
        p95Seconds: expect.any(Number),
      },
      skus: [{ sku, units: 4, revenue: 4000 }],
    });
    expect(await figures(`?sku=${sku}&storefront=eu`)).toEqual([]);
    expect(await figures(`?sku=${sku}&from=2020-01-01&to=2020-12-31`)).toEqual([]);
    expect(await ops('check')).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/^4 orders, 0 differ$/) });
  });

  it.each([
    ['?from=2026-02-30', '/from'],
    ['?from=yesterday', '/from'],
    ['?from=0000-01-01&to=0000-01-02', '/from'],
    ['?from=2026-03-02&to=2026-03-01', '/from'],
    ['?from=2025-01-01&to=2026-01-02', '/from'],
    ['?from=9999-01-01', '/from'],
    ['?to=2026-13-01', '/to'],
    ['?storefront=', '/storefront'],
    ['?sku=%00', '/sku'],
    ['?week=1', '/week'],
  ])('are refused for %s', async (query, pointer) => {
    const problem = problemOf(await ask(query), 422, 'invalid_request');
    expect(problem.errors?.map((error) => error.pointer)).toContain(pointer);
  });

  it('are there for a year, also a leap year, and for one day', async () => {
    for (const query of ['?from=2024-01-01&to=2024-12-31', '?from=2024-02-29&to=2024-02-29', '?to=1970-01-01']) {
      expect(await figures(query)).toEqual([]);
    }
  });
});

async function ops(...args: string[]) {
  const port = readRunFile(stack().dataDir).find(({ name }) => name === 'postgres')?.port ?? 0;
  return await execa('node', ['bin/ops.ts', 'analytics', ...args], {
    env: { DATABASE_URL: databaseUrl(port) },
    reject: false,
  });
}
