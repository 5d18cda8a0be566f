import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from '@jest/globals';
import { asc, gt, inArray } from 'drizzle-orm';
import { backorders, inventory } from '../../db/schema.ts';
import type { Order } from '../../domain/order.ts';
import { theOrder } from '../support/workflow-waits.ts';
import type { World } from '../support/world.ts';
import { dueNow, refundedOf, settle, totalOf } from './money.ts';
import { type ModelOrder, type Shop, sum, type Units } from './shop.ts';
import { onHand, reservedOf, waitingOf } from './stock.ts';

/** How long the shop may take to come to rest. */
const PATIENCE_MS = 90_000;

/**
 * Waits until the shop stands as one of these models has it, and takes over what only the shop can know: the ids of lines.
 * @param models which are all right
 */
export async function agreed(world: World, models: readonly Shop[]): Promise<Shop> {
  const end = Date.now() + PATIENCE_MS;
  for (;;) {
    const seen = await look(world, models);
    for (const shop of models) {
      settledSooner(shop, seen.orders);
      if (JSON.stringify(expected(shop, seen.orders)) !== JSON.stringify(shown(seen))) continue;
      takeIds(shop, seen.orders);
      return shop;
    }
    const [first] = models;
    if (Date.now() > end && first) {
      expect(shown(seen)).toEqual(expected(first, seen.orders));
      throw new Error('both read alike, and are written differently');
    }
    await sleep(25);
  }
}

/** Money may be moved sooner than somebody asks for it, and then all that is due. */
function settledSooner(shop: Shop, seen: readonly Order[]): void {
  for (const order of shop.orders) {
    const captured = seen.find(({ id }) => id === order.id)?.payment.captured ?? 0;
    if (captured > order.captured && captured === dueNow(order)) settle(order);
  }
}

type Seen = Awaited<ReturnType<typeof look>>;

async function look(world: World, [shop]: readonly Shop[]) {
  const { db } = world.database;
  const skus = Object.keys(shop?.goods ?? {});
  const [orders, stock, queue] = await Promise.all([
    Promise.all((shop?.orders ?? []).map(({ id }) => theOrder(world, id))),
    db.select().from(inventory).where(inArray(inventory.sku, skus)),
    db.select().from(backorders).where(gt(backorders.waiting, 0)).orderBy(asc(backorders.seq)),
  ]);
  return { orders, stock, queue: queue.filter(({ sku }) => skus.includes(sku)), skus };
}

function shown({ orders, stock, queue, skus }: Seen) {
  return {
    orders: orders.map(shownOrder),
    stock: skus.map((sku) => ({
      sku,
      onHand: sum(stock.filter((row) => row.sku === sku).map((row) => row.onHand)),
      reserved: sum(stock.filter((row) => row.sku === sku).map((row) => row.reserved)),
      queue: queue.filter((row) => row.sku === sku).map(({ orderId, waiting }) => ({ order: orderId, units: waiting })),
    })),
  };
}

function expected(shop: Shop, seen: readonly Order[]) {
  return {
    orders: shop.orders.map((order) =>
      expectedOrder(
        shop,
        order,
        seen.find(({ id }) => id === order.id),
      ),
    ),
    stock: Object.entries(shop.goods).map(([sku, goods]) => ({
      sku,
      onHand: onHand(goods),
      reserved: reservedOf(shop, sku),
      queue: goods.queue,
    })),
  };
}

function shownOrder(order: Order) {
  return {
    id: order.id,
    status: order.status,
    reason: order.cancelReason,
    hold: order.hold && { from: order.hold.from, reason: order.hold.reason },
    total: order.total,
    captured: order.payment.captured,
    refunded: order.payment.refunded,
    lines: order.lines.map(({ id, sku, quantity, unitPrice, total, shipped, canceled, returned }) => ({
      id,
      sku,
      quantity,
      unitPrice,
      total,
      shipped,
      canceled,
      returned,
    })),
    parcels: order.shipments.map(({ id, lines, status }) => ({
      id,
      lines: lines.map(inOrder),
      delivered: status === 'DELIVERED',
    })),
    early: order.earlyDeliveries.map(({ shipmentId }) => shipmentId),
    refunds: order.refunds.map(({ id, amount, status }) => ({ id, amount, status })),
    returns: order.returns.map(({ id, status }) => ({ id, status })),
    waiting: order.backorders.map(({ sku, quantity }) => ({ sku, quantity })).toSorted(bySku),
    attention: order.attention.map(({ step }) => step),
    edit: order.edit?.id ?? null,
  };
}

function expectedOrder(shop: Shop, order: ModelOrder, seen: Order | undefined): ReturnType<typeof shownOrder> {
  const waiting = Object.keys(shop.goods)
    .map((sku) => ({ sku, quantity: waitingOf(shop, sku, order.id) }))
    .filter(({ quantity }) => quantity > 0);
  return {
    id: order.id,
    status: order.status,
    reason: order.reason === 'either' ? (seen?.cancelReason ?? null) : order.reason,
    hold: order.hold && { from: order.hold.from, reason: order.hold.reason },
    total: totalOf(order),
    captured: order.captured,
    refunded: refundedOf(order),
    lines: order.lines.map(({ id, sku, quantity, unitPrice, total, shipped, canceled, returned }, position) => ({
      id: id ?? seen?.lines[position]?.id ?? '',
      sku,
      quantity,
      unitPrice,
      total,
      shipped,
      canceled,
      returned,
    })),
    parcels: order.parcels.map(({ id, lines, delivered }) => ({ id, lines: lines.map(inOrder), delivered })),
    early: order.early,
    refunds: order.refunds.map(({ id, amount }) => ({ id, amount, status: 'SUCCEEDED' })),
    returns: order.returns.map(({ id, status }) => ({ id, status })),
    waiting: waiting.toSorted(bySku),
    attention: order.strays > 0 ? ['shipment'] : [],
    edit: null,
  };
}

const inOrder = ({ lineId, quantity }: Units) => ({ lineId, quantity });

function bySku(a: { sku: string }, b: { sku: string }): number {
  return a.sku < b.sku ? -1 : 1;
}

function takeIds(shop: Shop, seen: readonly Order[]): void {
  for (const order of shop.orders) {
    const { lines = [] } = seen.find(({ id }) => id === order.id) ?? {};
    for (const [position, line] of order.lines.entries()) line.id ??= lines[position]?.id ?? null;
  }
}
