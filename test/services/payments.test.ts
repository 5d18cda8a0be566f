import { Writable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { asc, eq, sql } from 'drizzle-orm';
import pino from 'pino';
import { workflowId } from '../../bin/order-gateway.ts';
import { createRuntime, type Runtime } from '../../bin/runtime.ts';
import { startServices } from '../../bin/services.ts';
import { wasHandled } from '../../db/inbox.ts';
import { findPayment } from '../../db/payments.ts';
import { orderEvents, orders, outbox } from '../../db/schema.ts';
import { defaultTiming } from '../../domain/timing.ts';
import type { Subscription } from '../../messaging/port.ts';
import { type CutLine, lineTo } from '../support/cut-line.ts';
import { type RecordingLine, recordingLineTo } from '../support/recording-line.ts';
import { until } from '../support/stack-wait.ts';
import { soundBooks } from '../support/workflow-books.ts';
import { failsForGood, hangs } from '../support/workflow-failpoints.ts';
import { confirmed, newCheckout, newSku, type Wish } from '../support/workflow-orders.ts';
import { SHORT } from '../support/workflow-steps.ts';
import { theOrder, untilOrder, untilWorkflow } from '../support/workflow-waits.ts';
import { startWorld, type World } from '../support/world.ts';

/** The payments service as `npm run consumers -- payments` runs it, on the real queue; its line to Temporal can be cut, and
 * what it asks of the payment service is written down. */
let world: World;
let line: CutLine;
let stripe: RecordingLine;
let runtime: Runtime;
let services: Subscription[];
const breakers: string[] = [];

beforeAll(async () => {
  world = await startWorld();
  line = await lineTo(world.settings.TEMPORAL_ADDRESS ?? '');
  stripe = await recordingLineTo(world.simulatorUrl);
  const entries = new Writable({
    write: (entry, _, done) => {
      noteBreaker(String(entry));
      done();
    },
  });
  const log = pino({ level: 'warn' }, entries);
  const settings = { ...world.settings, TEMPORAL_ADDRESS: line.address, STRIPE_URL: stripe.url };
  runtime = await createRuntime(settings, log, { sharesWorker: false });
  services = await startServices(runtime, ['payments']);
});
afterAll(async () => {
  await Promise.all(services.map((service) => service.stop()));
  await runtime.close();
  await line.close();
  await stripe.close();
  await world.stop();
});

function noteBreaker(entry: string): void {
  const { outside, state } = JSON.parse(entry);
  if (state) breakers.push(`${outside} ${state}`);
}

const PATIENCE = { withinMs: 50_000 };
const PAID = { captures: 1, standing: 0, order: { payment: { status: 'captured', authorized: 0, captured: 2598 } } };

/** The messages of an order's public events of that type, as the relay would publish them. */
async function messagesOf(id: string, type: string) {
  const rows = await world.database.db
    .select()
    .from(outbox)
    .where(eq(outbox.orderId, id))
    .orderBy(asc(outbox.sequence));
  return rows
    .filter(({ eventType }) => eventType === type)
    .map(({ eventType, storefront, message }) => ({ eventType, storefront, body: message }));
}

type Message = Awaited<ReturnType<typeof messagesOf>>[number];

async function tell(messages: readonly Message[]): Promise<void> {
  const outcomes = await runtime.messaging.publish('order-events', messages);
  expect(outcomes).toEqual(messages.map(() => ({ taken: true })));
}

async function untilHandled(messages: readonly Message[]): Promise<void> {
  for (const { body } of messages) {
    const { id } = JSON.parse(body);
    await until(`${id} to be handled`, () => wasHandled(world.database.db, 'payments', id), PATIENCE);
  }
}

async function untilEmpty(): Promise<void> {
  await until(
    'the queue to be empty',
    async () => (await runtime.messaging.depth('payments')).messages === 0,
    PATIENCE,
  );
}

/** Tells the service of the order's events of that type, and waits until it has handled them. */
async function told(id: string, type: string): Promise<void> {
  const messages = await messagesOf(id, type);
  expect(messages).not.toEqual([]);
  await tell(messages);
  await untilHandled(messages);
}

async function shipped(): Promise<string> {
  const { id } = await confirmed(world);
  await world.gateway().ship(id, { eventId: 's1', shipmentId: 'P1' });
  return id;
}

const parcel = (n: number) => ({
  eventId: `s${n}`,
  shipmentId: `P${n}`,
  lines: [{ lineId: 'line-1', quantity: 1 }],
});

async function untilPaid(id: string) {
  const { version } = await untilOrder(world, id, ({ payment }) => payment.status === 'captured');
  await untilWorkflow(world, id, (snapshot) => snapshot.version >= version);
  return await soundBooks(world, id);
}

async function canceled(wish: Wish = {}): Promise<string> {
  const { id } = await confirmed(world, wish);
  await world.gateway().cancel(id, null);
  return id;
}

const WHOLE = { amount: 2598, capturedBefore: 0, final: true, since: new Date() };

/** An authorization that nobody knows of, as a call that was given up leaves it behind. */
async function authorizedBehindItsBack(id: string): Promise<string> {
  const { customerId, total: amount, currency, createdAt } = await theOrder(world, id);
  const since = new Date(createdAt);
  const { id: intentId } = await world.payments.authorize({
    key: `${id}:planted`,
    orderId: id,
    amount,
    currency,
    method: 'pm_card_visa',
    customerId,
    since,
  });
  return intentId;
}

/** Puts an order and all that happened to it a day back: it was told late. */
async function aDayPasses(id: string): Promise<void> {
  const { db } = world.database;
  await db
    .update(orders)
    .set({ createdAt: sql`${orders.createdAt} - interval '1 day'` })
    .where(eq(orders.id, id));
  await db
    .update(orderEvents)
    .set({ time: sql`${orderEvents.time} - interval '1 day'` })
    .where(eq(orderEvents.orderId, id));
}

/** What the service asks of Stripe when it is told that the order was canceled. */
async function askedOfStripe(id: string): Promise<string[]> {
  const before = stripe.requests.length;
  await told(id, 'order.cancelled');
  return stripe.requests.slice(before);
}

async function untilFlagged(id: string) {
  await untilOrder(world, id, ({ needsAttention }) => needsAttention);
  return await untilWorkflow(world, id, ({ needsAttention }) => needsAttention);
}

async function payments(errorRate: number): Promise<void> {
  const body = JSON.stringify({ target: 'payments', errorRate });
  const headers = { 'Content-Type': 'application/json' };
  expect((await fetch(new URL('/faults', world.simulatorUrl), { method: 'PUT', headers, body })).status).toBe(200);
}

/** Whose payments were asked for, and from when to when, in seconds after the order was placed. */
function rangeOf(asked: string, { createdAt }: { createdAt: string }) {
  const { searchParams: query } = new URL(asked.replace('GET ', ''), stripe.url);
  const [from, to] = ['gte', 'lte'].map((end) => Number(query.get(`created[${end}]`)) - Date.parse(createdAt) / 1000);
  return { customer: query.get('customer'), from, to };
}

describe('an order that ships', () => {
  it('is paid for, and others hear of it', async () => {
    const id = await shipped();
    await told(id, 'order.shipped');
    const books = await untilPaid(id);
    expect(books).toMatchObject({ ...PAID, published: ['order.created', 'order.shipped', 'payment.captured'] });
  });

  it('in two parcels is paid for once each, however often and in which order they are told', async () => {
    const { id } = await confirmed(world);
    await world.gateway().ship(id, parcel(1));
    await told(id, 'order.shipped');
    await untilOrder(world, id, ({ payment }) => payment.captured === 1299);
    await world.gateway().ship(id, parcel(2));
    const messages = await messagesOf(id, 'order.shipped');
    expect(messages).toHaveLength(2);
    await tell([...messages.toReversed(), ...messages, ...messages]);
    await untilHandled(messages);
    const paid = { ...PAID, captures: 2 };
    expect(await untilPaid(id)).toMatchObject(paid);
    await tell(messages);
    await untilEmpty();
    expect(await soundBooks(world, id)).toMatchObject({ ...paid, eventTypes: { length: 7 } });
  });

  it('while Temporal is away waits for it, and uses up none of its tries', async () => {
    // As many as open the circuit.
    const ids = await Promise.all(Array.from({ length: 6 }, shipped));
    const messages = (await Promise.all(ids.map((id) => messagesOf(id, 'order.shipped')))).flat();
    line.cut();
    await tell(messages);
    await until('the circuit to open', async () => breakers.includes('temporal open'), PATIENCE);
    expect((await Promise.all(ids.map((id) => theOrder(world, id)))).map(({ payment }) => payment.captured)).toEqual(
      ids.map(() => 0),
    );
    expect(await runtime.messaging.depth('payments')).toEqual({ messages: ids.length, deadLetters: 0 });
    line.mend();
    for (const id of ids) expect(await untilPaid(id)).toMatchObject(PAID);
    await untilEmpty();
    expect(breakers.at(-1)).toBe('temporal closed');
    expect((await runtime.messaging.depth('payments')).deadLetters).toBe(0);
  });
});

describe('an order that is canceled', () => {
  it.each(['confirmed before', 'declined', 'free'])('with nothing open (%s) is left alone', async (how) => {
    const free = { lines: [{ sku: 'SKU-RED-S', quantity: 1, unitPrice: 0 }], method: null };
    const declined = { method: 'pm_card_chargeDeclined' };
    const id =
      how === 'declined'
        ? (await world.gateway().place(await newCheckout(world, declined))).order.id
        : await canceled(how === 'free' ? free : {});
    const before = await theOrder(world, id);
    expect(before.status).toBe('CANCELED');
    const result = await world.client.workflow.getHandle(workflowId(id)).result();
    await told(id, 'order.cancelled');
    expect(await theOrder(world, id)).toEqual(before);
    // Nobody has started its workflow again.
    expect(result).toBe('CANCELED');
    expect((await world.client.workflow.getHandle(workflowId(id)).describe()).status.name).toBe('COMPLETED');
  });

  it('with an authorization left behind needs attention, and a retry voids it', async () => {
    const id = await canceled();
    await authorizedBehindItsBack(id);
    await told(id, 'order.cancelled');
    expect(await untilFlagged(id)).toMatchObject({ status: 'CANCELED', failedCompensations: ['payment'] });
    const { order } = await world.gateway().resolve(id, 'payment', 'retry', 'void it');
    expect(order).toMatchObject({ status: 'CANCELED', needsAttention: false, attention: [] });
    expect(await world.client.workflow.getHandle(workflowId(id)).result()).toBe('CANCELED');
    expect(await soundBooks(world, id)).toMatchObject({ authorizations: 2, standing: 0 });
    // Told again by an operator who redrives dead letters, it finds nothing.
    await world.gateway().paymentLeftOpen(id);
    expect(await world.client.workflow.getHandle(workflowId(id)).result()).toBe('CANCELED');
    expect(await theOrder(world, id)).toEqual(order);
  });

  it('with money taken for it needs attention, which a retry cannot end: somebody refunds it and says so', async () => {
    const id = await canceled();
    await world.payments.capture({ id: await authorizedBehindItsBack(id), key: 'by hand', ...WHOLE });
    await told(id, 'order.cancelled');
    await untilFlagged(id);
    const retry = world.gateway().resolve(id, 'payment', 'retry', 'void it');
    await expect(retry).rejects.toMatchObject({ code: 'invalid_transition', message: expect.stringMatching(/refund/) });
    expect((await theOrder(world, id)).needsAttention).toBe(true);
    const { order } = await world.gateway().resolve(id, 'payment', 'skip', 'refunded by hand');
    expect(order).toMatchObject({ status: 'CANCELED', needsAttention: false });
    // Its own word on it stands, also where the money is still there.
    await world.gateway().paymentLeftOpen(id);
    await world.client.workflow.getHandle(workflowId(id)).result();
    expect(await theOrder(world, id)).toEqual(order);
  });

  it('and whose late authorization is found before it has looked itself, voids that and is well again', async () => {
    const checkout = await newCheckout(world);
    const { id } = checkout.order;
    world.failpoints.plant(id, 'authorizePayment', hangs);
    await world.gateway({ ...SHORT, lateCall: 4000 }).place(checkout);
    expect((await theOrder(world, id)).paymentUncertain).toBe(true);
    await authorizedBehindItsBack(id);
    await told(id, 'order.cancelled');
    await untilOrder(world, id, ({ needsAttention }) => needsAttention);
    expect(await world.client.workflow.getHandle(workflowId(id)).result()).toBe('CANCELED');
    expect(await soundBooks(world, id)).toMatchObject({ standing: 0, order: { paymentUncertain: false } });
  });

  it('is left alone where an operator has answered for what stays authorized', async () => {
    const { id } = await confirmed(world);
    world.failpoints.plant(id, 'voidPayment', failsForGood);
    await world.gateway({}, { deadlineMs: 1 }).cancel(id, null);
    await untilWorkflow(world, id, ({ needsAttention }) => needsAttention);
    await world.gateway().resolve(id, 'payment', 'skip', 'it expires by itself');
    const before = await theOrder(world, id);
    await told(id, 'order.cancelled');
    await world.client.workflow.getHandle(workflowId(id)).result();
    expect(await theOrder(world, id)).toEqual(before);
    expect((await findPayment(world.database.db, id))?.status).toBe('authorized');
  });

  it('before anybody was asked for money costs the payment service nothing', async () => {
    const wish = { lines: [{ sku: await newSku(world, 0), quantity: 1 }], customerId: null };
    const { order } = await world.gateway().place(await newCheckout(world, wish));
    expect(order).toMatchObject({ status: 'CANCELED', cancelReason: 'out_of_stock' });
    expect(await askedOfStripe(order.id)).toEqual([]);
  });

  it('by a guest is looked at alone where its authorization is known', async () => {
    const id = await canceled({ customerId: null });
    const intentId = (await findPayment(world.database.db, id))?.intentId;
    expect(await askedOfStripe(id)).toEqual([`GET /v1/payment_intents/${intentId}`]);
  });

  it('by a guest whose payment was lost on the way is looked for in the time when that can have arrived', async () => {
    const checkout = await newCheckout(world, { customerId: null });
    const { id } = checkout.order;
    world.failpoints.plant(id, 'authorizePayment', hangs);
    await world.gateway({ ...SHORT, lateCall: 60_000 }).place(checkout);
    await aDayPasses(id);
    // A payment from long after: of another order in truth, and hundreds of thousands like it.
    await authorizedBehindItsBack(id);
    const [asked = '', ...more] = await askedOfStripe(id);
    expect(more).toEqual([]);
    const { customer, from, to } = rangeOf(asked, await theOrder(world, id));
    expect(customer).toBeNull();
    expect(from).toBeLessThanOrEqual(-300);
    // Longer than the saga itself waits for a late call, and a small part of a day.
    expect(to).toBeGreaterThan(defaultTiming({ returnWindowDays: 0, reviewHours: 0 }).lateCall / 1000);
    expect(to).toBeLessThan(2 * 60 * 60);
    expect((await theOrder(world, id)).needsAttention).toBe(false);
  });

  it('by a guest with an authorization that arrived late needs attention', async () => {
    const checkout = await newCheckout(world, { customerId: null });
    const { id } = checkout.order;
    world.failpoints.plant(id, 'authorizePayment', hangs);
    await world.gateway({ ...SHORT, lateCall: 60_000 }).place(checkout);
    await authorizedBehindItsBack(id);
    await told(id, 'order.cancelled');
    expect(await untilFlagged(id)).toMatchObject({ status: 'CANCELED', failedCompensations: ['payment'] });
  });

  it('while the payment service is away waits for it, and is looked at then', async () => {
    const ids = await Promise.all(Array.from({ length: 6 }, () => canceled()));
    const [left = ''] = ids;
    await authorizedBehindItsBack(left);
    const messages = (await Promise.all(ids.map((id) => messagesOf(id, 'order.cancelled')))).flat();
    await payments(1);
    await tell(messages);
    await until('the circuit to open', async () => breakers.includes('payments open'), PATIENCE);
    expect(await runtime.messaging.depth('payments')).toEqual({ messages: ids.length, deadLetters: 0 });
    await payments(0);
    await untilHandled(messages);
    await untilFlagged(left);
    const found = await Promise.all(ids.map((id) => theOrder(world, id)));
    expect(found.filter(({ needsAttention }) => needsAttention).map(({ id }) => id)).toEqual([left]);
  });
});
