import { z } from 'zod';
import type { Store } from './store.ts';

const Row = z.object({
  seq: z.int(),
  id: z.string(),
  order_id: z.string(),
  customer: z.string().nullable(),
  created: z.int(),
  amount: z.int(),
  capturable: z.int(),
  received: z.int(),
  refunded: z.int(),
  currency: z.string(),
  status: z.enum(['requires_payment_method', 'requires_action', 'requires_capture', 'succeeded', 'canceled']),
  payment_method: z.string().nullable(),
  capture_method: z.enum(['manual', 'automatic']),
  metadata: z.string(),
  last_error: z.string().nullable(),
  canceled_at: z.int().nullable(),
  cancellation_reason: z.string().nullable(),
});

/** A payment intent as it is kept; amounts in minor units, `currency` in lower case. */
export type PaymentIntent = z.infer<typeof Row>;

export type PaymentIntents = {
  insert(intent: Omit<PaymentIntent, 'seq'>): void;
  find(id: string): PaymentIntent | undefined;
  /** Writes what can change: amounts moved, status, cancellation. */
  update(intent: PaymentIntent): void;
  /** Newest first. */
  list(filter: {
    customer: string | null;
    createdFrom: number;
    createdTo: number;
    before: number;
    limit: number;
  }): PaymentIntent[];
};

export function createPaymentIntents(store: Store): PaymentIntents {
  const insert = store.db.prepare(`INSERT INTO payment_intents
    (id, order_id, customer, created, amount, capturable, received, refunded, currency, status, payment_method,
     capture_method, metadata, last_error, canceled_at, cancellation_reason)
    VALUES (:id, :order_id, :customer, :created, :amount, :capturable, :received, :refunded, :currency, :status,
     :payment_method, :capture_method, :metadata, :last_error, :canceled_at, :cancellation_reason)`);
  const find = store.db.prepare('SELECT * FROM payment_intents WHERE id = ?');
  const update = store.db.prepare(`UPDATE payment_intents SET capturable = ?, received = ?, refunded = ?, status = ?,
    canceled_at = ?, cancellation_reason = ? WHERE id = ?`);
  const list = store.db.prepare(
    'SELECT * FROM payment_intents WHERE created >= ? AND created <= ? AND seq < ? ORDER BY seq DESC LIMIT ?',
  );
  const listOfCustomer = store.db.prepare(
    'SELECT * FROM payment_intents WHERE customer = ? AND created >= ? AND created <= ? AND seq < ? ORDER BY seq DESC LIMIT ?',
  );
  return {
    insert: (intent) => void insert.run(intent),
    find(id) {
      const row = find.get(id);
      return row === undefined ? undefined : Row.parse(row);
    },
    update: (i) =>
      void update.run(i.capturable, i.received, i.refunded, i.status, i.canceled_at, i.cancellation_reason, i.id),
    list: ({ customer, createdFrom, createdTo, before, limit }) =>
      z
        .array(Row)
        .parse(
          customer === null
            ? list.all(createdFrom, createdTo, before, limit)
            : listOfCustomer.all(customer, createdFrom, createdTo, before, limit),
        ),
  };
}

/** The charge of an intent, of which each has at most one here. */
export const chargeId = (intentId: string) => intentId.replace(/^pi_/, 'ch_');

/** The intent as Stripe's API shows it (the fields that an adapter may look at). */
export function asStripe(intent: Omit<PaymentIntent, 'seq'>) {
  return {
    id: intent.id,
    object: 'payment_intent',
    amount: intent.amount,
    amount_capturable: intent.capturable,
    amount_received: intent.received,
    canceled_at: intent.canceled_at,
    cancellation_reason: intent.cancellation_reason,
    capture_method: intent.capture_method,
    client_secret: `${intent.id}_secret_simulated`,
    confirmation_method: 'automatic',
    created: intent.created,
    currency: intent.currency,
    customer: intent.customer,
    last_payment_error: intent.last_error === null ? null : JSON.parse(intent.last_error),
    latest_charge: intent.payment_method === null ? null : chargeId(intent.id),
    livemode: false,
    metadata: JSON.parse(intent.metadata),
    next_action:
      intent.status === 'requires_action'
        ? { type: 'use_stripe_sdk', use_stripe_sdk: { type: 'three_d_secure' } }
        : null,
    payment_method: intent.payment_method,
    payment_method_types: ['card'],
    status: intent.status,
  };
}
