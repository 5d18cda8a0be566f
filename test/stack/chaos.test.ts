import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execa } from 'execa';
import type { OrderView } from '../../contracts/http.ts';
import { databaseUrl } from '../../embedded/postgres.ts';
import { readRunFile } from '../../embedded/run-file.ts';
import { type ChaosProxy, startChaosProxy } from '../chaos/proxy.ts';
import { type Broker, startSnsSqs } from '../support/brokers.ts';
import { Stack } from '../support/stack.ts';
import { anOrder, place, post, read, stocked, stockOf, untilStatus } from '../support/stack-shop.ts';
import { until } from '../support/stack-wait.ts';

const ORDERS = 30;
const RATES = { repeat: 0.2, fail: 0.1, delay: 0.3, delayMs: 1000 };

let broker: Broker;
let proxy: ChaosProxy;
let stack: Stack;

beforeAll(async () => {
  broker = await startSnsSqs();
  proxy = await startChaosProxy(broker.url, RATES);
  stack = await Stack.start({ AWS_ENDPOINT_URL: proxy.url });
});
afterAll(async () => {
  await stack?.stop();
  await stack?.remove();
  await proxy?.stop();
  await broker?.end();
});

/** An operator's check: what it says, and 0 when all is well. */
async function ops(...args: string[]) {
  const postgres = readRunFile(stack.dataDir).find(({ name }) => name === 'postgres');
  const env = { ...stack.env, DATABASE_URL: databaseUrl(postgres?.port ?? 0), LOG_LEVEL: 'silent' };
  const { exitCode, stdout } = await execa('node', ['bin/ops.ts', ...args], { env, reject: false });
  return { exitCode, stdout };
}

describe('messages that come twice, late, in another order, or not at the first time', () => {
  it('end in orders that are delivered and paid for once, refused ones that cost nothing, and books that agree', async () => {
    const sku = await stocked(stack, 1000);
    const lines = [{ sku, quantity: 2, unitPrice: 700 }];
    const orders: OrderView[] = [];
    while (orders.length < ORDERS) orders.push(await place(stack, { lines }));
    const refused = await Promise.all(
      [1, 2, 3].map(() => post(stack, anOrder({ lines, payment: { method: 'pm_card_chargeDeclined' } }))),
    );
    expect(refused.map(({ status }) => status)).toEqual([402, 402, 402]);

    for (const { id } of orders) await untilStatus(stack, id, 'DELIVERED');
    await until(
      'everybody to have paid',
      async () => {
        const now = await Promise.all(orders.map(({ id }) => read(stack, id)));
        return now.every(({ payment }) => payment.status === 'captured');
      },
      { everyMs: 500 },
    );
    await until('the figures to have caught up', async () => (await ops('analytics', 'check')).exitCode === 0, {
      withinMs: 90_000,
      everyMs: 2000,
    });

    const ledger = await stack.ledger();
    const paid = orders.flatMap(({ id }) => [`${id} authorization 1400`, `${id} capture 1400`]);
    expect(ledger.map(({ orderId, kind, amount }) => `${orderId} ${kind} ${amount}`).toSorted()).toEqual(
      paid.toSorted(),
    );
    expect(await stockOf(stack, sku)).toEqual({ onHand: 1000 - 2 * ORDERS, reserved: 0, available: 1000 - 2 * ORDERS });
    expect(await ops('rebuild')).toEqual({ exitCode: 0, stdout: `${ORDERS + 3} orders, 0 differ` });
    expect(await ops('dlq', 'list')).toEqual({ exitCode: 0, stdout: 'no dead letters' });
    const { repeated, failed, failedThoughTaken, delayed } = proxy.chaos.done;
    expect(Math.min(repeated, failed, failedThoughTaken, delayed)).toBeGreaterThan(0);
  }, 300_000);
});
