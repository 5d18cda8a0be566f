import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eq, sql } from 'drizzle-orm';
import { ulid } from 'ulid';
import { ORDER_STATUSES } from '../../contracts/http.ts';
import { expiring } from '../../activities/expiring.ts';
import { startHousekeeping } from '../../bin/temporal-setup.ts';
import { workflowId } from '../../bin/order-gateway.ts';
import { changeOrder } from '../../db/orders.ts';
import { askMove } from '../../db/money-moves.ts';
import { findPayment } from '../../db/payments.ts';
import { startCancel } from '../../domain/decisions.ts';
import { backorders, inventory, orderEvents, orders, reservations } from '../../db/schema.ts';
import { collected } from '../support/collected.ts';
import { comparing, standing, told } from '../support/comparing.ts';
import { failsForGood } from '../support/workflow-failpoints.ts';
import { confirmed, newCheckout, newSku, type Wish } from '../support/workflow-orders.ts';
import { SHORT } from '../support/workflow-steps.ts';
import { until } from '../support/stack-wait.ts';
import { theOrder, untilOrder, untilWorkflow } from '../support/workflow-waits.ts';
import { startWorld, type World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

const handleOf = (id: string) => world.client.workflow.getHandle(workflowId(id));
const isRunning = async (id: string) => (await handleOf(id).describe()).status.name === 'RUNNING';
const db = () => world.database.db;

/** Looks at everything; what stands afterwards. */
async function compared() {
  await comparing(world).compareAll();
  return await standing(world);
}

async function shipped(wish: Wish = {}, quantity?: number): Promise<string> {
  const { id } = await confirmed(world, wish);
  const lines = quantity === undefined ? [] : [{ lineId: 'line-1', quantity }];
  await world.gateway().ship(id, { eventId: 's1', shipmentId: 'P1', lines });
  return id;
}

async function paid(quantity?: number): Promise<string> {
  const id = await shipped({}, quantity);
  await world.gateway().settle(id);
  await untilWorkflow(world, id, ({ move, version }) => version > 4 && move === null);
  return id;
}

async function canceled(): Promise<{ id: string; sku: string }> {
  const order = await confirmed(world);
  await world.gateway().cancel(order.id, null);
  return order;
}

async function intentOf(id: string): Promise<string> {
  const payment = await findPayment(db(), id);
  if (!payment?.intentId) throw new Error(`nothing was authorized for ${id}`);
  return payment.intentId;
}

async function captureBehindTheBack(id: string): Promise<void> {
  const whole = { amount: 2598, capturedBefore: 0, final: true, since: new Date() };
  await world.payments.capture({ id: await intentOf(id), key: `${id}, by hand`, ...whole });
}

/** Units of the order that nobody knows of; the inventory has them. */
async function holds({ id: orderId, sku }: { id: string; sku: string }, quantity: number): Promise<void> {
  await db().insert(reservations).values({ orderId, sku, location: 'main', quantity });
  await db()
    .update(inventory)
    .set({ reserved: sql`${inventory.reserved} + ${quantity}` })
    .where(eq(inventory.sku, sku));
}

/** Healthy orders, as many states as there are. */
async function crowd(): Promise<void> {
  const gateway = world.gateway(SHORT);
  const pending = await newCheckout(world);
  world.failpoints.pause(pending.order.id, 'authorizePayment');
  const placing = world.gateway({}, { deadlineMs: 1 }).place(pending);
  await Promise.all([placing, confirmed(world), paid(1), paid(), shippedAndHome(), canceled(), canceled()]);
  const held = await confirmed(world);
  await gateway.change(held.id, 'holdOrder', ulid(), { reason: 'a look' });
  const refunded = await paid();
  await gateway.change(refunded, 'refundOrder', ulid(), { amount: 500 });
  for (const method of ['pm_card_chargeDeclined', 'pm_card_authenticationRequired']) {
    await gateway.place(await newCheckout(world, { method }));
  }
  await gateway.place(await newCheckout(world, { lines: [{ sku: await newSku(world, 1), quantity: 2 }] }));
  await stuck('voidPayment', ({ id }) => world.gateway({}, { deadlineMs: 1 }).cancel(id, null));
  await stuck('capturePayment', async ({ id }) => {
    await gateway.ship(id, { eventId: 's1' });
    await gateway.settle(id);
  });
}

async function shippedAndHome(): Promise<void> {
  const id = await paid();
  await world.gateway().deliver(id, { eventId: 'd1', shipmentId: 'P1' });
}

async function stuck(step: 'voidPayment' | 'capturePayment', go: (order: { id: string }) => Promise<unknown>) {
  const order = await confirmed(world, {}, SHORT);
  world.failpoints.plant(order.id, step, failsForGood);
  await go(order);
  await untilOrder(world, order.id, ({ needsAttention }) => needsAttention);
}

describe('three differences that were planted among healthy orders', () => {
  it('are the three that are found, are told of once, and are resolved when they are mended', async () => {
    await crowd();
    const [over, taken, changed] = [await canceled(), await confirmed(world), await confirmed(world)];
    const states = await db().selectDistinct({ status: orders.status }).from(orders);
    expect(states).toHaveLength(ORDER_STATUSES.length);
    expect(await compared()).toEqual([]);

    await holds(over, 2);
    await captureBehindTheBack(taken.id);
    await db().update(orders).set({ customerId: 'cus_other' }).where(eq(orders.id, changed.id));
    const three = [
      { kind: 'order_not_its_events', subject: changed.id, detail: 'customerId' },
      {
        kind: 'payment',
        subject: taken.id,
        detail:
          'authorization 1: authorized 0 by the payment service, 2598 by the order; captured 2598 by the payment service, 0 by the order',
      },
      { kind: 'reservation', subject: over.id, detail: `holds 2 of ${over.sku}, should hold 0` },
    ];
    expect(await compared()).toEqual(three);
    expect(await told(world)).toEqual(expect.arrayContaining(three));
    expect(await told(world)).toHaveLength(3);

    // What nobody can use is given back without a person.
    expect(await compared()).toEqual(three.slice(0, 2));
    expect(await db().select().from(reservations).where(eq(reservations.orderId, over.id))).toEqual([]);
    expect(await compared()).toEqual(three.slice(0, 2));
    expect(await told(world)).toHaveLength(3);

    await db().update(orders).set({ customerId: 'cus_100' }).where(eq(orders.id, changed.id));
    await world.gateway().ship(taken.id, { eventId: 's1' });
    await world.gateway().settle(taken.id);
    await untilOrder(world, taken.id, ({ payment }) => payment.status === 'captured');
    expect(await compared()).toEqual([]);
    expect(await told(world)).toHaveLength(3);
  });
});

describe('it is found', () => {
  it('that the workflow of an open order is gone, and it is started again', async () => {
    const { id } = await confirmed(world);
    await handleOf(id).terminate();
    expect(await compared()).toEqual([
      { kind: 'workflow_missing', subject: id, detail: 'it is PROCESSING, and its workflow does not run' },
    ]);
    await untilWorkflow(world, id, ({ status }) => status === 'PROCESSING');
    expect(await compared()).toEqual([]);
  });

  it('that an open order holds less than it has left to ship', async () => {
    const { id, sku } = await confirmed(world);
    await db().update(reservations).set({ quantity: 1 }).where(eq(reservations.orderId, id));
    expect(await compared()).toMatchObject([
      { kind: 'reservation', subject: id, detail: `holds 1 of ${sku}, should hold 2` },
      { kind: 'reserved_sum', subject: `${sku} at main` },
    ]);
    await db().update(reservations).set({ quantity: 2 }).where(eq(reservations.orderId, id));
    expect(await compared()).toEqual([]);
  });

  it('that the inventory has more reserved than orders hold', async () => {
    const { sku } = await confirmed(world);
    const off = (by: number) =>
      db()
        .update(inventory)
        .set({ reserved: sql`${inventory.reserved} + ${by}` })
        .where(eq(inventory.sku, sku));
    await off(3);
    expect(await compared()).toEqual([
      { kind: 'reserved_sum', subject: `${sku} at main`, detail: '5 reserved by the inventory, 2 held by orders' },
    ]);
    await off(-3);
    expect(await compared()).toEqual([]);
  });

  it('that nobody has taken the money for what has shipped, and it is taken', async () => {
    const id = await shipped();
    const others = { others: 1, settled: 60_000 };
    for (let times = 0; times < 3; times += 1) await comparing(world, others).compareChanged();
    expect(await standing(world)).toEqual([]);
    // It is looked at again by every run, and counts once it has had its time.
    await comparing(world, { ...others, most: 1, settled: 0 }).compareChanged();
    // And no later: it is taken by then.
    expect(await standing(world)).toEqual([{ kind: 'not_captured', subject: id, detail: '2598 is due, 0 captured' }]);
    await untilOrder(world, id, ({ payment }) => payment.status === 'captured');
    expect(await compared()).toEqual([]);
  });

  it('also what the payment service could not be asked about, once it answers again', async () => {
    const { id } = await confirmed(world);
    await captureBehindTheBack(id);
    const failures: string[] = [];
    const payments = { ...world.payments, books: away, findHeld: away };
    await comparing(world, {}, (orderId) => failures.push(orderId), payments).compareAll();
    expect(failures.length).toBeGreaterThan(0);
    expect(await standing(world)).toEqual([]);
    await comparing(world, { most: 1, others: 1 }).compareChanged();
    expect(await standing(world)).toMatchObject([{ kind: 'payment', subject: id }]);
    await world.gateway().ship(id, { eventId: 's1' });
    await world.gateway().settle(id);
    await untilOrder(world, id, ({ payment }) => payment.status === 'captured');
    expect(await compared()).toEqual([]);
  });

  it('that nobody has given back what is to be refunded, and it is given back', async () => {
    const id = await paid();
    const data = { id: ulid(), amount: 300, reason: null, lines: null, returnId: null };
    await changeOrder(db(), id, () => [{ type: 'refund.requested', data }]);
    expect(await compared()).toEqual([{ kind: 'not_given_back', subject: id, detail: 'a refund of 300 is due' }]);
    await untilOrder(world, id, ({ payment }) => payment.refunded === 300);
    expect(await compared()).toEqual([]);
  });

  it('that nobody carries on an edit or a cancellation, as the worker died over it, and each is brought to its end', async () => {
    const edited = await theOrder(world, (await confirmed(world)).id);
    const left = await confirmed(world);
    const lines = edited.lines.map((line) => ({ ...line, quantity: 3, total: 3897 }));
    await changeOrder(db(), edited.id, () => [{ type: 'edit.started', data: { id: 'lost', lines } }]);
    const request = { reason: 'requested', note: null, details: null };
    await changeOrder(db(), left.id, (order) => startCancel(order, request, ['stock', 'payment']));
    // Its money was on its way.
    expect((await askMove(db(), edited.id)).move).toMatchObject({ kind: 'authorize', amount: 1299 });
    expect(await compared()).toEqual(
      expect.arrayContaining([
        { kind: 'not_given_back', subject: edited.id, detail: 'nobody carries on the edit lost' },
        { kind: 'not_given_back', subject: left.id, detail: 'nobody carries on its cancellation' },
      ]),
    );
    await untilOrder(world, left.id, ({ status }) => status === 'CANCELED');
    await untilOrder(world, edited.id, ({ edit }) => edit === null);
    await until('the money that was asked for the edit to be free', async () => {
      const { authorizations } = await theOrder(world, edited.id);
      return authorizations[1]?.released === 1299;
    });
    expect(await compared()).toEqual([]);
  });

  it('that something holds money for a canceled order, and the order says so', async () => {
    const { order } = await world
      .gateway({ ...SHORT, lateCall: 50 })
      .place(await newCheckout(world, { method: 'pm_outage' }));
    await handleOf(order.id).result();
    expect(await compared()).toEqual([]);
    const { id: orderId, customerId, currency } = order;
    const late = { orderId, customerId, currency, amount: 2598, method: 'pm_card_visa', since: new Date() };
    await world.payments.authorize({ key: `${orderId}:late`, ...late });
    expect(await compared()).toEqual([
      { kind: 'payment', subject: orderId, detail: '1 that nobody knows of hold or took money' },
    ]);
    await untilOrder(world, orderId, ({ needsAttention }) => needsAttention);
    await world.gateway().resolve(orderId, 'payment', 'retry', 'voided');
    expect(await compared()).toEqual([]);
  });

  it('that an order does not know of its stock, once it was seen twice', async () => {
    const { id: orderId, sku } = await confirmed(world);
    await db()
      .insert(backorders)
      .values({ orderId, sku, waiting: 0, allocated: [{ location: 'main', quantity: 1 }] });
    await db().transaction(async (tx) => {
      // It is told at the first look already, and would know by the second.
      await tx.select().from(orders).where(eq(orders.id, orderId)).for('update');
      expect(await compared()).toEqual([]);
      expect(await compared()).toMatchObject([{ kind: 'told_late', subject: orderId }]);
      await tx.delete(backorders).where(eq(backorders.orderId, orderId));
    });
    expect(await compared()).toEqual([]);
  });

  it('by the schedule, of an old order whose workflow somebody terminated today', async () => {
    const { id } = await confirmed(world);
    const before = sql`interval '1 day'`;
    await db()
      .update(orders)
      .set({ createdAt: sql`${orders.createdAt} - ${before}`, updatedAt: sql`${orders.updatedAt} - ${before}` })
      .where(eq(orders.id, id));
    await db()
      .update(orderEvents)
      .set({ time: sql`${orderEvents.time} - ${before}` })
      .where(eq(orderEvents.orderId, id));
    await startHousekeeping(world.client, 0);
    await handleOf(id).terminate();
    const schedule = world.client.schedule.getHandle('compare-orders');
    // Temporal lists what has ended a moment later, and starts one run of a schedule a second.
    const startedAgain = async () => {
      await schedule.trigger();
      return await isRunning(id);
    };
    await until('the workflow to run again', startedAgain, { everyMs: 1100 });
    expect((await theOrder(world, id)).status).toBe('PROCESSING');
  });
});

/** As where nobody is there. */
async function away(): Promise<never> {
  throw new Error('away');
}

/** What kind of account the shop has from now on; what is left out has its default. */
async function dial(settings: object): Promise<void> {
  const headers = { 'Content-Type': 'application/json' };
  const request = { method: 'PUT', headers, body: JSON.stringify(settings) };
  expect((await fetch(new URL('/account', world.simulatorUrl), request)).status).toBe(200);
}

describe('an authorization that will expire before its order has shipped', () => {
  it('is found by the schedule, and renewed', async () => {
    await dial({ captureWindowSeconds: 7 });
    const { id } = await confirmed(world);
    await dial({});
    const found = async () => await collected(expiring(db(), 0));
    expect(await found()).toEqual([]);
    await until('the last seventh of its life', async () => (await found()).includes(id), { everyMs: 100 });
    expect(await found()).toEqual([id]);
    // Of what has been placed today, nothing expires as yet: the schedule does not look at it.
    await db()
      .update(orders)
      .set({ createdAt: sql`${orders.createdAt} - interval '1 day'` })
      .where(eq(orders.id, id));
    await startHousekeeping(world.client, 0);
    await world.client.schedule.getHandle('renew-authorizations').trigger();
    const { authorizations } = await untilOrder(world, id, (order) => order.authorizations[0]?.released === 2598);
    expect(authorizations).toMatchObject([{ number: 1 }, { number: 2, amount: 2598, captured: 0, released: 0 }]);
    expect(await found()).toEqual([]);
  });
});
