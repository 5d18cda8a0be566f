import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Stripe } from 'stripe';
import { ulid } from 'ulid';
import { until } from '../support/stack-wait.ts';
import { type StripeSimulator, startStripeSimulator } from '../support/stripe-simulator.ts';

let world: StripeSimulator;
let stripe: Stripe;
beforeAll(async () => {
  world = await startStripeSimulator();
  ({ stripe } = world);
});
beforeEach(() => world.dial({}));
afterAll(() => world.stop());

type Wish = Partial<Stripe.PaymentIntentCreateParams> & { orderId?: string };

async function authorized(method: string, { orderId = ulid(), ...params }: Wish = {}): Promise<Stripe.PaymentIntent> {
  return await stripe.paymentIntents.create({
    amount: 1000,
    currency: 'usd',
    payment_method: method,
    capture_method: 'manual',
    confirm: true,
    payment_method_options: { card: { request_multicapture: 'if_available' } },
    metadata: { orderId },
    expand: ['latest_charge'],
    ...params,
  });
}

const cardOf = ({ latest_charge: charge }: Stripe.PaymentIntent) =>
  typeof charge === 'object' ? charge?.payment_method_details?.card : undefined;
const ledgerOf = (intent: Stripe.PaymentIntent) => world.ledger(intent.metadata['orderId'] ?? '');
const capture = (intent: Stripe.PaymentIntent, params: Stripe.PaymentIntentCaptureParams) =>
  stripe.paymentIntents.capture(intent.id, params);
const PART = { amount_to_capture: 400, final_capture: false };

const refund = (intent: Stripe.PaymentIntent, amount: number, key: string = ulid()) =>
  stripe.refunds.create({ payment_intent: intent.id, amount, metadata: { key } }, { idempotencyKey: key });

async function captured(method: string): Promise<Stripe.PaymentIntent> {
  return await capture(await authorized(method), {});
}

async function untilStatus({ id }: Stripe.PaymentIntent, status: Stripe.PaymentIntent.Status) {
  return await until(`an intent that is ${status}`, async () => {
    const intent = await stripe.paymentIntents.retrieve(id, { expand: ['latest_charge'] });
    return intent.status === status && intent;
  });
}

describe('an account with multicapture', () => {
  it('takes an authorization in parts until one is final, which gives back the rest', async () => {
    const intent = await authorized('pm_card_visa');
    expect(cardOf(intent)?.multicapture).toEqual({ status: 'available' });
    expect(await capture(intent, PART)).toMatchObject({
      status: 'requires_capture',
      amount_received: 400,
      amount_capturable: 600,
    });
    const last = await capture(intent, { amount_to_capture: 500, expand: ['latest_charge'] });
    expect(last).toMatchObject({
      status: 'succeeded',
      amount_received: 900,
      amount_capturable: 0,
      latest_charge: { amount_captured: 900, amount_refunded: 0 },
    });
    expect(await ledgerOf(intent)).toEqual(['authorization 1000', 'capture 400', 'capture 500', 'void 100']);
  });

  it('gives back the rest by a final capture of 0, once a part was taken and not before', async () => {
    const intent = await authorized('pm_card_visa');
    const release = { amount_to_capture: 0, final_capture: true };
    await expect(capture(intent, release)).rejects.toMatchObject({ statusCode: 400, param: 'amount_to_capture' });
    await capture(intent, PART);
    expect(await capture(intent, release)).toMatchObject({ status: 'succeeded', amount_received: 400 });
    expect(await ledgerOf(intent)).toEqual(['authorization 1000', 'capture 400', 'void 600']);
  });

  it('takes 50 parts and no more', async () => {
    const intent = await authorized('pm_card_visa');
    for (let part = 1; part <= 50; part++) await capture(intent, { amount_to_capture: 1, final_capture: false });
    const more = capture(intent, { amount_to_capture: 1 });
    await expect(more).rejects.toMatchObject({ code: 'payment_intent_unexpected_state' });
    expect(await capture(intent, { amount_to_capture: 0, final_capture: true })).toMatchObject({ amount_received: 50 });
  });

  it('has it only where it was asked for', async () => {
    const intent = await authorized('pm_card_visa', { payment_method_options: {} });
    expect(cardOf(intent)?.multicapture).toEqual({ status: 'unavailable' });
  });
});

describe('one without', () => {
  const WITHOUT = { 'an account': false, pm_single_capture: true, pm_card_credit_disableEnterpriseCardFeatures: true };

  it.each(Object.entries(WITHOUT))(
    '%s takes an authorization once, and gives back the rest',
    async (what, multicapture) => {
      await world.dial({ multicapture });
      const intent = await authorized(what === 'an account' ? 'pm_card_visa' : what);
      expect(cardOf(intent)?.multicapture).toEqual({ status: 'unavailable' });
      await expect(capture(intent, PART)).rejects.toMatchObject({ statusCode: 400, param: 'final_capture' });
      expect(await capture(intent, { amount_to_capture: 400, expand: ['latest_charge'] })).toMatchObject({
        status: 'succeeded',
        amount_received: 400,
        latest_charge: { amount_captured: 400, amount_refunded: 600 },
      });
      await expect(capture(intent, { amount_to_capture: 1 })).rejects.toMatchObject({ statusCode: 400 });
      expect(await ledgerOf(intent)).toEqual(['authorization 1000', 'capture 400', 'void 600']);
      // As Stripe has it: a refund that nobody asked for.
      const { data } = await stripe.refunds.list({ payment_intent: intent.id });
      expect(data).toMatchObject([{ amount: 600, status: 'succeeded', metadata: {} }]);
    },
  );
});

describe('an authorization', () => {
  it('can be captured for 7 days, unless the account says otherwise', async () => {
    const week = await authorized('pm_card_visa');
    expect(cardOf(week)?.capture_before).toBe(week.created + 7 * 24 * 60 * 60);
    await world.dial({ captureWindowSeconds: 60 });
    const minute = await authorized('pm_card_visa');
    expect(cardOf(minute)?.capture_before).toBe(minute.created + 60);
  });

  it('that nobody captured in time is canceled by itself, and the ledger knows it without anybody else looking', async () => {
    await world.dial({ captureWindowSeconds: 1 });
    const intent = await authorized('pm_card_visa');
    await until('the void', async () => (await ledgerOf(intent)).includes('void 1000'));
    expect(await untilStatus(intent, 'canceled')).toMatchObject({ cancellation_reason: 'automatic' });
    await expect(capture(intent, {})).rejects.toMatchObject({ code: 'payment_intent_unexpected_state' });
    const { data } = await stripe.refunds.list({ payment_intent: intent.id });
    expect(data).toMatchObject([{ amount: 1000, reason: 'expired_uncaptured_charge' }]);
    expect(await ledgerOf(intent)).toEqual(['authorization 1000', 'void 1000']);
  });

  it('of which a part was captured in time keeps that part alone', async () => {
    await world.dial({ captureWindowSeconds: 2 });
    const intent = await authorized('pm_card_visa');
    await capture(intent, PART);
    expect(await untilStatus(intent, 'succeeded')).toMatchObject({ amount_received: 400, amount_capturable: 0 });
    expect(await ledgerOf(intent)).toEqual(['authorization 1000', 'capture 400', 'void 600']);
  });

  it('shows its charge only to whoever asks for it', async () => {
    const intent = await authorized('pm_card_visa', { expand: [] });
    expect(intent.latest_charge).toMatch(/^ch_/);
    const { data } = await stripe.paymentIntents.list({ limit: 1, expand: ['data.latest_charge'] });
    expect(data[0]).toMatchObject({ id: intent.id, latest_charge: { id: intent.latest_charge } });
    const unknown = stripe.paymentIntents.retrieve(intent.id, { expand: ['review'] });
    await expect(unknown).rejects.toMatchObject({ statusCode: 400 });
  });

  const REFUSALS = {
    pm_declines_off_session: 'card_declined',
    pm_needs_authentication_off_session: 'authentication_required',
  };
  it.each(Object.entries(REFUSALS))('with %s is refused where the customer is not there', async (method, code) => {
    expect(await authorized(method)).toMatchObject({ status: 'requires_capture' });
    const orderId = ulid();
    await expect(authorized(method, { off_session: true, orderId })).rejects.toMatchObject({ statusCode: 402, code });
    expect(await world.ledger(orderId)).toEqual([]);
  });

  it('does not keep a method for later where the customer is not there, as Stripe refuses that', async () => {
    const both = authorized('pm_card_visa', { off_session: true, setup_future_usage: 'off_session' });
    await expect(both).rejects.toMatchObject({ statusCode: 400, param: 'setup_future_usage' });
  });
});

describe('a key', () => {
  it('is forgotten at the end of its life, and a repeat acts again', async () => {
    const orderId = ulid();
    const ask = async () => {
      const params = {
        amount: 1000,
        currency: 'usd',
        payment_method: 'pm_card_visa',
        confirm: true,
        metadata: { orderId },
      };
      return (await stripe.paymentIntents.create(params, { idempotencyKey: `${orderId}:1` })).id;
    };
    const first = await ask();
    expect(await ask()).toBe(first);
    await world.dial({ keyLifeSeconds: 1 });
    await until('another intent', async () => (await ask()) !== first);
    const once = ['authorization 1000', 'capture 1000'];
    expect(await world.ledger(orderId)).toEqual([...once, ...once]);
  });
});

describe('a refund', () => {
  const CAPTURED = ['authorization 1000', 'capture 1000'];

  it('is found by its id and among those of its intent, newest first', async () => {
    const intent = await captured('pm_card_visa');
    const [first, second] = [await refund(intent, 100), await refund(intent, 200)];
    await refund(await captured('pm_card_visa'), 300);
    expect(await stripe.refunds.retrieve(first.id)).toMatchObject({ amount: 100, status: 'succeeded' });
    const found = await stripe.refunds.list({ payment_intent: intent.id, limit: 1 });
    expect(found).toMatchObject({ has_more: true, data: [{ id: second.id }] });
    const next = await stripe.refunds.list({ payment_intent: intent.id, starting_after: second.id });
    expect(next).toMatchObject({ has_more: false, data: [{ id: first.id }] });
    await expect(stripe.refunds.retrieve('re_none')).rejects.toMatchObject({ statusCode: 404 });
    expect(await ledgerOf(intent)).toEqual([...CAPTURED, 'refund 100', 'refund 200']);
  });

  it('never gives back more than was captured, of an open authorization neither', async () => {
    const intent = await authorized('pm_card_visa');
    await capture(intent, PART);
    await expect(refund(intent, 401)).rejects.toMatchObject({ code: 'amount_too_large' });
    await refund(intent, 400);
    await expect(refund(intent, 1)).rejects.toMatchObject({ code: 'charge_already_refunded' });
    expect(await ledgerOf(intent)).toEqual(['authorization 1000', 'capture 400', 'refund 400']);
  });

  it('with pm_refund_fails fails, and moves nothing', async () => {
    const intent = await captured('pm_refund_fails');
    expect(await refund(intent, 1000)).toMatchObject({ status: 'failed' });
    expect(await refund(intent, 1000)).toMatchObject({ status: 'failed' });
    expect(await ledgerOf(intent)).toEqual(CAPTURED);
  });

  it('with pm_refund_fails_once fails the first time', async () => {
    const intent = await captured('pm_refund_fails_once');
    expect(await refund(intent, 1000)).toMatchObject({ status: 'failed' });
    expect(await refund(intent, 1000)).toMatchObject({ status: 'succeeded' });
    expect(await ledgerOf(intent)).toEqual([...CAPTURED, 'refund 1000']);
  });

  it('with pm_refund_pending is pending until somebody looks at it; the answer under its key stays as it was', async () => {
    const intent = await captured('pm_refund_pending');
    const { id, status } = await refund(intent, 1000, `${intent.id}:1`);
    expect(status).toBe('pending');
    expect(await ledgerOf(intent)).toEqual(CAPTURED);
    await expect(refund(intent, 1)).rejects.toMatchObject({ code: 'charge_already_refunded' });
    expect(await stripe.refunds.retrieve(id)).toMatchObject({ status: 'succeeded' });
    expect(await refund(intent, 1000, `${intent.id}:1`)).toMatchObject({ id, status: 'pending' });
    expect(await ledgerOf(intent)).toEqual([...CAPTURED, 'refund 1000']);
  });

  it('with pm_refund_lost_answer is done, and says 500 for ever', async () => {
    const intent = await captured('pm_refund_lost_answer');
    const key = ulid();
    await expect(refund(intent, 1000, key)).rejects.toMatchObject({ statusCode: 500 });
    await expect(refund(intent, 1000, key)).rejects.toMatchObject({ headers: { 'idempotent-replayed': 'true' } });
    expect(await ledgerOf(intent)).toEqual([...CAPTURED, 'refund 1000']);
  });
});

describe('the account', () => {
  const DEFAULTS = { multicapture: true, captureWindowSeconds: 604_800, keyLifeSeconds: 86_400 };

  it('is as it was dialled after a restart, and as it is by default where nothing is said', async () => {
    expect(await world.account()).toEqual(DEFAULTS);
    await world.dial({ multicapture: false, keyLifeSeconds: 60 });
    await world.restart();
    expect(await world.account()).toEqual({ ...DEFAULTS, multicapture: false, keyLifeSeconds: 60 });
    await world.dial({});
    expect(await world.account()).toEqual(DEFAULTS);
  });

  it('is not dialled to what cannot be', async () => {
    await expect(world.dial({ captureWindowSeconds: 0 })).rejects.toThrow('400');
    expect(await world.account()).toEqual(DEFAULTS);
  });
});
