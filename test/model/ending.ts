import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from '@jest/globals';
import { inArray } from 'drizzle-orm';
import { inventory, reservations } from '../../db/schema.ts';
import { type Books, readLedger, soundBooks } from '../support/workflow-books.ts';
import type { World } from '../support/world.ts';
import type { Model } from './commands.ts';
import { dueInAll, dueNow, refundedOf, settle } from './money.ts';
import { leftOfOrder, type ModelOrder, sum } from './shop.ts';
import { agreed } from './truth.ts';

/** Handlers end and timers of retries pass: the workflow may be a moment behind its database. */
const PATIENCE_MS = 60_000;

/** All is paid that is due: then everything that is written anywhere has to agree. */
export async function everythingAddsUp(model: Model, world: World): Promise<void> {
  for (const { id, parcels } of model.shop.orders) if (parcels.length > 0) await world.gateway().settle(id);
  model.shop.orders.forEach(settle);
  model.shop = await agreed(world, [model.shop]);
  await stockAddsUp(model, world);
  for (const order of model.shop.orders) {
    const books = await eventually(() => soundBooks(world, order.id));
    await eventually(() => ledgerAddsUp(order, world));
    eventsTell(order, books);
  }
}

async function stockAddsUp({ shop }: Model, world: World): Promise<void> {
  const { db } = world.database;
  const skus = Object.keys(shop.goods);
  const levels = await db.select().from(inventory).where(inArray(inventory.sku, skus));
  const held = await db.select().from(reservations).where(inArray(reservations.sku, skus));
  for (const { sku, location, onHand, reserved, short } of levels) {
    const there = held.filter((row) => row.sku === sku && row.location === location);
    const units = sum(there.map(({ quantity }) => quantity));
    expect({ sku, location, units, short }).toEqual({ sku, location, units: reserved, short: 0 });
    expect(onHand).toBeGreaterThanOrEqual(reserved);
  }
}

async function ledgerAddsUp(order: ModelOrder, world: World): Promise<void> {
  const ledger = await readLedger(world, order.id);
  const total = (kind: string) => sum(ledger.filter((entry) => entry.kind === kind).map(({ amount }) => amount));
  const open = total('authorization') - total('void') - total('capture');
  const { payment, authorizations } = (await soundBooks(world, order.id)).order;
  expect({
    captured: total('capture'),
    refunded: total('refund'),
    authorized: total('authorization'),
  }).toEqual({
    captured: order.status === 'CANCELED' ? 0 : dueNow(order),
    refunded: refundedOf(order),
    authorized: payment.captured + sum(authorizations.map(({ released }) => released)) + payment.authorized,
  });
  expect(total('refund')).toBeLessThanOrEqual(total('capture'));
  expect(payment).toMatchObject({ authorized: open, captured: total('capture'), refunded: total('refund') });
  // What is still to come is held; nothing is that is not needed for it.
  const toCome = order.status === 'CANCELED' ? 0 : dueInAll(order) - order.captured;
  expect(open).toBeGreaterThanOrEqual(toCome);
  if (leftOfOrder(order) === 0) expect(open).toBe(0);
  for (const { amount, captured, released } of authorizations) {
    const held = amount - captured - released;
    if (held > 0) expect(open - held).toBeLessThan(toCome);
  }
}

/** Others hear of each thing that happened, once. */
function eventsTell({ status, parcels, returns, reason }: ModelOrder, { published, captures, order }: Books): void {
  const heard = (name: string) => published.filter((one) => one === name).length;
  const wasHeld = order.hold?.from === 'PENDING' || (status === 'CANCELED' && heard('order.created') === 0);
  expect({
    created: heard('order.created'),
    shipped: heard('order.shipped'),
    delivered: heard('order.delivered'),
    canceled: heard('order.cancelled'),
    returned: heard('order.returned'),
    captured: heard('payment.captured'),
  }).toEqual({
    created: wasHeld ? 0 : 1,
    shipped: parcels.length,
    delivered: status === 'DELIVERED' ? 1 : 0,
    canceled: reason === null ? 0 : 1,
    returned: returns.filter((one) => one.status === 'RECEIVED').length,
    captured: captures,
  });
}

async function eventually<T>(check: () => Promise<T>): Promise<T> {
  const end = Date.now() + PATIENCE_MS;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (Date.now() > end) throw error;
      await sleep(50);
    }
  }
}
