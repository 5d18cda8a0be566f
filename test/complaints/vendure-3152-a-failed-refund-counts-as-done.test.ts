import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { ulid } from 'ulid';
import { readLedger, soundBooks } from '../support/workflow-books.ts';
import { paidUntil, part, twoLines, units } from '../support/workflow-parcels.ts';
import { startWorld, type World } from '../support/world.ts';

/** https://github.com/vendure-ecommerce/vendure/issues/3152 */
let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(async () => await world?.stop());

async function paid(method: string): Promise<string> {
  const { id } = await twoLines(world, { method });
  await world.gateway().ship(id, part(1));
  await paidUntil(world, id, 3600);
  return id;
}

const ask = async (id: string, request: object) => await world.gateway().change(id, 'refundOrder', ulid(), request);
const refundOf = async (id: string) => (await readLedger(world, id)).filter(({ kind }) => kind === 'refund');

it.concurrent('gives nothing back, says so, and leaves the order paid', async () => {
  const id = await paid('pm_refund_fails');
  expect(await ask(id, { amount: 600 })).toMatchObject({
    needsAttention: true,
    attention: [{ step: 'refund' }],
    refunds: [{ amount: 600, refunded: 0, status: 'FAILED' }],
    payment: { status: 'captured', captured: 3600, refunded: 0 },
  });
  // A retry that fails too changes nothing of that.
  const { order } = await world.gateway().resolve(id, 'refund', 'retry', 'once more');
  expect(order).toMatchObject({ needsAttention: true, refunds: [{ status: 'FAILED' }], payment: { refunded: 0 } });
  expect(await refundOf(id)).toEqual([]);
  expect((await soundBooks(world, id)).published).not.toContain('order.refunded');
});

it.concurrent('whoever asks for it again meanwhile does not have it paid twice', async () => {
  const id = await paid('pm_refund_fails_once');
  await ask(id, { amount: 3000 });
  await expect(ask(id, { amount: 3000 })).rejects.toMatchObject({
    code: 'refund_exceeds_captured',
    details: { left: 600 },
  });
  const other = await ask(id, { amount: 600 });
  expect(other.refunds).toMatchObject([{ status: 'FAILED' }, { status: 'PENDING' }]);
  const { order } = await world.gateway().resolve(id, 'refund', 'retry', 'mended');
  expect(order).toMatchObject({
    needsAttention: false,
    refunds: [{ status: 'SUCCEEDED' }, { status: 'SUCCEEDED' }],
    payment: { status: 'refunded', refunded: 3600 },
  });
  expect((await refundOf(id)).map(({ amount }) => amount)).toEqual([3000, 600]);
  await soundBooks(world, id);
});

it.concurrent('what an operator gave back by hand is not given back again with the next one that fails', async () => {
  const id = await paid('pm_refund_fails');
  await ask(id, { lines: [units('line-1', 1)] });
  const { order } = await world.gateway().resolve(id, 'refund', 'skip', 'paid by wire');
  expect(order).toMatchObject({ needsAttention: false, refunds: [{ status: 'FAILED', byHand: true }] });
  // Those units are paid for.
  await expect(ask(id, { lines: [units('line-1', 3)] })).rejects.toMatchObject({ code: 'refund_exceeds_captured' });
  await ask(id, { lines: [units('line-2', 1)] });
  const { order: retried } = await world.gateway().resolve(id, 'refund', 'retry', 'once more');
  expect(retried.refunds).toMatchObject([
    { status: 'FAILED', byHand: true },
    { status: 'FAILED', refunded: 0 },
  ]);
  await soundBooks(world, id);
});

it.concurrent('the next one in the queue is not held for the one that failed', async () => {
  const id = await paid('pm_refund_fails_once');
  await ask(id, { amount: 1000 });
  await ask(id, { amount: 500 });
  const { order } = await world.gateway().resolve(id, 'refund', 'skip', 'paid in cash');
  expect(order).toMatchObject({
    refunds: [
      { amount: 1000, status: 'FAILED', byHand: true },
      { amount: 500, status: 'SUCCEEDED' },
    ],
    payment: { status: 'partially_refunded', refunded: 500 },
  });
  await soundBooks(world, id);
});
