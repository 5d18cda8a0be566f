import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { ulid } from 'ulid';
import type { Order } from '../../domain/order.ts';
import { soundBooks } from '../support/workflow-books.ts';
import { paidUntil, part, twoLines, units } from '../support/workflow-parcels.ts';
import { theOrder, untilOrder, untilWorkflow } from '../support/workflow-waits.ts';
import { startWorld, type World } from '../support/world.ts';

/** https://github.com/vendure-ecommerce/vendure/issues/3398 */
let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(async () => await world?.stop());

/** Edits that no two of have a line alike: a mixture of two is none of them. */
const wanted = (n: number) => ({
  lines: [
    { id: 'line-1', quantity: n + 1, unitPrice: 1000 },
    { id: 'line-2', quantity: 10 - n, unitPrice: 500 },
  ],
});
const edit = async (id: string, n: number) => await world.gateway().change(id, 'editOrder', ulid(), wanted(n));
const linesOf = ({ lines }: Order) => lines.map(({ id, quantity, unitPrice }) => ({ id, quantity, unitPrice }));

it.concurrent.each(['pm_card_visa', 'pm_single_capture'])(
  'of ten edits at once the end is one as a whole, and stock and money agree with it (%s)',
  async (method) => {
    const { id, a, b } = await twoLines(world, { method });
    const edits = Array.from({ length: 10 }, (_, n) => n);
    const outcomes = await Promise.allSettled(edits.map(async (n) => await edit(id, n)));
    expect(outcomes.map(({ status }) => status)).toEqual(edits.map(() => 'fulfilled'));
    const order = await theOrder(world, id);
    const winner = edits.find((n) => JSON.stringify(wanted(n).lines) === JSON.stringify(linesOf(order)));
    if (winner === undefined) throw new Error(`the end is none of the edits: ${JSON.stringify(linesOf(order))}`);
    const total = 1000 * (winner + 1) + 500 * (10 - winner) + 100;
    expect(order).toMatchObject({ total, edit: null, attention: [] });
    const { held, standing } = await soundBooks(world, id);
    expect(held).toEqual({ [a]: winner + 1, [b]: 10 - winner });
    // No intent of Stripe's can be made smaller: what is held is enough, and no whole one of them is too much.
    expect(standing).toBeGreaterThanOrEqual(total);
    expect(order.authorizations.every((one) => standing - one.amount < total || one.released > 0)).toBe(true);
    await world.gateway().ship(id, part(1));
    await paidUntil(world, id, total);
    expect((await soundBooks(world, id)).standing).toBe(0);
  },
);

it.concurrent.each([1, 2, 3])('shipments between them are never undone (%s)', async (round) => {
  const { id, a, b } = await twoLines(world);
  const ship = async (n: number) => await world.gateway().ship(id, part(n, units('line-1', 1)));
  const racers = Array.from({ length: 10 }, (_, n) => async () => await edit(id, n));
  racers.splice(round, 0, async () => (await ship(1)).order);
  racers.splice(round + 4, 0, async () => (await ship(2)).order);
  const outcomes = await Promise.allSettled(racers.map(async (start) => await start()));
  const reasons = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason] : []));
  // On a busy machine one may also hear nothing in time; what became of it is looked at like the others.
  const refused = [{ code: 'invalid_transition' }, { code: 'dependency_unavailable' }];
  for (const reason of reasons) expect(refused).toContainEqual({ code: reason.code });
  await untilOrder(world, id, (order) => order.edit === null);
  await world.gateway().settle(id);
  await untilWorkflow(world, id, ({ move }) => move === null);
  const order = await theOrder(world, id);
  const [first] = order.lines;
  const shipped = order.shipments.length;
  expect(first?.shipped).toBe(shipped);
  const { held, stock } = await soundBooks(world, id);
  expect({ held, onHand: stock[a]?.onHand }).toEqual({
    held: Object.fromEntries(
      [
        [a, (first?.quantity ?? 0) - shipped],
        [b, order.lines[1]?.quantity ?? 0],
      ].filter(([, quantity]) => quantity !== 0),
    ),
    onHand: 10 - shipped,
  });
  expect(order.payment.captured).toBe(shipped === 0 ? 0 : 1000 * shipped + 100);
  expect(order.payment.authorized).toBeGreaterThanOrEqual(order.total - order.payment.captured);
});
