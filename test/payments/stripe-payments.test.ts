import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ulid } from 'ulid';
import type { Authorized, CaptureRequest, PaymentProvider } from '../../activities/payment-provider.ts';
import { type CheckedLine, checkedLine } from '../support/checked-line.ts';
import { type StripeMock, startStripeMock } from '../support/stripe-mock.ts';
import { longAgo, newPayment, type StripeSimulator, startStripeSimulator } from '../support/stripe-simulator.ts';

/** The simulator says what becomes of the money; Stripe's own mock, which sees each request too, that Stripe knows it. */
let mock: StripeMock;
let line: CheckedLine;
let world: StripeSimulator;
let payments: PaymentProvider;
beforeAll(async () => {
  mock = await startStripeMock();
  world = await startStripeSimulator(async (port) => {
    line = await checkedLine(port, mock.port);
    return line.port;
  });
  ({ payments } = world);
});
beforeEach(() => world.dial({}));
afterEach(() => line.assertNoComplaints());
afterAll(async () => {
  await line.close();
  await world.stop();
  await mock.stop();
});

type Payment = ReturnType<typeof newPayment>;

const GONE = { code: 'dependency_unavailable' };
/** Stripe answers 500 once and for all: the first answer is no refusal, the second says that asking again cannot help. */
async function lost(call: () => Promise<unknown>): Promise<void> {
  await expect(call()).rejects.toMatchObject({ name: 'Error', statusCode: 500 });
}

async function held(method?: string): Promise<Payment & Authorized> {
  const payment = newPayment(method);
  return { ...payment, ...(await payments.authorize(payment)) };
}

function part({ id, orderId }: Payment & Authorized, amount: number, rest: Partial<CaptureRequest> = {}) {
  const capturedBefore = rest.capturedBefore ?? 0;
  const key = `${orderId}:capture:${capturedBefore}`;
  return payments.capture({ id, key, amount, capturedBefore, final: false, since: new Date(), ...rest });
}

async function captured(method?: string, amount = 1000): Promise<Payment & Authorized> {
  const payment = await held(method);
  await part(payment, amount, { final: true });
  return payment;
}

function refund({ id, orderId }: Payment & Authorized, amount: number, rest: { key?: string } = {}) {
  return payments.refund({ id, orderId, amount, key: `${orderId}:refund:1`, ...rest });
}

/** An intent that somebody else made for the order: what an earlier call left whose key Stripe has forgotten, for one. */
async function madeElsewhere({ orderId, customerId, amount, method }: Payment, metadata: Record<string, string>) {
  const params = { amount, currency: 'usd', payment_method: method, capture_method: 'manual', confirm: true } as const;
  return await world.stripe.paymentIntents.create({
    ...params,
    ...(customerId === null ? {} : { customer: customerId }),
    metadata: { orderId, ...metadata },
  });
}

describe('an authorization', () => {
  it('says until when it can be captured, and whether in parts', async () => {
    await world.dial({ captureWindowSeconds: 3600 });
    const { captureBefore, multicapture } = await held();
    expect(multicapture).toBe(true);
    const minutes = (Date.parse(captureBefore ?? '') - Date.now()) / 60_000;
    expect(Math.round(minutes)).toBe(60);
    expect(await held('pm_single_capture')).toMatchObject({ multicapture: false });
    await world.dial({ multicapture: false });
    expect(await held()).toMatchObject({ multicapture: false });
  });

  it('is made once for a key, and again for another', async () => {
    const payment = newPayment();
    const first = await payments.authorize(payment);
    expect(await payments.authorize(payment)).toEqual(first);
    const second = await payments.authorize({ ...payment, key: `${payment.orderId}:authorize:2`, amount: 300 });
    expect(second.id).not.toBe(first.id);
    expect(await world.ledger(payment.orderId)).toEqual(['authorization 1000', 'authorization 300']);
  });

  it.each([null, 'cus_100'])(
    'keeps the method of a customer for later, and of nobody else (%s)',
    async (customerId) => {
      const { id } = await payments.authorize(newPayment('pm_card_visa', customerId));
      const kept = customerId === null ? null : 'off_session';
      expect(await world.stripe.paymentIntents.retrieve(id)).toMatchObject({ setup_future_usage: kept });
    },
  );

  it.each([null, 'cus_100'])('is made anew where the customer is not there (%s)', async (customerId) => {
    const payment = { ...newPayment('pm_card_visa', customerId), offSession: true };
    expect(await payments.authorize(payment)).toMatchObject({ multicapture: true });
    expect(await world.ledger(payment.orderId)).toEqual(['authorization 1000']);
  });

  it.each([
    ['pm_card_chargeDeclined', 'payment_declined', false],
    ['pm_card_authenticationRequired', 'authentication_required', false],
    ['pm_declines_off_session', 'payment_declined', true],
    ['pm_card_authenticationRequired', 'authentication_required', true],
    ['pm_needs_authentication_off_session', 'authentication_required', true],
  ])('with %s is refused as %s (the customer is away: %s)', async (method, code, offSession) => {
    const payment = { ...newPayment(method), offSession };
    await expect(payments.authorize(payment)).rejects.toMatchObject({ name: 'OrderSagaError', code });
    expect(await world.ledger(payment.orderId)).toEqual([]);
  });

  it('whose answer was lost for good is found by its key among the others of the order', async () => {
    const payment = newPayment();
    const first = await payments.authorize(payment);
    const again = { ...payment, key: `${payment.orderId}:authorize:2`, method: 'pm_lost_answer' };
    await lost(() => payments.authorize(again));
    const second = await payments.authorize(again);
    expect(second.id).not.toBe(first.id);
    expect(second).toMatchObject({ captureBefore: expect.any(String), multicapture: true });
    expect(await world.ledger(payment.orderId)).toEqual(['authorization 1000', 'authorization 1000']);
  });

  it('whose key Stripe may have forgotten is looked for first', async () => {
    const payment = { ...newPayment(), since: longAgo() };
    const { id } = await madeElsewhere(payment, { key: payment.key });
    expect(await payments.authorize(payment)).toMatchObject({ id });
    await payments.authorize({ ...payment, key: `${payment.orderId}:authorize:2` });
    expect(await world.ledger(payment.orderId)).toEqual(['authorization 1000', 'authorization 1000']);
  });

  it('that carries no key is the first of its order', async () => {
    const payment = { ...newPayment(), since: longAgo() };
    const { id } = await madeElsewhere(payment, {});
    expect(await payments.authorize(payment)).toMatchObject({ id });
    const another = await payments.authorize({ ...payment, key: `${payment.orderId}:authorize:2` });
    expect(another.id).not.toBe(id);
  });

  it('that an earlier version asked for with this key is adopted', async () => {
    const payment = newPayment();
    const params = { amount: 1000, currency: 'usd', payment_method: 'pm_card_visa', capture_method: 'manual' } as const;
    const { id } = await world.stripe.paymentIntents.create(
      { ...params, customer: payment.customerId ?? '', confirm: true, metadata: { orderId: payment.orderId } },
      { idempotencyKey: payment.key },
    );
    expect(await payments.authorize(payment)).toMatchObject({ id });
    expect(await world.ledger(payment.orderId)).toEqual(['authorization 1000']);
  });
});

describe('a capture', () => {
  it('takes parts until the final one, which gives back the rest', async () => {
    const payment = await held();
    await part(payment, 400);
    await part(payment, 300, { capturedBefore: 400 });
    await part(payment, 200, { capturedBefore: 700, final: true });
    expect(await world.ledger(payment.orderId)).toEqual([
      'authorization 1000',
      'capture 400',
      'capture 300',
      'capture 200',
      'void 100',
    ]);
  });

  it('without multicapture is one, and Stripe refuses a part that is not the final one', async () => {
    const payment = await held('pm_single_capture');
    await expect(part(payment, 400)).rejects.toMatchObject({ code: 'payment_declined' });
    await part(payment, 400, { key: ulid(), final: true });
    expect(await world.ledger(payment.orderId)).toEqual(['authorization 1000', 'capture 400', 'void 600']);
  });

  it('whose answer is lost for good, each time, takes each part once', async () => {
    const payment = await held('pm_capture_lost_answer');
    await lost(() => part(payment, 400));
    await part(payment, 400);
    await lost(() => part(payment, 600, { capturedBefore: 400 }));
    await part(payment, 600, { capturedBefore: 400 });
    expect(await world.ledger(payment.orderId)).toEqual(['authorization 1000', 'capture 400', 'capture 600']);
  });

  it('that failed for good is not done by what was taken before it, and is asked for with another key', async () => {
    const payment = await held('pm_capture_fails_once');
    await lost(() => part(payment, 400));
    await expect(part(payment, 400)).rejects.toMatchObject(GONE);
    await part(payment, 400, { key: ulid() });
    await expect(
      part(payment, 400, { capturedBefore: 400, key: `${payment.orderId}:capture:0` }),
    ).rejects.toMatchObject(GONE);
    expect(await world.ledger(payment.orderId)).toEqual(['authorization 1000', 'capture 400']);
  });

  it('whose key Stripe may have forgotten is looked for first', async () => {
    const payment = await held();
    await part(payment, 400, { key: ulid() });
    await part(payment, 400, { since: longAgo() });
    await part(payment, 300, { since: longAgo(), capturedBefore: 400 });
    expect(await world.ledger(payment.orderId)).toEqual(['authorization 1000', 'capture 400', 'capture 300']);
  });

  it('that is refused because it is done is done', async () => {
    const payment = await captured();
    await part(payment, 1000, { key: ulid(), final: true });
    expect(await world.ledger(payment.orderId)).toEqual(['authorization 1000', 'capture 1000']);
  });

  it('that an earlier version asked for with this key is looked for', async () => {
    const payment = await held();
    await world.stripe.paymentIntents.capture(payment.id, {}, { idempotencyKey: `${payment.orderId}:capture:0` });
    await part(payment, 1000, { final: true });
    expect(await world.ledger(payment.orderId)).toEqual(['authorization 1000', 'capture 1000']);
  });

  it('of what has been given back is refused', async () => {
    const payment = await held();
    await payments.release(payment.id, ulid());
    await expect(part(payment, 400)).rejects.toMatchObject({ code: 'payment_declined' });
  });
});

describe('what an authorization still holds', () => {
  it('is given back where nothing was captured, once', async () => {
    const { id, orderId } = await held();
    expect(await payments.release(id, `${orderId}:release:1`)).toBe(1000);
    expect(await payments.release(id, `${orderId}:release:1`)).toBe(0);
    expect(await world.ledger(orderId)).toEqual(['authorization 1000', 'void 1000']);
  });

  it('is given back where a part was captured, which is kept', async () => {
    const payment = await held();
    await part(payment, 400);
    expect(await payments.release(payment.id, ulid())).toBe(600);
    expect(await payments.release(payment.id, ulid())).toBe(0);
    expect(await world.ledger(payment.orderId)).toEqual(['authorization 1000', 'capture 400', 'void 600']);
  });

  it.each(['pm_card_visa', 'pm_single_capture'])('is nothing where all was captured (%s)', async (method) => {
    const { id } = await captured(method);
    expect(await payments.release(id, ulid())).toBe(0);
  });

  it('is given back though Stripe failed for good, by another key', async () => {
    const payment = await held('pm_capture_fails_once');
    // The one accident of this method; a release by the same key meets what is kept under it.
    const key = ulid();
    await lost(() => part(payment, 400, { key }));
    await expect(payments.release(payment.id, key)).rejects.toMatchObject(GONE);
    expect(await payments.release(payment.id, ulid())).toBe(1000);
  });

  it('is found given back where the answer was lost for good', async () => {
    const payment = await held('pm_capture_lost_answer');
    await lost(() => part(payment, 400));
    const key = ulid();
    await lost(() => payments.release(payment.id, key));
    expect(await payments.release(payment.id, key)).toBe(0);
    expect(await world.ledger(payment.orderId)).toEqual(['authorization 1000', 'capture 400', 'void 600']);
  });
});

describe('after a restore of the database', () => {
  it('all that was asked for since is listed by its order, whatever became of it, and nobody else’s', async () => {
    const since = new Date();
    const [taken, refused] = [await captured(), newPayment('pm_card_chargeDeclined')];
    await expect(payments.authorize(refused)).rejects.toMatchObject({ code: 'payment_declined' });
    const { id } = await world.stripe.paymentIntents.create({
      amount: 1000,
      currency: 'usd',
      payment_method: 'pm_card_visa',
      capture_method: 'manual',
      confirm: true,
    });
    const asked = await payments.askedSince(since);
    expect(asked.filter(({ orderId }) => orderId === taken.orderId)).toEqual([
      { id: taken.id, orderId: taken.orderId },
    ]);
    expect(asked.map(({ orderId }) => orderId)).toContain(refused.orderId);
    expect(asked.map((one) => one.id)).not.toContain(id);
    expect(await payments.askedSince(new Date(Date.now() + 60_000))).toEqual([]);
  });
});

describe('a refund', () => {
  const TAKEN = ['authorization 1000', 'capture 1000'];

  it('is made once for a key, and again for another', async () => {
    const payment = await captured();
    await refund(payment, 300);
    await refund(payment, 300);
    await refund(payment, 300, { key: `${payment.orderId}:refund:2` });
    expect(await world.ledger(payment.orderId)).toEqual([...TAKEN, 'refund 300', 'refund 300']);
  });

  it('of a part that was captured is made while the rest is held still', async () => {
    const payment = await held();
    await part(payment, 400);
    await refund(payment, 400);
    expect(await world.ledger(payment.orderId)).toEqual(['authorization 1000', 'capture 400', 'refund 400']);
  });

  it('that fails is not counted as done, and a later one is made with another key', async () => {
    const payment = await captured('pm_refund_fails_once');
    const failed = { code: 'refund_failed', details: { reason: 'expired_or_canceled_card' } };
    await expect(refund(payment, 300)).rejects.toMatchObject(failed);
    await expect(refund(payment, 300)).rejects.toMatchObject(failed);
    expect(await world.ledger(payment.orderId)).toEqual(TAKEN);
    await refund(payment, 300, { key: `${payment.orderId}:refund:2` });
    expect(await world.ledger(payment.orderId)).toEqual([...TAKEN, 'refund 300']);
  });

  it('that is pending is asked for again until it has arrived, though the answer under its key never changes', async () => {
    const payment = await captured('pm_refund_pending');
    await expect(refund(payment, 300)).rejects.toMatchObject({
      name: 'Error',
      message: expect.stringMatching('pending'),
    });
    expect(await world.ledger(payment.orderId)).toEqual(TAKEN);
    await refund(payment, 300);
    expect(await world.ledger(payment.orderId)).toEqual([...TAKEN, 'refund 300']);
  });

  it('whose answer was lost for good is found by its key', async () => {
    const payment = await captured('pm_refund_lost_answer');
    await lost(() => refund(payment, 300));
    await refund(payment, 300);
    await lost(() => refund(payment, 200, { key: `${payment.orderId}:refund:2` }));
    await refund(payment, 200, { key: `${payment.orderId}:refund:2` });
    expect(await world.ledger(payment.orderId)).toEqual([...TAKEN, 'refund 300', 'refund 200']);
  });

  it('whose key Stripe may have forgotten is looked for first', async () => {
    const payment = await captured();
    const { id, orderId } = payment;
    const metadata = { orderId, key: `${orderId}:refund:1` };
    await world.stripe.refunds.create({ payment_intent: id, amount: 300, metadata });
    await refund(payment, 300);
    await refund(payment, 200, { key: `${orderId}:refund:2` });
    expect(await world.ledger(orderId)).toEqual([...TAKEN, 'refund 300', 'refund 200']);
  });

  it('of more than was captured fails, and moves nothing', async () => {
    const payment = await captured('pm_card_visa', 400);
    await expect(refund(payment, 401)).rejects.toMatchObject({
      code: 'refund_failed',
      details: { reason: 'amount_too_large' },
    });
    expect(await world.ledger(payment.orderId)).toEqual(['authorization 1000', 'capture 400', 'void 600']);
  });
});

describe('an authorization that is canceled', () => {
  it('gives back what it held, once', async () => {
    const { id, orderId } = await held();
    expect(await payments.cancel(id, ulid())).toBe(1000);
    expect(await payments.cancel(id, ulid())).toBe(0);
    expect(await world.ledger(orderId)).toEqual(['authorization 1000', 'void 1000']);
  });

  it('is not one of which anything was captured', async () => {
    const [whole, open] = [await captured(), await held()];
    await part(open, 400);
    for (const { id } of [whole, open]) {
      await expect(payments.cancel(id, ulid())).rejects.toMatchObject({ code: 'invalid_transition' });
    }
  });
});

describe('the intents of an order', () => {
  const since = new Date();

  it('are found by the customer, or by their ids where there is none', async () => {
    const payment = newPayment();
    const { orderId, customerId } = payment;
    await payments.authorize({ ...newPayment(), customerId });
    const first = await payments.authorize(payment);
    const second = await payments.authorize({ ...payment, key: `${orderId}:authorize:2` });
    const declined = { ...payment, key: `${orderId}:authorize:3`, method: 'pm_card_chargeDeclined' };
    await expect(payments.authorize(declined)).rejects.toThrow('declined');
    const third = await payments.authorize({ ...payment, key: `${orderId}:authorize:4` });
    await payments.cancel(third.id, ulid());
    const standing = [second.id, first.id];
    const found = await payments.findHeld({ orderId, customerId, since });
    expect(found).toEqual(standing);
    const open = await payments.findOpen({ orderId, customerId, since });
    expect(open).toEqual([expect.stringMatching(/^pi_/), ...standing]);
    const ids = { orderId, customerId: null, since, intentIds: [third.id, ...open] };
    expect(await payments.findHeld(ids)).toEqual(standing);
    expect(await payments.findOpen(ids)).toEqual(open);
  });

  it('of a guest are found without their ids too', async () => {
    const payment = newPayment('pm_card_visa', null);
    const { id } = await payments.authorize(payment);
    expect(await payments.findOpen({ ...payment, since })).toEqual([id]);
    expect(await payments.findOpen({ ...payment, since, until: new Date(Date.now() - 3_600_000) })).toEqual([]);
  });

  it('add up: what is held still, what was captured, and what of it was given back', async () => {
    const [open, single, whole] = [await held(), await captured('pm_single_capture', 400), await captured()];
    await part(open, 250);
    await payments.refund({ ...open, key: ulid(), amount: 50 });
    await payments.refund({ ...single, key: ulid(), amount: 100 });
    await payments.refund({ ...whole, key: ulid(), amount: 1000 });
    const books = (...some: Authorized[]) => payments.books(some.map(({ id }) => id));
    expect(await books(open)).toEqual({ authorized: 750, captured: 250, refunded: 50 });
    // Stripe books the 600 that the single capture left as a refund of its own.
    expect(await books(single)).toEqual({ authorized: 0, captured: 400, refunded: 100 });
    expect(await books(open, single, whole)).toEqual({ authorized: 750, captured: 1650, refunded: 1150 });
    expect(await books()).toEqual({ authorized: 0, captured: 0, refunded: 0 });
  });

  it('count no refund that failed, and none that was made by hand less', async () => {
    const failing = await captured('pm_refund_fails');
    await expect(payments.refund({ ...failing, key: ulid(), amount: 50 })).rejects.toThrow('failed');
    expect(await payments.books([failing.id])).toMatchObject({ refunded: 0 });
    const { id } = await captured();
    await world.stripe.refunds.create({ payment_intent: id, amount: 70 });
    expect(await payments.books([id])).toMatchObject({ captured: 1000, refunded: 70 });
  });
});
