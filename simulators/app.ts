import express, { type ErrorRequestHandler, type Express } from 'express';
import type { Logger } from 'pino';
import { z } from 'zod';
import { accountRouter, createAccount } from './account.ts';
import { createBooks } from './books.ts';
import { carrierRouter } from './carrier.ts';
import { customersRouter } from './customers.ts';
import { fraudRouter } from './fraud.ts';
import { createFaults, faultsRouter } from './faults.ts';
import { HttpError } from './http-error.ts';
import { ledgerRouter } from './ledger.ts';
import { paymentsRouter } from './payments.ts';
import { lapse } from './settlement.ts';
import type { Store } from './store.ts';

export type WorldSettings = {
  /** Null: a booked parcel does not ship by itself. */
  readonly shipAfterMs: number | null;
  readonly lateAnswerMs: number;
};

/** What express.json() throws of a body that cannot be parsed or is too large. */
const UnreadableBody = z.object({ status: z.int().min(400).max(499), message: z.string() });

/** The whole world behind one port. /health, /ledger, /faults and /account are never faulty. */
export function createApp(store: Store, settings: WorldSettings, log: Logger): Express {
  const faults = createFaults(store);
  const account = createAccount(store);
  const books = createBooks(store);
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  // Stripe's library writes created[gte]=… in the query.
  app.set('query parser', 'extended');
  app.use(express.json(), express.urlencoded({ extended: true }));

  app.get('/health', (_req, res) => void res.json({ status: 'ok' }));
  app.use('/faults', faultsRouter(faults));
  app.use('/account', accountRouter(account));
  app.use('/ledger', (_req, _res, next) => {
    lapse(books);
    next();
  });
  app.use('/ledger', ledgerRouter(books.ledger));
  app.use('/customers', customersRouter(store, faults));
  app.use('/fraud', fraudRouter(faults));
  app.use('/v1', paymentsRouter(books, faults, account, settings.lateAnswerMs));
  app.use('/shipments', carrierRouter(store, faults, settings.shipAfterMs));
  app.use(() => {
    throw new HttpError(404, { error: 'not_found' });
  });

  const answerError: ErrorRequestHandler = (error, _req, res, _next) => {
    const unreadable = UnreadableBody.safeParse(error);
    if (error instanceof HttpError) {
      res.status(error.status).json(error.body);
    } else if (unreadable.success) {
      res.status(unreadable.data.status).json({ error: 'invalid_request', detail: unreadable.data.message });
    } else {
      log.error({ err: error }, 'a request failed');
      res.status(500).json({ error: 'internal_error' });
    }
  };
  app.use(answerError);
  return app;
}
