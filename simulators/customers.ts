import { Router } from 'express';
import { HttpError } from './http-error.ts';
import type { Faults } from './faults.ts';
import type { Store } from './store.ts';

const unavailable = () => new HttpError(503, { error: 'unavailable' });
const notFound = () => new HttpError(404, { error: 'not_found' });

/** The customer service: any `cus_…` is a customer in good standing, but for a few names that are not. */
export function customersRouter(store: Store, faults: Faults): Router {
  // Twice 503, then well. Without an order to count for, the count goes round in cycles of three.
  const isFlakyNow = (orderId: string | undefined) =>
    orderId === undefined
      ? store.nextAttempt('cus_flaky') % 3 !== 0
      : store.nextAttempt(`cus_flaky for ${orderId}`) <= 2;

  const router = Router();
  router.get('/:id', async (req, res) => {
    const { id } = req.params;
    if (faults.refuses('customers')) throw unavailable();
    await faults.delay('customers');
    if (!id.startsWith('cus_') || id === 'cus_unknown') throw notFound();
    if (id === 'cus_outage') throw unavailable();
    if (id === 'cus_flaky' && isFlakyNow(req.get('X-Order-Id'))) throw unavailable();
    res.json({ id, status: id === 'cus_blocked' ? 'blocked' : 'active' });
  });
  return router;
}
