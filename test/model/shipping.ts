import { acting, type Message } from './message.ts';
import { leftOf, leftOfOrder, lineOf, type ModelOrder, Refused, type Shop, sum, type Units, unitsOf } from './shop.ts';
import { goodsOf, waitingOf } from './stock.ts';

/** How a shipping system says it: as a call, or as a signal that nobody answers. */
export type Way = 'call' | 'signal';

export interface ParcelNews {
  orderId: string;
  eventId: string;
  parcel: string;
}

/** A parcel leaves. @param lines null: all that can leave */
export function ship({ orderId, eventId, parcel }: ParcelNews, lines: Units[] | null, way: Way): Message {
  const update = { eventId, shipmentId: parcel, ...(lines ? { lines } : {}) };
  const what = lines ? lines.map(({ lineId, quantity }) => `${quantity} of ${lineId}`).join(', ') : 'all';
  const call = acting(orderId, eventId, (order, shop) => leave(shop, order, parcel, lines));
  return {
    text: `${way}: ${parcel} of ${orderId} leaves with ${what}`,
    order: orderId,
    say: async (world) => {
      if (way === 'call') await world.gateway().ship(orderId, update);
      else await world.gateway().shipmentUpdated(orderId, { ...update, type: 'shipped' });
      return 'done';
    },
    act:
      way === 'call'
        ? call
        : heard(acting(orderId, eventId, (order, shop) => leaveOrStray(shop, order, parcel, lines))),
  };
}

/** A parcel arrives. A signal may overtake the one that says that it left. */
export function deliver({ orderId, eventId, parcel }: ParcelNews, way: Way): Message {
  const update = { eventId, shipmentId: parcel };
  const call = acting(orderId, eventId, (order) => arrive(order, parcel));
  return {
    text: `${way}: ${parcel} of ${orderId} arrives`,
    order: orderId,
    say: async (world) => {
      if (way === 'call') await world.gateway().deliver(orderId, update);
      else await world.gateway().shipmentUpdated(orderId, { ...update, type: 'delivered' });
      return 'done';
    },
    act: way === 'call' ? call : heard(acting(orderId, eventId, (order) => arriveOrWait(order, parcel))),
  };
}

/** Whoever sends a signal does not hear what became of it. */
function heard(act: Message['act']): Message['act'] {
  return (shop) => {
    act(shop);
    return 'done';
  };
}

function leave(shop: Shop, order: ModelOrder, parcel: string, lines: Units[] | null): void {
  const taken = lines ?? all(shop, order);
  if (taken.length === 0) throw new Refused('invalid_transition');
  for (const [index, { lineId, quantity }] of taken.entries()) {
    const before = unitsOf(taken.slice(0, index), lineId);
    if (before + quantity > leftOf(lineOf(order, lineId))) throw new Refused('invalid_transition');
  }
  for (const sku of new Set(order.lines.map((line) => line.sku))) {
    const stays = order.lines.filter((line) => line.sku === sku).map((line) => leftOf(line) - unitsOf(taken, line.id));
    if (sum(stays) < waitingOf(shop, sku, order.id)) throw new Refused('invalid_transition');
  }
  const isKnown = order.parcels.some(({ id }) => id === parcel);
  const canShip = order.status === 'PROCESSING' || order.status === 'PARTIALLY_SHIPPED';
  if (isKnown || !canShip) throw new Refused('invalid_transition');
  for (const { lineId, quantity } of taken) {
    const line = lineOf(order, lineId);
    line.shipped += quantity;
    goodsOf(shop, line.sku).shipped += quantity;
  }
  order.parcels.push({ id: parcel, lines: taken, delivered: false });
  order.status = leftOfOrder(order) === 0 ? 'SHIPPED' : 'PARTIALLY_SHIPPED';
  if (!order.early.includes(parcel)) return;
  order.early = order.early.filter((one) => one !== parcel);
  arrive(order, parcel);
}

/** The units that wait stay: those of the last lines first. */
function all(shop: Shop, order: ModelOrder): Units[] {
  const waiting = new Map(order.lines.map(({ sku }) => [sku, waitingOf(shop, sku, order.id)]));
  const parcel: Units[] = [];
  for (const line of order.lines.toReversed()) {
    const stays = Math.min(waiting.get(line.sku) ?? 0, leftOf(line));
    waiting.set(line.sku, (waiting.get(line.sku) ?? 0) - stays);
    if (leftOf(line) > stays) parcel.unshift({ lineId: line.id ?? '', quantity: leftOf(line) - stays });
  }
  return parcel;
}

/** It is gone, whether it should have left or not: somebody has to look. */
function leaveOrStray(shop: Shop, order: ModelOrder, parcel: string, lines: Units[] | null): void {
  const isKnown = order.parcels.some(({ id }) => id === parcel);
  const isLive = order.status !== 'ON_HOLD' && order.status !== 'CANCELED';
  try {
    leave(shop, order, parcel, lines);
  } catch (refusal) {
    // What says nothing new is no parcel.
    const isNews = !isLive || !(isKnown || (lines === null && leftOfOrder(order) === 0));
    if (!(refusal instanceof Refused) || !isNews) throw refusal;
    order.strays += 1;
  }
}

function arrive(order: ModelOrder, parcel: string): void {
  const one = order.parcels.find(({ id }) => id === parcel);
  if (!one || one.delivered) throw new Refused('invalid_transition');
  one.delivered = true;
  if (order.status === 'SHIPPED' && order.parcels.every(({ delivered }) => delivered)) order.status = 'DELIVERED';
}

function arriveOrWait(order: ModelOrder, parcel: string): void {
  const isKnown = order.parcels.some(({ id }) => id === parcel);
  if (isKnown || order.status === 'CANCELED' || leftOfOrder(order) === 0) arrive(order, parcel);
  else if (!order.early.includes(parcel)) order.early.push(parcel);
}
