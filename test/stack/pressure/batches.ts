import { describe, expect, it } from '@jest/globals';
import type { Stack } from '../../support/stack.ts';
import { batch, type BatchEntry, orderIdIn, type Outcome, readBatch } from '../../support/stack-batches.ts';
import { allOrders, anOrder, line, stocked, stockOf, untilNone } from '../../support/stack-shop.ts';
import { until } from '../../support/stack-wait.ts';

const LINES = 120;
const STOCK = 1000;
/** Not yet, or the first request is at it. */
const UNDECIDED = [202, 409, 503];
/** Every tenth is declined, so that a crash meets compensations too. */
const isDeclined = (index: number) => index % 10 === 0;

/** So many lines of one customer for a SKU, each with a key of its own. */
function entriesOf(customerId: string, sku: string, count: number): BatchEntry[] {
  return Array.from({ length: count }, (_, index) => ({
    idempotencyKey: `${customerId}-${index}`,
    order: anOrder({
      customerId,
      lines: [line(sku)],
      payment: { method: isDeclined(index) ? 'pm_card_chargeDeclined' : 'pm_card_visa' },
    }),
  }));
}

export function batches(stack: () => Stack): void {
  /** Reads until the app goes away, which is killed at a random one of its outcomes. */
  async function readAndKill(entries: readonly BatchEntry[]): Promise<Outcome[]> {
    const enough = Math.floor(Math.random() * LINES * 0.75);
    const heard: Outcome[] = [];
    let killed: Promise<void> | undefined;
    try {
      for await (const outcome of readBatch(Number(stack().env['PORT']), entries)) {
        heard.push(outcome);
        if (heard.length > enough) killed ??= stack().kill9();
      }
    } catch {
      // The app went away.
    }
    await killed;
    return heard;
  }

  describe('a batch', () => {
    it('in the middle of which the app is killed, sent again makes one order of each line and charges each once', async () => {
      const sku = await stocked(stack(), STOCK);
      const entries = entriesOf('cus_batch', sku, LINES);
      const first = await readAndKill(entries);
      expect(first.length).toBeLessThan(LINES);
      await stack().restart();
      const second = await until(
        'every line to be decided',
        async () => {
          const outcomes = await batch(stack(), entries);
          return outcomes.every(({ status }) => !UNDECIDED.includes(status)) && outcomes;
        },
        { everyMs: 250 },
      );
      expect(second.map(({ status }) => status)).toEqual(entries.map((_, index) => (isDeclined(index) ? 402 : 201)));
      const ids = second.map(orderIdIn);
      expect(new Set(ids).size).toBe(LINES);
      // What was told before the crash stands after it.
      const told = first.filter(({ status }) => !UNDECIDED.includes(status));
      expect(told.map((outcome) => [outcome.status, orderIdIn(outcome)])).toEqual(
        told.map(({ line: number }) => [second[number - 1]?.status, ids[number - 1]]),
      );

      await untilNone(stack(), 'cus_batch', ['PENDING', 'CANCELING']);
      const orders = await allOrders(stack(), '&customerId=cus_batch');
      expect(orders.map(({ id }) => id).toSorted()).toEqual(ids.toSorted());
      const confirmed = orders.filter(({ status }) => status === 'PROCESSING');
      expect(confirmed).toHaveLength(LINES - LINES / 10);
      const money = (await stack().ledger()).filter(({ orderId }) => ids.includes(orderId));
      expect(money.map(({ orderId, kind, amount }) => `${orderId} ${kind} ${amount}`).toSorted()).toEqual(
        confirmed.map(({ id, total }) => `${id} authorization ${total}`).toSorted(),
      );
      const available = STOCK - confirmed.length;
      expect(await stockOf(stack(), sku)).toEqual({ onHand: STOCK, reserved: confirmed.length, available });
    });
  });
}
