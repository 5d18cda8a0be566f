import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { ulid } from 'ulid';
import { dueInAll, dueNow } from '../../domain/charging.ts';
import { ship } from '../../domain/decisions.ts';
import { cancelLine } from '../../domain/line-cancel.ts';
import { formatDecimal, minorDigits, parseDecimal } from '../../domain/money.ts';
import { type Order, unitsLeft } from '../../domain/order.ts';
import { requestRefund } from '../../domain/refunds.ts';
import { valueOfUnits } from '../../domain/shares.ts';
import { after, placed } from '../unit/an-order.ts';
import { readLedger, soundBooks } from '../support/workflow-books.ts';
import { newCheckout, newSku } from '../support/workflow-orders.ts';
import { paidUntil, part, units } from '../support/workflow-parcels.ts';
import { untilWorkflow } from '../support/workflow-waits.ts';
import { startWorld, type World } from '../support/world.ts';

/** https://github.com/medusajs/medusa/issues/12789: 98.9009 was to be captured, and 9890 cents were. */
const line = fc.record({
  quantity: fc.integer({ min: 1, max: 60 }),
  total: fc.integer({ min: 0, max: 5_000_000_000 }),
});
const cuts = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 40 });

/** Parts of so many units, until there are no more. */
function partsOf(quantity: number, sizes: readonly number[]): number[] {
  const parts: number[] = [];
  for (let left = quantity, n = 0; left > 0; n += 1) {
    const size = Math.min(left, sizes[n % sizes.length] ?? 1);
    parts.push(size);
    left -= size;
  }
  return parts;
}

const sum = (amounts: readonly number[]) => amounts.reduce((total, amount) => total + amount, 0);

function ordered({ quantity, total }: { quantity: number; total: number }): Order {
  const order = placed(quantity);
  const lines = order.lines.map((one) => ({ ...one, unitPrice: null, total }));
  return after(
    null,
    { type: 'order.placed', data: { order: { ...order, lines, total } } },
    { type: 'stock.reserved', data: { reservations: [] } },
    { type: 'order.confirmed', data: { authorized: total } },
  );
}

describe('a line whose total does not divide by its units', () => {
  it('is worth as much in parts as whole, and no two units differ by more than one', () => {
    fc.assert(
      fc.property(line, cuts, (one, sizes) => {
        const ends = partsOf(one.quantity, sizes).map((_, index, all) => sum(all.slice(0, index + 1)));
        const values = ends.map((end, index) => valueOfUnits(one, end) - valueOfUnits(one, ends[index - 1] ?? 0));
        expect(sum(values)).toBe(one.total);
        const each = Array.from({ length: one.quantity }, (_, n) => valueOfUnits(one, n + 1) - valueOfUnits(one, n));
        expect(Math.max(...each) - Math.min(...each)).toBeLessThanOrEqual(1);
        expect(each.every(Number.isSafeInteger)).toBe(true);
      }),
    );
  });

  it('is captured by parcels and refunded in parts to the last unit, whatever was canceled of it', () => {
    fc.assert(
      fc.property(line, cuts, fc.array(fc.boolean()), (one, sizes, canceled) => {
        let order = ordered(one);
        const captures: number[] = [];
        for (const [n, size] of partsOf(one.quantity, sizes).entries()) {
          const left = unitsLeft(order.lines[0] ?? ({ ...placed(0).lines[0], quantity: 0 } as never));
          const isCanceled = canceled[n] === true && left > size;
          const before = dueNow(order);
          order = isCanceled
            ? after(order, ...cancelLine(order, units('line-0', size), null))
            : after(order, ...ship(order, { eventId: `e${n}`, lines: [units('line-0', size)] }, `p${n}`));
          captures.push(dueNow(order) - before);
        }
        const [shipped] = order.lines;
        expect(sum(captures)).toBe(dueInAll(order));
        expect(sum(captures)).toBe(valueOfUnits(one, shipped?.shipped ?? 0));
        expect(captures.every((amount) => amount >= 0)).toBe(true);
        if (sum(captures) === 0) return;
        order = after(order, { type: 'payment.captured', data: { amount: sum(captures), number: 1 } });
        const refunds = partsOf(shipped?.shipped ?? 0, sizes).map((size, n) => {
          const [event] = valueOfUnits(one, shipped?.shipped ?? 0) === 0 ? [] : refund(order, size, n);
          if (event) order = after(order, event);
          return event?.data.amount ?? 0;
        });
        expect(sum(refunds)).toBe(sum(captures));
      }),
    );
  });
});

/** Units that cost nothing are not refunded. */
function refund(order: Order, size: number, n: number) {
  try {
    return requestRefund(order, `r${n}`, { lines: [units('line-0', size)] }).flatMap((event) =>
      event.type === 'refund.requested' ? [event] : [],
    );
  } catch {
    return [];
  }
}

describe('an amount', () => {
  it.each(['USD', 'JPY', 'KWD'])('of %s is the same in minor units and as a decimal', (currency) => {
    const digits = minorDigits(currency);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER }), (amount) => {
        expect(parseDecimal(formatDecimal(amount, digits), digits)).toBe(amount);
      }),
    );
    expect(() => parseDecimal('98.9009', digits)).toThrow(RangeError);
  });
});

describe('an order of 98.90 for three units', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld();
  });
  afterAll(async () => await world?.stop());

  async function three(total: number, method: string) {
    const checkout = await newCheckout(world, { lines: [{ sku: await newSku(world), quantity: 3 }], method });
    const lines = checkout.order.lines.map((one) => ({ ...one, unitPrice: null, total }));
    const { order } = await world.gateway().place({ ...checkout, order: { ...checkout.order, lines, total } });
    await untilWorkflow(world, order.id, ({ status }) => status === 'PROCESSING');
    return order.id;
  }
  const ledger = async (id: string, of: string) =>
    (await readLedger(world, id)).flatMap(({ kind, amount }) => (kind === of ? [amount] : []));

  it.concurrent.each(['pm_card_visa', 'pm_single_capture'])(
    'is captured in three parcels, exactly (%s)',
    async (method) => {
      const id = await three(9890, method);
      for (const [n, captured] of [3297, 6594, 9890].entries()) {
        await world.gateway().ship(id, part(n + 1, units('line-1', 1)));
        await paidUntil(world, id, captured);
      }
      expect(await ledger(id, 'capture')).toEqual([3297, 3297, 3296]);
      for (const n of [1, 2, 3]) {
        await world.gateway().change(id, 'refundOrder', ulid(), { lines: [units('line-1', 1)] });
        expect(await ledger(id, 'refund')).toHaveLength(n);
      }
      expect(await ledger(id, 'refund')).toEqual([3297, 3297, 3296]);
      expect(await soundBooks(world, id)).toMatchObject({ standing: 0, order: { payment: { status: 'refunded' } } });
    },
  );

  it.concurrent('is captured to the last cent of what was not canceled', async () => {
    const id = await three(9890, 'pm_card_visa');
    await world.gateway().ship(id, part(1, units('line-1', 1)));
    await world.gateway().change(id, 'cancelLine', ulid(), { ...units('line-1', 1), reason: null });
    await world.gateway().ship(id, part(2));
    await paidUntil(world, id, 6594);
    expect(await soundBooks(world, id)).toMatchObject({ standing: 0, order: { payment: { status: 'captured' } } });
  });
});
