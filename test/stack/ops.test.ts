import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { databaseOf, runOps } from '../support/stack-ops.ts';
import { stackForThisFile } from '../support/stack.ts';
import { line, place, problemOf, read, ship, stocked, stockOf } from '../support/stack-shop.ts';
import { until } from '../support/stack-wait.ts';

const stack = stackForThisFile({ CARRIER: 'off' });

const ops = async (...args: string[]) => await runOps(stack(), ...args);
const Json = z.array(z.record(z.string(), z.unknown()));

/** An order whose first capture is refused for good. */
async function stuck(): Promise<string> {
  const { id } = await place(stack(), { payment: { method: 'pm_capture_fails_once' } });
  await ship(stack(), id);
  await until('the order to need attention', async () => (await read(stack(), id)).needsAttention);
  return id;
}

const fails = (...stderr: string[]) => ({
  exitCode: 1,
  stdout: '',
  stderr: expect.stringMatching(new RegExp(`^${stderr.join('.*')}[^\\n]*$`)),
});

describe('an operator at the command line', () => {
  it('sees what needs attention and why, and has it done again', async () => {
    const id = await stuck();
    const list = await ops('attention', 'list');
    expect(list).toMatchObject({ exitCode: 0, stderr: '' });
    expect(list.stdout).toMatch(new RegExp(`${id} .* us .* SHIPPED .* capture .* failed for good`));
    expect(Json.parse(JSON.parse((await ops('attention', 'list', '--json')).stdout))).toMatchObject([
      { id, storefront: 'us', status: 'SHIPPED', steps: [{ step: 'capture', since: expect.any(String) }] },
    ]);
    expect(await ops('attention', 'retry', id, 'capture', '--reason', 'once more')).toEqual({
      exitCode: 0,
      stdout: `order ${id} is SHIPPED: capture done`,
      stderr: '',
    });
    expect((await read(stack(), id)).payment.status).toBe('captured');
    expect(await ops('attention', 'list')).toMatchObject({ stdout: 'no order needs attention' });
  });

  it('settles by hand what cannot be done', async () => {
    const id = await stuck();
    const skipped = await ops('attention', 'skip', id, 'capture', '--reason', 'paid by wire');
    expect(skipped).toMatchObject({ exitCode: 0, stdout: `order ${id} is SHIPPED: capture skipped` });
    expect(await read(stack(), id)).toMatchObject({ needsAttention: false, payment: { captured: 0 } });
    expect((await ops('order', 'show', id)).stdout).toMatch(/capture\.skipped .* note paid by wire/);
  });

  it('holds an order, lets it go on, and rejects it', async () => {
    const sku = await stocked(stack(), 5);
    const { id } = await place(stack(), { lines: [line(sku, 2)] });
    expect(await ops('hold', id, '--reason', 'looks odd')).toMatchObject({ stdout: `order ${id} is ON_HOLD` });
    expect((await ops('order', 'show', id)).stdout).toContain('ON HOLD: requested, looks odd');
    expect(await ops('release', id)).toMatchObject({ exitCode: 0, stdout: `order ${id} is PROCESSING` });
    await ops('hold', id, '--reason', 'again');
    expect(await ops('reject', id, '--reason', 'fraud')).toMatchObject({ stdout: `order ${id} is CANCELED` });
    expect(await stockOf(stack(), sku)).toEqual({ onHand: 5, reserved: 0, available: 5 });
  });

  it('is told in one line what cannot be', async () => {
    const { id } = await place(stack());
    const why = ['--reason', 'x'];
    const wrong: [string[], ReturnType<typeof fails>][] = [
      [['order', 'show', 'NOPE'], fails('There is no order NOPE')],
      [['hold', 'NOPE', ...why], fails('There is no order NOPE')],
      [['release', id], fails('.*it is not on hold')],
      [['reject', id, ...why], fails('It is not on hold')],
      [['attention', 'retry', id, 'capture', ...why], fails('capture does not wait for anybody')],
      [['attention', 'retry', id, 'lunch', ...why], fails('.*lunch', 'Allowed choices are stock, payment')],
      [['attention', 'skip', id, 'capture'], fails('.*--reason', 'not specified')],
      [['hold', id, '--reason', ' '], fails('.*--reason', 'must say something')],
    ];
    for (const [args, answer] of wrong) expect([args, await ops(...args)]).toEqual([args, answer]);
    expect(await read(stack(), id)).toMatchObject({ status: 'PROCESSING', version: 3 });
  });

  it('gives out keys, follows them by others, and revokes them at once', async () => {
    const made = await ops('keys', 'create', '--name', 'shop', '--role', 'checkout', '--storefront', 'us');
    expect(made).toEqual({ exitCode: 0, stderr: '', stdout: expect.stringMatching(/^osk_[0-9a-f]{12}_[\w-]{43}$/) });
    const first = made.stdout;
    const prefix = first.split('_')[1] ?? '';
    const order = await place(stack(), {}, { key: first, idempotencyKey: 'cart' });

    const { stdout: second } = await ops('keys', 'rotate', prefix);
    for (const key of [first, second]) {
      expect((await place(stack(), {}, { key, idempotencyKey: 'cart' })).id).toBe(order.id);
    }
    const list = await ops('keys', 'list');
    expect(list.stdout).toMatch(new RegExp(`${prefix} .* shop .* checkout .* us .* works until`));
    const secrets = [first, second].map((key) => key.split('_')[2] ?? '');
    for (const { stdout } of [list, await ops('keys', 'list', '--json')]) {
      for (const secret of secrets) expect(stdout).not.toContain(secret);
    }

    expect(await ops('keys', 'revoke', first)).toMatchObject({ stdout: `key ${prefix} of shop is revoked` });
    problemOf(await stack().api('GET', '/v1/orders', { key: first }), 401, 'unauthenticated');
    expect((await stack().api('GET', '/v1/orders', { key: second })).status).toBe(200);
    const guest = ['keys', 'create', '--name', 'guest', '--role', 'support', '--expires-in-days', '1'];
    const { stdout: brief } = await ops(...guest);
    const { stdout: next } = await ops('keys', 'rotate', brief, '--expires-in-days', '2');
    expect((await stack().api('GET', '/v1/orders', { key: next })).status).toBe(200);
    const wrong: [string[], ReturnType<typeof fails>][] = [
      [['create', '--name', 'x', '--role', 'checkout'], fails('A checkout needs a --storefront')],
      [['create', '--name', 'x', '--role', 'king'], fails('.*king', 'Allowed choices are checkout')],
      [
        ['create', '--name', 'x', '--role', 'carrier', '--scopes', 'orders:read'],
        fails('.*carrier has no orders:read'),
      ],
      [['create', '--name', 'shop', '--role', 'operator'], fails('shop is a checkout of storefront us')],
      [['revoke', '000000000000'], fails('There is no key 000000000000')],
      [['rotate', prefix], fails(`There is no key ${prefix} that works`)],
      [['rotate', brief.split('_')[1] ?? ''], fails('.*its successor needs an end too')],
      [['revoke', 'shop'], fails('.*Twelve hexadecimal digits')],
    ];
    for (const [args, answer] of wrong) expect([args, await ops('keys', ...args)]).toEqual([args, answer]);
  });

  it('finds where two books disagree, and that is all', async () => {
    const { id } = await place(stack());
    const database = databaseOf(stack());
    if (!database) throw new Error('there is no database');
    const called = async (name: string) => await database.sql`update orders set customer_id = ${name} where id = ${id}`;
    await called('cus_other');
    const found = await until(
      'the order to be quiet for long enough',
      async () => {
        const answer = await ops('reconcile');
        return answer.exitCode === 1 && answer;
      },
      { everyMs: 1000 },
    );
    expect(found.stdout).toMatch(new RegExp(`order_not_its_events .* ${id} .* customerId`));
    expect(found.stdout).toMatch(/\d+ orders compared.*; differences: 1$/);
    expect(await ops('rebuild')).toMatchObject({
      exitCode: 1,
      stdout: expect.stringContaining(`${id} differs: customerId`),
    });
    await called('cus_100');
    await database.close();
    expect(await ops('reconcile')).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/differences: 0$/) });
    expect(await ops('rebuild')).toMatchObject({
      exitCode: 0,
      stdout: expect.stringMatching(/^\d+ orders, 0 differ$/),
    });
  });
});
