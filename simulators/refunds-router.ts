import { Router } from 'express';
import type { Books } from './books.ts';
import { arrived, refund } from './refunding.ts';
import { refundAsStripe } from './refunds.ts';
import { type AnswerOnce, page } from './stripe-answers.ts';
import { resourceMissing } from './stripe-errors.ts';
import { CreateRefund, ListRefunds, read } from './stripe-requests.ts';

/** `/v1/refunds`; `look` is what comes before each look at the books. */
export function refundsRouter(books: Books, answerOnce: AnswerOnce, look: () => Promise<void>): Router {
  const { intents, refunds } = books;
  const router = Router();

  router.post('/', async (req, res) => {
    const request = read(CreateRefund, req.body);
    await answerOnce(req, res, () => {
      const intent = intents.find(request.payment_intent);
      if (intent === undefined) {
        throw resourceMissing(404, 'payment_intent', request.payment_intent, 'payment_intent');
      }
      return refund(intent, request, books);
    });
  });

  router.get('/', async (req, res) => {
    await look();
    const { payment_intent, limit, starting_after } = read(ListRefunds, req.query);
    const start = starting_after === undefined ? undefined : refunds.find(starting_after);
    if (starting_after !== undefined && start === undefined) {
      throw resourceMissing(400, 'refund', starting_after, 'starting_after');
    }
    const before = start?.seq ?? Number.MAX_SAFE_INTEGER;
    const found = refunds.list({ intent: payment_intent, before, limit: limit + 1 });
    res.json(page('/v1/refunds', found, limit, (one) => refundAsStripe(arrived(one, books))));
  });

  router.get('/:id', async (req, res) => {
    await look();
    const found = refunds.find(req.params.id);
    if (found === undefined) throw resourceMissing(404, 'refund', req.params.id, 'id');
    res.json(refundAsStripe(arrived(found, books)));
  });
  return router;
}
