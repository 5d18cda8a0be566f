import { Router } from 'express';
import { z } from 'zod';
import type { Store } from './store.ts';

export type LedgerEntry = {
  orderId: string;
  kind: 'authorization' | 'capture' | 'void' | 'refund';
  /** In the currency's minor unit. */
  amount: number;
  /** ISO 4217, lower case as Stripe has it; shown in upper case. */
  currency: string;
};

export type Ledger = {
  /** To be called inside the transaction of the effect, so that there is one entry for each effect. */
  record(entry: LedgerEntry): void;
  entries(orderId: string | undefined): LedgerEntry[];
};

const Row = z.object({
  orderId: z.string(),
  kind: z.enum(['authorization', 'capture', 'void', 'refund']),
  amount: z.int(),
  currency: z.string(),
});

/** Every movement of money, for tests to reconcile orders with. */
export function createLedger(store: Store): Ledger {
  const columns = 'order_id AS orderId, kind, amount, upper(currency) AS currency';
  const insert = store.db.prepare('INSERT INTO ledger (order_id, kind, amount, currency) VALUES (?, ?, ?, ?)');
  const all = store.db.prepare(`SELECT ${columns} FROM ledger ORDER BY seq`);
  const ofOrder = store.db.prepare(`SELECT ${columns} FROM ledger WHERE order_id = ? ORDER BY seq`);
  return {
    record: ({ orderId, kind, amount, currency }) => void insert.run(orderId, kind, amount, currency),
    entries: (orderId) => z.array(Row).parse(orderId === undefined ? all.all() : ofOrder.all(orderId)),
  };
}

export function ledgerRouter(ledger: Ledger): Router {
  const router = Router();
  router.get('/', (req, res) => {
    const { orderId } = req.query;
    res.json(ledger.entries(typeof orderId === 'string' ? orderId : undefined));
  });
  return router;
}
