import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Stripe } from 'stripe';
import { type PaymentProvider, type ProviderBooks } from '../../activities/payment-provider.ts';
import { stripePayments } from '../../activities/stripe-payments.ts';
import { type StripeMock, startStripeMock } from '../support/stripe-mock.ts';
import { longAgo, newPayment, stripeClientAt } from '../support/stripe-simulator.ts';

/** The adapter on Stripe's own mock: what it asks is what Stripe knows, and it can read what Stripe answers. */
let mock: StripeMock;
let stripe: Stripe;
let payments: PaymentProvider;
let calls: string[] = [];
beforeAll(async () => {
  mock = await startStripeMock();
  stripe = stripeClientAt(`http://127.0.0.1:${mock.port}`);
  stripe.on('response', ({ method, path, status }: Stripe.ResponseEvent) =>
    calls.push(`${method} ${path.replace(/\?.*/, '')} ${status}`),
  );
  payments = stripePayments(stripe);
});
beforeEach(() => {
  calls = [];
});
afterAll(() => mock.stop());

const CREATED = 'POST /v1/payment_intents 200';
const LISTED = 'GET /v1/payment_intents 200';
const LOOKED = 'GET /v1/payment_intents/pi_1 200';
const CAPTURED = 'POST /v1/payment_intents/pi_1/capture 200';
const CANCELED = 'POST /v1/payment_intents/pi_1/cancel 200';
const now = () => new Date();
const capture = { id: 'pi_1', key: 'key', amount: 400, capturedBefore: 0 };
const refund = { id: 'pi_1', key: 'key', orderId: 'order', amount: 400 };

describe("what the shop asks is among what Stripe's API describes", () => {
  const HELD = { id: expect.stringMatching(/^pi_/), captureBefore: null, multicapture: false };
  const EMPTY: ProviderBooks = { authorized: 0, captured: 0, refunded: 0 };
  const ASKED: Record<string, [ask: () => Promise<unknown>, answer: unknown, calls: string[]]> = {
    'an authorization of a customer': [() => payments.authorize(newPayment()), HELD, [CREATED]],
    'an authorization of a guest': [() => payments.authorize(newPayment('pm_card_visa', null)), HELD, [CREATED]],
    'an authorization while the customer is away': [
      () => payments.authorize({ ...newPayment(), offSession: true }),
      HELD,
      [CREATED],
    ],
    'an authorization whose key may be forgotten': [
      () => payments.authorize({ ...newPayment(), since: longAgo() }),
      HELD,
      [LISTED, CREATED],
    ],
    'a capture of a part': [() => payments.capture({ ...capture, final: false, since: now() }), undefined, [CAPTURED]],
    'the final capture': [() => payments.capture({ ...capture, final: true, since: now() }), undefined, [CAPTURED]],
    'a capture whose key may be forgotten': [
      () => payments.capture({ ...capture, final: true, since: longAgo() }),
      undefined,
      [LOOKED, CAPTURED],
    ],
    'a release': [() => payments.release('pi_1', 'key'), 0, [LOOKED, CANCELED]],
    'a cancellation': [() => payments.cancel('pi_1', 'key'), 0, [LOOKED, CANCELED]],
    'a refund': [() => payments.refund(refund), undefined, ['GET /v1/refunds 200', 'POST /v1/refunds 200']],
    'a search by customer': [
      () => payments.findOpen({ orderId: 'order', customerId: 'cus_1', since: longAgo(), until: now() }),
      [],
      [LISTED],
    ],
    'a search by ids': [
      () => payments.findHeld({ orderId: 'order', customerId: null, since: longAgo(), intentIds: ['pi_1'] }),
      [],
      [LOOKED],
    ],
    // Its own intents are nobody's: they have no order in their metadata.
    'all that was asked for': [() => payments.askedSince(longAgo()), [], [LISTED]],
    'the books': [() => payments.books(['pi_1']), EMPTY, [LOOKED]],
  };

  it.each(Object.entries(ASKED))('%s', async (_what, [ask, answer, expected]) => {
    expect(await ask()).toEqual(answer);
    expect(calls).toEqual(expected);
  });

  it("a look at the charge, in Stripe's shape", async () => {
    const { latest_charge: charge } = await stripe.paymentIntents.retrieve('pi_1', { expand: ['latest_charge'] });
    expect(charge).toMatchObject({ payment_method_details: { card: { multicapture: { status: 'unavailable' } } } });
  });
});

const raw = (path: string, params: Record<string, unknown>) => stripe.rawRequest('POST', path, params);

describe('what is not', () => {
  const WRONG: Record<string, () => Promise<unknown>> = {
    'an unknown parameter': () => raw('/v1/payment_intents/pi_1/capture', { is_final: true }),
    'an amount that is no number': () => raw('/v1/payment_intents/pi_1/capture', { amount_to_capture: 'all' }),
    'a value of no list': () =>
      raw('/v1/payment_intents', {
        amount: 1000,
        currency: 'usd',
        payment_method_options: { card: { request_multicapture: 'always' } },
      }),
    'a refund of no number': () => raw('/v1/refunds', { payment_intent: 'pi_1', amount: 'all' }),
  };

  it.each(Object.entries(WRONG))('is refused: %s', async (_what, ask) => {
    await expect(ask()).rejects.toMatchObject({ statusCode: 400, message: expect.stringMatching('validation error') });
  });

  it('is refused: an address that Stripe does not have', async () => {
    await expect(raw('/v1/payment_intents/pi_1/release', {})).rejects.toMatchObject({ statusCode: 404 });
  });
});
