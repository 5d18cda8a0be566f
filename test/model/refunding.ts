import { acting, type Message } from './message.ts';
import { refundable, refundedUnits, settle as settleMoney, valueOf } from './money.ts';
import { lineOf, type ModelOrder, Refused, type Units, unitsOf } from './shop.ts';

/** What has shipped is to be paid for: the payment service's word. */
export function settle(orderId: string): Message {
  return {
    text: `settle ${orderId}`,
    order: orderId,
    say: async (world) => {
      await world.gateway().settle(orderId);
      return 'done';
    },
    act: acting(orderId, null, settleMoney),
  };
}

/** An amount, units of lines, or (null) all that is left. */
export function refund(orderId: string, id: string, what: number | Units[] | null): Message {
  const request = what === null ? {} : typeof what === 'number' ? { amount: what } : { lines: what };
  return {
    text: `refund ${orderId}: ${JSON.stringify(request)}`,
    order: orderId,
    say: async (world) => {
      await world.gateway().change(orderId, 'refundOrder', id, request);
      return 'done';
    },
    act: acting(
      orderId,
      id,
      (order) => {
        const lines = Array.isArray(what) ? what : null;
        if (lines) assertShipped(order, lines);
        const amount = lines ? valueOf(order, lines) : typeof what === 'number' ? what : refundable(order);
        if (amount === 0 || amount > refundable(order)) throw new Refused('refund_exceeds_captured');
        order.refunds.push({ id, amount, lines });
        settleMoney(order);
      },
      settleMoney,
    ),
  };
}

function assertShipped(order: ModelOrder, lines: Units[]): void {
  for (const { lineId } of lines) {
    const { shipped } = lineOf(order, lineId);
    if (unitsOf(lines, lineId) > shipped - refundedUnits(order, lineId)) throw new Refused('refund_exceeds_captured');
  }
}
