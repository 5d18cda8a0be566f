import { Router } from 'express';
import type { Account } from './account.ts';
import { authorize } from './authorization.ts';
import type { Books } from './books.ts';
import type { Faults } from './faults.ts';
import { createIdempotency } from './idempotency.ts';
import { asStripe } from './payment-intents.ts';
import { paymentMethodBehaviour } from './payment-methods.ts';
import { refundsRouter } from './refunds-router.ts';
import { cancel, capture, lapse } from './settlement.ts';
import { answersOnce, page } from './stripe-answers.ts';
import { API_ERROR, resourceMissing, unavailable } from './stripe-errors.ts';
import { CancelIntent, CaptureIntent, CreateIntent, ListIntents, read, RetrieveIntent } from './stripe-requests.ts';

/** What Stripe's own Node library needs of Stripe's API to authorize, capture, void and refund. */
export function paymentsRouter(books: Books, faults: Faults, account: Account, lateAnswerMs: number): Router {
  const { intents, store } = books;
  const look = async () => {
    await faults.delay('payments');
    lapse(books);
  };
  const answerOnce = answersOnce(createIdempotency(store, account), look);

  const intentInPath = (id: string) => {
    const intent = intents.find(id);
    if (intent === undefined) throw resourceMissing(404, 'payment_intent', id, 'intent');
    return intent;
  };

  const router = Router();
  router.use((_req, _res, next) => {
    if (faults.refuses('payments')) throw unavailable();
    next();
  });
  router.use('/refunds', refundsRouter(books, answerOnce, look));

  router.post('/payment_intents', async (req, res) => {
    const request = read(CreateIntent, req.body);
    const method = paymentMethodBehaviour(request.payment_method);
    if (method === undefined) throw resourceMissing(400, 'PaymentMethod', request.payment_method, 'payment_method');
    if (method.unavailable === 'always') throw unavailable();
    if (method.unavailable === 'twice') {
      const caller = req.get('Idempotency-Key') ?? request.metadata['orderId'] ?? '';
      if (store.nextAttempt(`pm_flaky for ${caller}`) <= 2) throw unavailable();
    }
    const lateMs = method.late ? lateAnswerMs : 0;
    await answerOnce(req, res, () => authorize(request, method, account.get(), books), lateMs);
  });

  router.get('/payment_intents', async (req, res) => {
    await look();
    const { customer, created, limit, starting_after, expand } = read(ListIntents, req.query);
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
    res.json(page('/v1/payment_intents', found, limit, (intent) => asStripe(intent, expand.length > 0)));
  });

  router.get('/payment_intents/:id', async (req, res) => {
    await look();
    const { expand } = read(RetrieveIntent, req.query);
    res.json(asStripe(intentInPath(req.params.id), expand.length > 0));
  });

  router.post('/payment_intents/:id/cancel', async (req, res) => {
    const request = read(CancelIntent, req.body);
    await answerOnce(req, res, () => {
      const intent = intentInPath(req.params.id);
      const failsOnce = paymentMethodBehaviour(intent.payment_method ?? '')?.void === 'fails once';
      if (failsOnce && store.nextAttempt(`void of ${intent.id}`) === 1) return API_ERROR;
      return cancel(intent, request, books);
    });
  });

  router.post('/payment_intents/:id/capture', async (req, res) => {
    const request = read(CaptureIntent, req.body);
    await answerOnce(req, res, () => {
      const intent = intentInPath(req.params.id);
      const behaviour = paymentMethodBehaviour(intent.payment_method ?? '')?.capture;
      if (behaviour === 'fails once' && store.nextAttempt(`capture of ${intent.id}`) === 1) return API_ERROR;
      const answer = capture(intent, request, books);
      return behaviour === 'loses answer' && answer.status === 200 ? API_ERROR : answer;
    });
  });
  return router;
}
