import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ulid } from 'ulid';
import { claimKey } from '../../db/idempotency.ts';
import type { Refusal } from '../../domain/errors.ts';
import { soundBooks } from '../support/workflow-books.ts';
import { hangs } from '../support/workflow-failpoints.ts';
import { newCheckout, newSku, type Wish } from '../support/workflow-orders.ts';
import { SHORT } from '../support/workflow-steps.ts';
import { untilOrder, untilWorkflow } from '../support/workflow-waits.ts';
import { startWorld, type World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

const DECLINED = 'pm_card_chargeDeclined';
const OF_TEN = async (...quantities: number[]) => {
  const sku = await newSku(world, 10);
  return quantities.map((quantity) => ({ sku, quantity }));
};

const REFUSED: { who: string; wish: () => Promise<Wish>; reason: Refusal; payment?: 'declined' }[] = [
  {
    who: 'a card that is declined',
    wish: async () => ({ method: DECLINED }),
    reason: 'payment_declined',
    payment: 'declined',
  },
  {
    who: 'a card without funds',
    wish: async () => ({ method: `${DECLINED}InsufficientFunds` }),
    reason: 'payment_declined',
    payment: 'declined',
  },
  {
    who: 'a card nobody knows',
    wish: async () => ({ method: 'pm_nonsense' }),
    reason: 'payment_declined',
    payment: 'declined',
  },
  {
    who: 'a card that asks for 3-D Secure',
    wish: async () => ({ method: 'pm_card_authenticationRequired' }),
    reason: 'authentication_required',
    payment: 'declined',
  },
  { who: 'eleven of ten', wish: async () => ({ lines: await OF_TEN(11) }), reason: 'out_of_stock' },
  {
    who: 'two lines that are too much together',
    wish: async () => ({ lines: await OF_TEN(6, 5) }),
    reason: 'out_of_stock',
  },
  {
    who: 'one line that can be had and one that cannot',
    wish: async () => ({ lines: [...(await OF_TEN(1)), ...(await OF_TEN(11))] }),
    reason: 'out_of_stock',
  },
  {
    who: 'a SKU that does not exist beside one that does',
    wish: async () => ({ lines: [...(await OF_TEN(1)), { sku: `SKU-${ulid()}`, quantity: 1 }] }),
    reason: 'unknown_sku',
  },
  { who: 'an unknown customer', wish: async () => ({ customerId: 'cus_unknown' }), reason: 'customer_rejected' },
  { who: 'a blocked customer', wish: async () => ({ customerId: 'cus_blocked' }), reason: 'customer_rejected' },
  {
    who: 'an outage of the payment service',
    wish: async () => ({ method: 'pm_outage' }),
    reason: 'dependency_unavailable',
  },
  {
    who: 'an outage of the customer service',
    wish: async () => ({ customerId: 'cus_outage' }),
    reason: 'dependency_unavailable',
  },
];

const CONFIRMED: { who: string; wish: () => Promise<Wish> }[] = [
  { who: 'an everyday order', wish: async () => ({}) },
  { who: 'two lines of one SKU that use up its stock', wish: async () => ({ lines: await OF_TEN(6, 4) }) },
  { who: 'a guest', wish: async () => ({ customerId: null }) },
  { who: 'a customer service that fails twice', wish: async () => ({ customerId: 'cus_flaky' }) },
  { who: 'a payment service that fails twice', wish: async () => ({ method: 'pm_flaky' }) },
  { who: 'a payment service that answers too late', wish: async () => ({ method: 'pm_timeout' }) },
  { who: 'a payment service whose answer is lost for good', wish: async () => ({ method: 'pm_lost_answer' }) },
];

describe('a checkout', () => {
  it.concurrent.each(REFUSED)(
    'is refused with $reason for $who, and leaves nothing',
    async ({ wish, reason, payment }) => {
      const checkout = await newCheckout(world, await wish());
      const { order, decided } = await world.gateway(SHORT).place(checkout);
      expect({ decided, status: order.status, reason: order.cancelReason }).toEqual({
        decided: true,
        status: 'CANCELED',
        reason,
      });
      const { id } = checkout.order;
      await untilWorkflow(world, id, ({ status }) => status === 'CANCELED');
      const books = await soundBooks(world, id);
      expect(books).toMatchObject({
        order: { payment: { status: payment ?? 'none', authorized: 0 } },
        held: {},
        authorizations: 0,
        published: ['order.cancelled'],
      });
      for (const level of Object.values(books.stock)) expect(level).toEqual({ onHand: 10, reserved: 0 });
    },
  );

  it.concurrent.each(CONFIRMED)('is confirmed for $who, authorized exactly once', async ({ wish }) => {
    const checkout = await newCheckout(world, await wish());
    const { order, decided } = await world.gateway().place(checkout);
    expect({ decided, status: order.status }).toEqual({ decided: true, status: 'PROCESSING' });
    const { id, total, lines } = checkout.order;
    await untilWorkflow(world, id, ({ status }) => status === 'PROCESSING');
    expect(await soundBooks(world, id)).toMatchObject({
      order: { payment: { status: 'authorized', authorized: total } },
      held: { [String(lines[0]?.sku)]: lines.reduce((units, { quantity }) => units + quantity, 0) },
      authorizations: 1,
      standing: total,
      paymentStatus: 'authorized',
      published: ['order.created'],
    });
  });

  it.concurrent('is refused though the request that claimed its key had died', async () => {
    const checkout = await newCheckout(world, { lines: await OF_TEN(11) });
    const orderId = checkout.order.id;
    const wanted = { scope: 'a checkout', key: orderId, fingerprint: 'f', orderId };
    await claimKey(world.database.db, wanted);
    const claim = await claimKey(world.database.db, { ...wanted, orderId: ulid() });
    const { order } = await world.gateway(SHORT).place({ ...checkout, claim });
    expect(order).toMatchObject({ id: orderId, status: 'CANCELED', cancelReason: 'out_of_stock' });
  });

  it.concurrent('says which lines are short, and what there is of them', async () => {
    const [one, other] = [await newSku(world, 3), await newSku(world, 10)];
    const lines = [
      { sku: one, quantity: 4 },
      { sku: other, quantity: 1 },
    ];
    const { order } = await world.gateway().place(await newCheckout(world, { lines }));
    expect(order.cancelDetails).toMatchObject({ lines: [{ sku: one, requested: 4, available: 3 }] });
  });

  it.concurrent.each(['pm_card_visa', null])('asks nobody for money for a total of 0 (payment: %s)', async (method) => {
    const lines = [{ sku: await newSku(world), quantity: 2, unitPrice: 0 }];
    const { order } = await world.gateway().place(await newCheckout(world, { lines, method }));
    expect(order).toMatchObject({ status: 'PROCESSING', total: 0, payment: { status: 'none' } });
    const canceled = await world.gateway().cancel(order.id, null);
    expect(canceled.order).toMatchObject({ status: 'CANCELED', payment: { status: 'none' } });
    expect(await soundBooks(world, order.id)).toMatchObject({ authorizations: 0, paymentStatus: null, held: {} });
  });

  it.concurrent('is answered in time though it is not decided, and decided later', async () => {
    const checkout = await newCheckout(world);
    const { id } = checkout.order;
    const pause = world.failpoints.pause(id, 'authorizePayment');
    const { order, decided } = await world.gateway({}, { deadlineMs: 300 }).place(checkout);
    expect({ decided, status: order.status }).toEqual({ decided: false, status: 'PENDING' });
    pause.release();
    await untilOrder(world, id, ({ status }) => status === 'PROCESSING');
  });

  it.concurrent('waits for a payment service that is away, and for nothing that it has already', async () => {
    const checkout = await newCheckout(world, { method: 'pm_flaky' });
    const { order } = await world.gateway().place(checkout);
    expect(order.status).toBe('PROCESSING');
    const { events } = await world.client.workflow.getHandle(`order-${order.id}`).fetchHistory();
    const activities = events?.flatMap(
      ({ activityTaskScheduledEventAttributes: scheduled }) => scheduled?.activityType?.name ?? [],
    );
    expect(activities).toEqual(['authorizePayment', 'confirmOrder']);
  });

  it.concurrent('that comes again gets the order that it made', async () => {
    const checkout = await newCheckout(world, { method: DECLINED });
    const [first, second] = [await world.gateway().place(checkout), await world.gateway().place(checkout)];
    expect([first.order.status, second.order.status]).toEqual(['CANCELED', 'CANCELED']);
    expect(second.order).toEqual(first.order);
  });

  it.concurrent('is answered the same by an API without a worker', async () => {
    const apart = world.gateway({}, { sharesWorker: false });
    const confirmed = await apart.place(await newCheckout(world));
    const refused = await apart.place(await newCheckout(world, { method: DECLINED }));
    expect([confirmed.decided, confirmed.order.status]).toEqual([true, 'PROCESSING']);
    expect([refused.decided, refused.order.cancelReason]).toEqual([true, 'payment_declined']);
    await soundBooks(world, confirmed.order.id);
    await soundBooks(world, refused.order.id);
  });

  it.concurrent('is not charged by a call that arrives after it was given up', async () => {
    const checkout = await newCheckout(world);
    const { id, total: amount, customerId } = checkout.order;
    world.failpoints.plant(id, 'authorizePayment', hangs);
    const { order } = await world.gateway({ ...SHORT, lateCall: 2000 }).place(checkout);
    expect(order).toMatchObject({ status: 'CANCELED', cancelReason: 'dependency_unavailable' });

    const late = { key: `${id}:authorize:1`, orderId: id, amount, currency: 'USD', method: 'pm_card_visa', customerId };
    await world.payments.authorize({ ...late, since: new Date(order.createdAt) });
    await world.client.workflow.getHandle(`order-${id}`).result();
    expect(await soundBooks(world, id)).toMatchObject({
      authorizations: 1,
      standing: 0,
      order: { status: 'CANCELED' },
    });
  });
});
