import type { WantedLine } from '../../domain/edits.ts';
import { acting, type Message } from './message.ts';
import { dueInAll, settle, totalOf } from './money.ts';
import { leftOf, type Line, lineOf, type ModelOrder, Refused, type Shop, sum } from './shop.ts';
import { bySku, claim, giveUp } from './stock.ts';

/** The whole list of lines as wanted: all of it, or nothing. */
export function edit(orderId: string, id: string, wanted: WantedLine[]): Message {
  return {
    text: `edit ${orderId}: ${JSON.stringify(wanted)}`,
    order: orderId,
    isSaga: true,
    say: async (world) => {
      await world.gateway().change(orderId, 'editOrder', id, { lines: wanted });
      return 'done';
    },
    act: acting(orderId, id, (order, shop) => change(shop, order, wanted)),
  };
}

function change(shop: Shop, order: ModelOrder, wanted: WantedLine[]): void {
  const lines = wanted.map((line) => wantedLine(order, line));
  const after = { ...order, lines };
  for (const line of order.lines) {
    const kept = lines.find(({ id }) => id === line.id);
    if ((kept?.quantity ?? 0) < line.shipped + line.canceled) throw new Refused('invalid_transition');
  }
  if (sum(lines.map(leftOf)) === 0) throw new Refused('invalid_transition');
  if (totalOf(after) < 0) throw new Refused('invalid_request');
  if (order.status !== 'PROCESSING' && order.status !== 'PARTIALLY_SHIPPED') throw new Refused('invalid_transition');
  const had = bySku(order.lines.map((line) => ({ sku: line.sku, quantity: leftOf(line) })));
  const has = bySku(lines.map((line) => ({ sku: line.sku, quantity: leftOf(line) })));
  const more = [...has].map(([sku, units]): [string, number] => [sku, units - (had.get(sku) ?? 0)]);
  claim(shop, order.id, new Map(more.filter(([, units]) => units > 0)));
  // Nobody knows who could be asked for it.
  if (order.method === null && dueInAll(after) > 0) throw new Refused('payment_declined');
  order.lines = lines;
  for (const [sku, units] of had) {
    const less = units - (has.get(sku) ?? 0);
    if (less > 0) giveUp(shop, order.id, sku, less);
  }
  settle(order);
}

function wantedLine(order: ModelOrder, { id, sku, quantity, unitPrice = 0, total }: WantedLine): Line {
  const known = id === undefined ? null : lineOf(order, id);
  if (known?.unitPrice === null) {
    if (known.quantity !== quantity) throw new Refused('invalid_request');
    return { ...known };
  }
  if (known) return { ...known, quantity, total: quantity * (known.unitPrice ?? 0) };
  const price = total === undefined ? { unitPrice, total: quantity * unitPrice } : { unitPrice: null, total };
  return { id: null, sku: sku ?? '', quantity, ...price, shipped: 0, canceled: 0, returned: 0 };
}
