import { describe, expect, it } from '@jest/globals';
import type { Answer } from '../../support/http.ts';
import type { Stack } from '../../support/stack.ts';
import { Ear } from '../../support/stack-aws.ts';
import { allOrders, anOrder, line, orderOf, postOnce, stocked, stockOf, untilNone } from '../../support/stack-shop.ts';
import { parallel, until } from '../../support/stack-wait.ts';

const ORDERS = 200;
const STOCK = 1000;
const CUSTOMER = 'cus_crash';
/** Not yet, the first request is at it, or too many come at once. */
const UNDECIDED = [202, 409, 503];
/** Every tenth is declined, so that a crash meets compensations too. */
const isDeclined = (index: number) => index % 10 === 0;

export function crash(stack: () => Stack): void {
  const keys = Array.from({ length: ORDERS }, (_, index) => `crash-${index}`);

  async function send(sku: string, index: number): Promise<Answer> {
    const method = isDeclined(index) ? 'pm_card_chargeDeclined' : 'pm_card_visa';
    const body = anOrder({ customerId: CUSTOMER, reference: keys[index], lines: [line(sku)], payment: { method } });
    return await postOnce(stack(), body, { idempotencyKey: keys[index] ?? '' });
  }

  /** All at once; the app is killed when a random number of them has been answered. */
  async function sendAndKill(sku: string): Promise<(Answer | null)[]> {
    const enough = Math.floor(Math.random() * ORDERS * 0.75);
    let answered = 0;
    const answers = keys.map(async (_key, index) => {
      try {
        const answer = await send(sku, index);
        answered += 1;
        return answer;
      } catch {
        // The app went away: nobody knows what became of this one.
        return null;
      }
    });
    await until(`${enough} answers`, async () => answered >= enough, { everyMs: 1 });
    await stack().kill9();
    return await Promise.all(answers);
  }

  /** Sends every key again, until each has its decision. */
  async function sendAgain(sku: string): Promise<Answer[]> {
    return await parallel([...keys.keys()], 20, (index) =>
      until(
        `the decision of ${keys[index]}`,
        async () => {
          const answer = await send(sku, index);
          return !UNDECIDED.includes(answer.status) && answer;
        },
        { everyMs: 250 },
      ),
    );
  }

  describe('a crash', () => {
    it('of the app with 200 orders under way loses none, doubles none and charges none twice', async () => {
      const ear = await Ear.subscribe(stack());
      const sku = await stocked(stack(), STOCK);
      const first = await sendAndKill(sku);
      await stack().restart({ CARRIER: 'auto' });
      const second = await sendAgain(sku);

      const ids = second.map(orderIdOf);
      expect(new Set(ids).size).toBe(ORDERS);
      // What was answered before the crash stands after it.
      const decided = first.flatMap((answer, index) =>
        answer && !UNDECIDED.includes(answer.status) ? [{ answer, index }] : [],
      );
      expect(decided.map(({ index }) => [second[index]?.status, ids[index]])).toEqual(
        decided.map(({ answer }) => [answer.status, orderIdOf(answer)]),
      );

      // In the order of an order's life: what has left one state turns up in the next.
      const underWay = ['PENDING', 'CANCELING', 'PROCESSING', 'PARTIALLY_SHIPPED', 'SHIPPED'] as const;
      await untilNone(stack(), CUSTOMER, underWay);
      const orders = await allOrders(stack(), `&customerId=${CUSTOMER}`);
      expect(new Set(orders.map(({ id }) => id))).toEqual(new Set(ids));
      const delivered = orders.filter(({ status }) => status === 'DELIVERED');
      for (const [index, id] of ids.entries()) {
        const status = orders.find((order) => order.id === id)?.status;
        expect({ index, status }).toEqual({ index, status: isDeclined(index) ? 'CANCELED' : 'DELIVERED' });
      }
      const left = STOCK - delivered.length;
      expect(await stockOf(stack(), sku)).toEqual({ onHand: left, reserved: 0, available: left });

      const ours = async () => (await stack().ledger()).filter(({ orderId }) => ids.includes(orderId));
      const due = delivered.flatMap(({ id, total }) => [`${id} authorization ${total}`, `${id} capture ${total}`]);
      const ledger = await until(
        'every order to be paid for',
        async () => {
          const entries = await ours();
          return entries.length >= due.length && entries;
        },
        { everyMs: 250 },
      );
      const moved = ledger.map(({ orderId, kind, amount }) => `${orderId} ${kind} ${amount}`);
      expect(moved.toSorted()).toEqual(due.toSorted());

      for (const { id, status } of orders) {
        const isDelivered = status === 'DELIVERED';
        const last = isDelivered ? (['order.delivered', 'payment.captured'] as const) : (['order.cancelled'] as const);
        for (const type of last) await ear.untilHeard(id, type);
        const heard = firstTimes(ear, id);
        const expected = [...(isDelivered ? ['order.created', 'order.shipped'] : []), ...last];
        expect(heard.map(([sequence]) => sequence)).toEqual(expected.map((_, index) => index + 1));
        // The payment is captured before or after the delivery: nobody waits for it.
        expect(heard.map(([, type]) => type).toSorted()).toEqual(expected.toSorted());
      }
    });
  });
}

function orderIdOf(answer: Answer): string {
  return answer.status === 201 ? orderOf(answer, 201).id : String(Object(answer.body).orderId);
}

/** Sequence and type of what was heard, without the repeats that a crash may bring. */
function firstTimes(ear: Ear, orderId: string): [number, string][] {
  const seen = new Map(ear.of(orderId).map(({ event }) => [event.id, event]));
  return [...seen.values()].map(({ sequence, type }) => [sequence, type]);
}
