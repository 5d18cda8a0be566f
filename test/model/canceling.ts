import { acting, type Message } from './message.ts';
import { settle } from './money.ts';
import { leftOf, leftOfOrder, lineOf, type ModelOrder, Refused, type Shop } from './shop.ts';
import { giveUp } from './stock.ts';

/** The customer does not want it any more. */
export function cancel(orderId: string): Message {
  return {
    text: `cancel ${orderId}`,
    order: orderId,
    say: async (world) => {
      await world.gateway().cancel(orderId, 'not wanted');
      return 'done';
    },
    act: acting(orderId, null, (order, shop) => cancelWhole(shop, order, 'requested')),
  };
}

/** Nor so many units of a line. */
export function cancelLine(orderId: string, id: string, lineId: string, quantity: number): Message {
  return {
    text: `cancel ${quantity} of ${lineId} of ${orderId}`,
    order: orderId,
    say: async (world) => {
      await world.gateway().change(orderId, 'cancelLine', id, { lineId, quantity, reason: null });
      return 'done';
    },
    act: acting(orderId, id, (order, shop) => cancelUnits(shop, order, lineId, quantity), settle),
    cancels: true,
  };
}

export function cancelWhole(shop: Shop, order: ModelOrder, reason: string): void {
  if (order.status === 'CANCELED') return;
  if (order.parcels.length > 0 || !canCancel(order)) throw new Refused('invalid_transition');
  order.status = 'CANCELED';
  order.reason = reason;
  order.hold = null;
  for (const line of order.lines) {
    const units = leftOf(line);
    line.canceled += units;
    giveUp(shop, order.id, line.sku, units);
  }
}

function cancelUnits(shop: Shop, order: ModelOrder, lineId: string, quantity: number): void {
  const line = lineOf(order, lineId);
  if (quantity > leftOf(line)) throw new Refused('invalid_transition');
  if (quantity === leftOfOrder(order) && order.parcels.length === 0) {
    cancelWhole(shop, order, 'requested');
    return;
  }
  line.canceled += quantity;
  giveUp(shop, order.id, line.sku, quantity);
  if (leftOfOrder(order) === 0) close(order);
  settle(order);
}

/** What has not shipped of a held order is not to. */
export function cancelRest(shop: Shop, order: ModelOrder): void {
  for (const line of order.lines) {
    const units = leftOf(line);
    line.canceled += units;
    giveUp(shop, order.id, line.sku, units);
  }
  close(order);
  settle(order);
}

/** Nothing is left to ship. */
function close(order: ModelOrder): void {
  order.hold = null;
  order.status = order.parcels.every(({ delivered }) => delivered) ? 'DELIVERED' : 'SHIPPED';
}

function canCancel({ status }: ModelOrder): boolean {
  return status === 'PROCESSING' || status === 'ON_HOLD';
}
