import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import proto from '@temporalio/proto';
import { eq, like, sql } from 'drizzle-orm';
import { rebuild } from '../../db/order-events.ts';
import { findPayment } from '../../db/payments.ts';
import { orderEvents, orders, payments } from '../../db/schema.ts';
import { workflowId } from '../../bin/order-gateway.ts';
import { readLedger, soundBooks } from '../support/workflow-books.ts';
import { failsForGood, failsOnce, hangs, losesItsAnswerOnce, outage } from '../support/workflow-failpoints.ts';
import { confirmed, newSku, type Wish } from '../support/workflow-orders.ts';
import { SHORT } from '../support/workflow-steps.ts';
import { theOrder, until, untilHeard, untilOrder, untilWorkflow } from '../support/workflow-waits.ts';
import { startWorld, type World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

const { EventType } = proto.temporal.api.enums.v1;
const DAY_MS = 24 * 60 * 60 * 1000;
const handleOf = (id: string) => world.client.workflow.getHandle(workflowId(id));
const WHOLE = { amount: 2598, capturedBefore: 0, final: true, since: new Date() };
const PAID = { captures: 1, standing: 0, order: { payment: { status: 'captured', authorized: 0, captured: 2598 } } };
const UNPAID = { captures: 0, standing: 2598, order: { payment: { status: 'authorized', captured: 0 } } };
const half = (n: number) => ({
  eventId: `s${n}`,
  shipmentId: `P${n}`,
  lines: [{ lineId: 'line-1', quantity: 1 }],
});

/** An order that has shipped whole, and has not been paid for. */
async function shipped(wish: Wish = {}, timing = {}): Promise<string> {
  const { id } = await confirmed(world, wish, timing);
  await world.gateway().ship(id, { eventId: 's1', shipmentId: 'P1' });
  return id;
}

async function settled(id: string) {
  await world.gateway().settle(id);
  return await untilPaid(id);
}

async function untilPaid(id: string) {
  await untilOrder(world, id, ({ payment }) => payment.status === 'captured');
  const { version } = await theOrder(world, id);
  await untilWorkflow(world, id, (snapshot) => snapshot.version >= version);
  return await soundBooks(world, id);
}

async function intentOf(id: string): Promise<string> {
  const payment = await findPayment(world.database.db, id);
  if (!payment?.intentId) throw new Error(`nothing was authorized for ${id}`);
  return payment.intentId;
}

/** Asks for the order to be settled, and waits until its workflow has looked whether there is anything to capture. */
async function settledWithoutEffect(id: string): Promise<void> {
  const before = await theOrder(world, id);
  const looked = Promise.withResolvers<void>();
  world.failpoints.plant(id, 'capturePayment', async (effect) => {
    const result = await effect();
    looked.resolve();
    return result;
  });
  await world.gateway().settle(id);
  await looked.promise;
  expect(await theOrder(world, id)).toEqual(before);
}

/** Puts an order and all that happened to it back in time. */
async function daysPass(id: string, days: number): Promise<void> {
  const { db } = world.database;
  const earlier = sql`${days} * interval '1 day'`;
  await db
    .update(orders)
    .set({
      createdAt: sql`${orders.createdAt} - ${earlier}`,
      updatedAt: sql`${orders.updatedAt} - ${earlier}`,
      deliveredAt: sql`${orders.deliveredAt} - ${earlier}`,
    })
    .where(eq(orders.id, id));
  await db
    .update(orderEvents)
    .set({ time: sql`${orderEvents.time} - ${earlier}` })
    .where(eq(orderEvents.orderId, id));
  const built = await rebuild(db, id);
  await db
    .update(orders)
    .set({ authorizations: built?.authorizations ?? [] })
    .where(eq(orders.id, id));
}

/** The order says that its capture was given up. */
async function stuck(id: string) {
  await world.gateway().settle(id);
  return await untilWorkflow(world, id, ({ needsAttention }) => needsAttention);
}

/** What operators and others have said so far, and the workflow has heard. */
async function heard(id: string): Promise<number> {
  const types = ((await handleOf(id).fetchHistory()).events ?? []).map(({ eventType }) => eventType);
  return types.filter((type) => type === EventType.EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_ACCEPTED).length;
}

async function untilHeardMore(id: string, before: number): Promise<void> {
  await until(async () => (await heard(id)) > before);
}

async function keysOf(id: string) {
  const { db } = world.database;
  const rows = await db
    .select()
    .from(payments)
    .where(like(payments.key, `${id}:capture:%`));
  return Object.fromEntries(rows.map(({ key, status }) => [key.slice(id.length + 1), status]));
}

describe('an order that has shipped', () => {
  it.concurrent('is paid for once, the whole of it, and others hear of it', async () => {
    const books = await settled(await shipped());
    expect(books).toMatchObject({ ...PAID, published: ['order.created', 'order.shipped', 'payment.captured'] });
    expect(await keysOf(books.order.id)).toEqual({ 'capture:1': 'captured' });
  });

  it.concurrent('is paid for once when it is asked ten times at once, and again later', async () => {
    const id = await shipped();
    await Promise.all(Array.from({ length: 10 }, () => world.gateway().settle(id)));
    const { order } = await untilPaid(id);
    await settledWithoutEffect(id);
    expect(await soundBooks(world, id)).toMatchObject({ ...PAID, order });
  });

  it.concurrent('is paid for parcel by parcel, and no sooner', async () => {
    const { id } = await confirmed(world);
    await settledWithoutEffect(id);
    expect(await soundBooks(world, id)).toMatchObject(UNPAID);
    await world.gateway().ship(id, half(1));
    await world.gateway().settle(id);
    await untilOrder(world, id, ({ payment }) => payment.captured === 1299);
    await settledWithoutEffect(id);
    expect(await soundBooks(world, id)).toMatchObject({ captures: 1, standing: 1299 });
    await world.gateway().ship(id, half(2));
    expect(await settled(id)).toMatchObject({ ...PAID, captures: 2 });
  });

  it.concurrent('is paid for when its last parcel leaves while the settlement of the first is under way', async () => {
    const { id } = await confirmed(world, {}, { attempt: 10_000 });
    await world.gateway().ship(id, half(1));
    const pause = world.failpoints.pause(id, 'capturePayment', 'patient', 'after its effect');
    await world.gateway().settle(id);
    await pause.reached;
    await world.gateway().ship(id, half(2));
    await world.gateway().settle(id);
    pause.release();
    expect(await untilPaid(id)).toMatchObject({ ...PAID, captures: 2 });
  });

  it.concurrent('is paid for after it was delivered too', async () => {
    const id = await shipped();
    await world.gateway().deliver(id, { eventId: 'd1', shipmentId: 'P1' });
    expect(await settled(id)).toMatchObject({
      order: { status: 'DELIVERED', payment: PAID.order.payment },
      captures: 1,
    });
  });

  it.concurrent('is paid for when its return window has closed, and its workflow ends again', async () => {
    const id = await shipped({}, { returnWindow: 200 });
    await world.gateway().deliver(id, { eventId: 'd1', shipmentId: 'P1' });
    expect(await handleOf(id).result()).toBe('DELIVERED');
    await daysPass(id, 2);
    // A window that opened anew would be open for longer than this test.
    await world.gateway({ returnWindow: DAY_MS }).settle(id);
    expect(await handleOf(id).result()).toBe('DELIVERED');
    expect(await soundBooks(world, id)).toMatchObject({ captures: 1, standing: 0 });
  });

  it.concurrent('costs nothing where its total is 0', async () => {
    const lines = [{ sku: await newSku(world), quantity: 1, unitPrice: 0 }];
    const id = await shipped({ lines, method: null, customerId: null });
    await settledWithoutEffect(id);
    const { published, order } = await soundBooks(world, id);
    expect(published).toEqual(['order.created', 'order.shipped']);
    expect(order).toMatchObject({ payment: { status: 'none' }, needsAttention: false });
    expect(await readLedger(world, id)).toEqual([]);
  });

  it.concurrent('is paid for from the database where its workflow is gone', async () => {
    const id = await shipped();
    await handleOf(id).terminate();
    expect(await settled(id)).toMatchObject(PAID);
  });

  it.concurrent.each(Object.entries({ 'fails once': failsOnce, 'loses its answer once': losesItsAnswerOnce }))(
    'is paid for once where the capture %s',
    async (_how, failure) => {
      const id = await shipped({}, SHORT);
      world.failpoints.plant(id, 'capturePayment', failure());
      expect(await settled(id)).toMatchObject(PAID);
      expect(await keysOf(id)).toEqual({ 'capture:1': 'captured' });
    },
  );

  it.concurrent('is paid for once where the money was taken, and everything died before it was noted', async () => {
    const id = await shipped();
    await world.payments.capture({ id: await intentOf(id), key: `${id}:capture:1`, ...WHOLE });
    expect(await readLedger(world, id)).toMatchObject([{ kind: 'authorization' }, { kind: 'capture' }]);
    expect(await settled(id)).toMatchObject(PAID);
  });

  it.concurrent('is paid for once where Stripe has forgotten the key by which the money was taken', async () => {
    const id = await shipped();
    await world.payments.capture({ id: await intentOf(id), key: 'forgotten', ...WHOLE });
    expect(await settled(id)).toMatchObject(PAID);
  });

  it.concurrent('is paid for once where Stripe took the money and answered 500, for ever', async () => {
    expect(await settled(await shipped({ method: 'pm_capture_lost_answer' }))).toMatchObject(PAID);
  });
});

describe('a capture that is given up', () => {
  const LASTING = { 'fails for good': failsForGood, 'fails at every try': outage, 'times out': hangs };

  it.concurrent.each(Object.entries(LASTING))(
    'waits for an operator when it %s; a retry ends it',
    async (_, failure) => {
      const id = await shipped({}, SHORT);
      world.failpoints.plant(id, 'capturePayment', failure);
      expect(await stuck(id)).toMatchObject({ status: 'SHIPPED', failedCompensations: ['capture'] });
      expect(await soundBooks(world, id)).toMatchObject(UNPAID);
      world.failpoints.mend(id, 'capturePayment');
      const { order } = await world.gateway().resolve(id, 'capture', 'retry', 'mended');
      expect(order).toMatchObject({ needsAttention: false, attention: [], payment: { status: 'captured' } });
      expect(await soundBooks(world, id)).toMatchObject(PAID);
    },
  );

  it.concurrent('is asked for with a new key by a retry, as Stripe keeps the first answer of one', async () => {
    const id = await shipped({ method: 'pm_capture_fails_once' });
    await stuck(id);
    expect(await keysOf(id)).toEqual({ 'capture:1': 'declined' });
    await world.gateway().resolve(id, 'capture', 'retry', 'once more');
    expect(await soundBooks(world, id)).toMatchObject(PAID);
    expect(await keysOf(id)).toEqual({ 'capture:1': 'declined', 'capture:2': 'captured' });
  });

  it.concurrent(
    'stays so while the provider refuses, until somebody answers for it; then nothing is taken any more',
    async () => {
      const id = await shipped();
      await world.payments.cancel(await intentOf(id), 'by hand, at the provider');
      await stuck(id);
      const again = await world.gateway().resolve(id, 'capture', 'retry', 'too early');
      expect(again.order).toMatchObject({ needsAttention: true, attention: [{ step: 'capture' }] });
      const { order } = await world.gateway().resolve(id, 'capture', 'skip', 'paid by wire');
      expect(order).toMatchObject({ status: 'SHIPPED', needsAttention: false, attention: [] });
      await settledWithoutEffect(id);
      expect(await readLedger(world, id)).toMatchObject([{ kind: 'authorization' }, { kind: 'void' }]);
    },
  );

  it.concurrent(
    'keeps the workflow open after the return window, and an operator reaches it when it is gone',
    async () => {
      const id = await shipped({}, { ...SHORT, returnWindow: 200 });
      world.failpoints.plant(id, 'capturePayment', failsForGood);
      await world.gateway().deliver(id, { eventId: 'd1', shipmentId: 'P1' });
      await stuck(id);
      await untilHeard(world, workflowId(id), 'EVENT_TYPE_TIMER_FIRED');
      expect(await soundBooks(world, id)).toMatchObject({ order: { status: 'DELIVERED' } });
      expect((await handleOf(id).describe()).status.name).toBe('RUNNING');
      await handleOf(id).terminate();
      world.failpoints.mend(id, 'capturePayment');
      const { order } = await world.gateway({ returnWindow: 200 }).resolve(id, 'capture', 'retry', 'mended');
      expect(order).toMatchObject({ needsAttention: false, payment: { status: 'captured' } });
      expect(await handleOf(id).result()).toBe('DELIVERED');
    },
  );

  it.concurrent('is not settled by hand where the retry of another operator takes the money meanwhile', async () => {
    const id = await shipped({}, { ...SHORT, attempt: 20_000, compensate: 40_000 });
    world.failpoints.plant(id, 'capturePayment', failsForGood);
    await stuck(id);
    const pause = world.failpoints.pause(id, 'capturePayment', 'patient');
    const retry = world.gateway().resolve(id, 'capture', 'retry', 'mended');
    await pause.reached;
    const before = await heard(id);
    const skip = world.gateway().resolve(id, 'capture', 'skip', 'paid by wire');
    const answers = Promise.allSettled([retry, skip]);
    await untilHeardMore(id, before);
    pause.release();
    expect(await answers).toMatchObject([
      { value: { order: { needsAttention: false, payment: { status: 'captured' } } } },
      { reason: { code: 'invalid_transition' } },
    ]);
    const { eventTypes, ...books } = await soundBooks(world, id);
    expect(books).toMatchObject(PAID);
    expect(eventTypes).not.toContain('capture.skipped');
  });

  it.concurrent('is settled by hand once the retry of another operator has failed', async () => {
    const id = await shipped({}, { ...SHORT, attempt: 20_000, compensate: 40_000 });
    await world.payments.cancel(await intentOf(id), `${id}, by hand`);
    await stuck(id);
    const pause = world.failpoints.pause(id, 'capturePayment', 'patient');
    const retry = world.gateway().resolve(id, 'capture', 'retry', 'too early');
    await pause.reached;
    const before = await heard(id);
    const skip = world.gateway().resolve(id, 'capture', 'skip', 'paid by wire');
    await untilHeardMore(id, before);
    pause.release();
    await retry;
    expect((await skip).order).toMatchObject({ needsAttention: false, attention: [] });
    expect(await keysOf(id)).toEqual({ 'capture:1': 'declined', 'capture:2': 'declined' });
  });

  it.concurrent('is not tried again while an operator settles it by hand', async () => {
    const id = await shipped({}, { ...SHORT, storeAttempt: 20_000 });
    world.failpoints.plant(id, 'capturePayment', failsForGood);
    await stuck(id);
    world.failpoints.mend(id, 'capturePayment');
    const pause = world.failpoints.pause(id, 'skipCapture', 'patient');
    const skip = world.gateway().resolve(id, 'capture', 'skip', 'paid by wire');
    await pause.reached;
    const before = await heard(id);
    const retry = world.gateway().resolve(id, 'capture', 'retry', 'mended');
    await untilHeardMore(id, before);
    pause.release();
    await Promise.all([skip, retry]);
    // Nobody needs what was authorized any more.
    expect(await readLedger(world, id)).toMatchObject([{ kind: 'authorization' }, { kind: 'void' }]);
  });

  it.concurrent('is for nobody to resolve where it was not given up', async () => {
    const id = await shipped();
    const resolving = world.gateway().resolve(id, 'capture', 'skip', 'too early');
    await expect(resolving).rejects.toMatchObject({ code: 'invalid_transition' });
    expect(await soundBooks(world, id)).toMatchObject(UNPAID);
  });
});
