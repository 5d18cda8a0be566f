import { z } from 'zod';
import { chargeId } from './charges.ts';
import type { Store } from './store.ts';

const Row = z.object({
  seq: z.int(),
  id: z.string(),
  payment_intent: z.string(),
  created: z.int(),
  amount: z.int(),
  currency: z.string(),
  status: z.enum(['pending', 'succeeded', 'failed']),
  reason: z.string().nullable(),
  metadata: z.string(),
});

/** A refund as it is kept; `created` in seconds. */
export type Refund = z.infer<typeof Row>;

export type Refunds = {
  insert(refund: Omit<Refund, 'seq'>): void;
  find(id: string): Refund | undefined;
  succeed(id: string): void;
  /** Newest first. */
  list(filter: { intent: string | null; before: number; limit: number }): Refund[];
};

export function createRefunds(store: Store): Refunds {
  const insert = store.db.prepare(`INSERT INTO refunds
    (id, payment_intent, created, amount, currency, status, reason, metadata)
    VALUES (:id, :payment_intent, :created, :amount, :currency, :status, :reason, :metadata)`);
  const find = store.db.prepare('SELECT * FROM refunds WHERE id = ?');
  const succeed = store.db.prepare("UPDATE refunds SET status = 'succeeded' WHERE id = ?");
  const list = store.db.prepare('SELECT * FROM refunds WHERE seq < ? ORDER BY seq DESC LIMIT ?');
  const listOfIntent = store.db.prepare(
    'SELECT * FROM refunds WHERE payment_intent = ? AND seq < ? ORDER BY seq DESC LIMIT ?',
  );
  return {
    insert: (refund) => void insert.run(refund),
    find(id) {
      const row = find.get(id);
      return row === undefined ? undefined : Row.parse(row);
    },
    succeed: (id) => void succeed.run(id),
    list: ({ intent, before, limit }) =>
      z.array(Row).parse(intent === null ? list.all(before, limit) : listOfIntent.all(intent, before, limit)),
  };
}

/** The refund as Stripe's API shows it (the fields that an adapter may look at). */
export function refundAsStripe(refund: Omit<Refund, 'seq'>) {
  return {
    id: refund.id,
    object: 'refund',
    amount: refund.amount,
    charge: chargeId(refund.payment_intent),
    created: refund.created,
    currency: refund.currency,
    metadata: JSON.parse(refund.metadata),
    payment_intent: refund.payment_intent,
    reason: refund.reason,
    status: refund.status,
    ...(refund.status === 'failed' ? { failure_reason: 'expired_or_canceled_card' } : {}),
    ...(refund.status === 'pending' ? { pending_reason: 'processing' } : {}),
  };
}
