import type { OrderRequests } from '../../domain/gateway.ts';
import { acting, type Message } from './message.ts';
import { refundable, refundedUnits, settle, valueOf } from './money.ts';
import { lineOf, type ModelOrder, Refused, type SentBack, type Shop, sum, type Units, unitsOf } from './shop.ts';
import { goodsOf, serve } from './stock.ts';

/** A customer wants to send units back. */
export function requestReturn(orderId: string, id: string, lines: Units[]): Message {
  return {
    text: `return ${id} of ${orderId}: ${JSON.stringify(lines)}`,
    order: orderId,
    say: async (world) => {
      await world.gateway().change(orderId, 'requestReturn', id, { lines, reason: null });
      return 'done';
    },
    act: acting(
      orderId,
      id,
      (order) => {
        for (const { lineId } of lines) {
          lineOf(order, lineId);
          if (unitsOf(lines, lineId) > canComeBack(order, lineId)) throw new Refused('invalid_transition');
        }
        order.returns.push({ id, status: 'REQUESTED', lines });
        settle(order);
      },
      settle,
    ),
  };
}

export function approveReturn(orderId: string, id: string, returnId: string): Message {
  return about(orderId, id, 'approveReturn', { returnId }, (order) => {
    const one = theReturn(order, returnId);
    if (one.status === 'REJECTED' || one.status === 'RECEIVED') throw new Refused('invalid_transition');
    one.status = 'APPROVED';
  });
}

export function rejectReturn(orderId: string, id: string, returnId: string): Message {
  return about(orderId, id, 'rejectReturn', { returnId, reason: null }, (order) => {
    const one = theReturn(order, returnId);
    if (one.status === 'RECEIVED') throw new Refused('invalid_transition');
    one.status = 'REJECTED';
  });
}

/** @param lines what came of it, for sale again or not; null: all of it, for sale again */
export function receiveReturn(
  orderId: string,
  id: string,
  returnId: string,
  lines: (Units & { restock: boolean })[] | null,
): Message {
  const received = lines ? { lines } : { restock: true };
  return about(orderId, id, 'receiveReturn', { returnId, received }, (order, shop) => {
    const one = theReturn(order, returnId);
    if (one.status !== 'APPROVED') throw new Refused('invalid_transition');
    settle(order);
    const came = lines ?? one.lines.map((line) => ({ ...line, restock: true }));
    for (const { lineId } of came) {
      if (unitsOf(came, lineId) > unitsOf(one.lines, lineId)) throw new Refused('invalid_request');
    }
    one.status = 'RECEIVED';
    one.lines = came.map(({ lineId, quantity }) => ({ lineId, quantity }));
    for (const { lineId, quantity, restock } of came) {
      const line = lineOf(order, lineId);
      line.returned += quantity;
      if (restock) goodsOf(shop, line.sku).restocked += quantity;
      serve(shop, line.sku);
    }
    payBack(order, id, one.lines);
  });
}

function about<Name extends 'approveReturn' | 'rejectReturn' | 'receiveReturn'>(
  orderId: string,
  id: string,
  name: Name,
  request: OrderRequests[Name],
  rule: (order: ModelOrder, shop: Shop) => void,
): Message {
  return {
    text: `${name} of ${orderId}: ${JSON.stringify(request)}`,
    order: orderId,
    say: async (world) => {
      await world.gateway().change(orderId, name, id, request);
      return 'done';
    },
    act: acting(
      orderId,
      id,
      (order, shop) => {
        rule(order, shop);
        settle(order);
      },
      settle,
    ),
  };
}

function theReturn(order: ModelOrder, id: string): SentBack {
  const found = order.returns.find((one) => one.id === id);
  if (!found) throw new Refused('not_found');
  return found;
}

/** Units that have arrived and are not on their way back. */
function canComeBack(order: ModelOrder, lineId: string): number {
  const arrived = order.parcels.filter(({ delivered }) => delivered).map(({ lines }) => unitsOf(lines, lineId));
  const back = order.returns.filter(({ status }) => status !== 'REJECTED').map(({ lines }) => unitsOf(lines, lineId));
  return sum(arrived) - sum(back);
}

/** What has not been given back of them, as far as there is anything to give. */
function payBack(order: ModelOrder, id: string, came: Units[]): void {
  const ids = [...new Set(came.map(({ lineId }) => lineId))];
  const lines = ids.map((lineId) => ({
    lineId,
    quantity: Math.min(unitsOf(came, lineId), lineOf(order, lineId).shipped - refundedUnits(order, lineId)),
  }));
  const amount = Math.min(valueOf(order, lines), refundable(order));
  if (amount > 0) order.refunds.push({ id, amount, lines });
}
