import { setTimeout as sleep } from 'node:timers/promises';
import { Router, type Request, type Response } from 'express';
import { authorize } from './authorization.ts';
import type { Faults } from './faults.ts';
import { createIdempotency, type Answer } from './idempotency.ts';
import type { Ledger } from './ledger.ts';
import { asStripe, createPaymentIntents } from './payment-intents.ts';
import { paymentMethodBehaviour } from './payment-methods.ts';
import { cancel, capture, refund } from './settlement.ts';
import { API_ERROR, resourceMissing, unavailable } from './stripe-errors.ts';
import { CancelIntent, CaptureIntent, CreateIntent, CreateRefund, ListIntents, read } from './stripe-requests.ts';
import type { Store } from './store.ts';

/** What Stripe's own Node library needs of Stripe's API to authorize, capture, void and refund. */
export function paymentsRouter(store: Store, faults: Faults, ledger: Ledger, lateAnswerMs: number): Router {
  const intents = createPaymentIntents(store);
  const idempotent = createIdempotency(store);
  const books = { intents, ledger };

  const intentInPath = (id: string) => {
    const intent = intents.find(id);
    if (intent === undefined) throw resourceMissing(404, 'payment_intent', id, 'intent');
    return intent;
  };

  async function answerOnce(req: Request, res: Response, effect: () => Answer, late = false): Promise<void> {
    const key = req.get('Idempotency-Key');
    const fingerprint = `${req.method} ${req.originalUrl} ${JSON.stringify(req.body ?? {})}`;
    const outcome = await idempotent({ key, fingerprint, before: () => faults.delay('payments'), effect });
    if (key !== undefined) res.set('Idempotency-Key', key);
    if (outcome.replayed) res.set('Idempotent-Replayed', 'true');
    else if (late) await sleep(lateAnswerMs);
    res.status(outcome.status).json(outcome.body);
  }

  const router = Router();
  router.use((_req, _res, next) => {
    if (faults.refuses('payments')) throw unavailable();
    next();
  });

  router.post('/payment_intents', async (req, res) => {
    const request = read(CreateIntent, req.body);
    const method = paymentMethodBehaviour(request.payment_method);
    if (method === undefined) throw resourceMissing(400, 'PaymentMethod', request.payment_method, 'payment_method');
    if (method.unavailable === 'always') throw unavailable();
    if (method.unavailable === 'twice') {
      const caller = req.get('Idempotency-Key') ?? request.metadata['orderId'] ?? '';
      if (store.nextAttempt(`pm_flaky for ${caller}`) <= 2) throw unavailable();
    }
    await answerOnce(req, res, () => authorize(request, method, books), method.late);
  });

  router.get('/payment_intents', async (req, res) => {
    await faults.delay('payments');
    const { customer, created, limit, starting_after } = read(ListIntents, req.query);
    const start = starting_after === undefined ? undefined : intents.find(starting_after);
    if (starting_after !== undefined && start === undefined) {
      throw resourceMissing(400, 'payment_intent', starting_after, 'starting_after');
    }
    const before = start?.seq ?? Number.MAX_SAFE_INTEGER;
    const found = intents.list({
      customer,
      createdFrom: created.gte,
      createdTo: created.lte,
      before,
      limit: limit + 1,
    });
    const data = found.slice(0, limit).map(asStripe);
    res.json({ object: 'list', url: '/v1/payment_intents', has_more: found.length > limit, data });
  });

  router.get('/payment_intents/:id', async (req, res) => {
    await faults.delay('payments');
    res.json(asStripe(intentInPath(req.params.id)));
  });

  router.post('/payment_intents/:id/cancel', async (req, res) => {
    const request = read(CancelIntent, req.body);
    await answerOnce(req, res, () => cancel(intentInPath(req.params.id), request, books));
  });

  router.post('/payment_intents/:id/capture', async (req, res) => {
    const request = read(CaptureIntent, req.body);
    await answerOnce(req, res, () => {
      const intent = intentInPath(req.params.id);
      const behaviour = paymentMethodBehaviour(intent.payment_method ?? '')?.capture;
      if (behaviour === 'fails once' && store.nextAttempt(`capture of ${intent.id}`) === 1) return API_ERROR;
      const answer = capture(intent, request, books);
      return behaviour === 'loses answer' ? API_ERROR : answer;
    });
  });

  router.post('/refunds', async (req, res) => {
    const request = read(CreateRefund, req.body);
    await answerOnce(req, res, () => {
      const intent = intents.find(request.payment_intent);
      if (intent === undefined) {
        throw resourceMissing(404, 'payment_intent', request.payment_intent, 'payment_intent');
      }
      return refund(intent, request, books);
    });
  });
  return router;
}
