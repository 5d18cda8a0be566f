import { Router } from 'express';
import { z } from 'zod';
import { badRequest, HttpError } from './http-error.ts';
import type { Faults } from './faults.ts';

const Order = z.object({ orderId: z.string(), customerId: z.string().nullable() });

/** The fraud check: it would have a person look at `cus_risky`, and finds everybody else fine. */
export function fraudRouter(faults: Faults): Router {
  const router = Router();
  router.post('/assessments', async (req, res) => {
    if (faults.refuses('fraud')) throw new HttpError(503, { error: 'unavailable' });
    await faults.delay('fraud');
    const order = Order.safeParse(req.body);
    if (!order.success) throw badRequest(order.error);
    const isRisky = order.data.customerId === 'cus_risky';
    res.json({ decision: isRisky ? 'review' : 'accept', reason: isRisky ? 'the customer is watched' : null });
  });
  return router;
}
