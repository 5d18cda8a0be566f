import { z } from 'zod';
import { chargeAsStripe, chargeId } from './charges.ts';
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
  multicapture: z.enum(['available', 'unavailable']),
  /** In seconds, as Stripe has it; null: it can be captured for ever. */
  capture_before: z.int().nullable(),
  captures: z.int(),
  /** What was given back, never taken, and counts as refunded. */
  released: z.int(),
  setup_future_usage: z.string().nullable(),
});

/** A payment intent as it is kept; amounts in minor units, `currency` in lower case. */
export type PaymentIntent = z.infer<typeof Row>;

export type PaymentIntents = {
  insert(intent: Omit<PaymentIntent, 'seq'>): void;
  find(id: string): PaymentIntent | undefined;
  /** Writes what can change: amounts moved, status, cancellation. */
  update(intent: PaymentIntent): void;
  /** Those whose authorization has ended by then (in seconds), and that hold something still. */
  lapsed(now: number): PaymentIntent[];
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
     capture_method, metadata, last_error, canceled_at, cancellation_reason, multicapture, capture_before, captures,
     released, setup_future_usage)
    VALUES (:id, :order_id, :customer, :created, :amount, :capturable, :received, :refunded, :currency, :status,
     :payment_method, :capture_method, :metadata, :last_error, :canceled_at, :cancellation_reason,
     :multicapture, :capture_before, :captures, :released, :setup_future_usage)`);
  const find = store.db.prepare('SELECT * FROM payment_intents WHERE id = ?');
  const update = store.db.prepare(`UPDATE payment_intents SET capturable = :capturable, received = :received,
    captures = :captures, refunded = :refunded, released = :released, status = :status, canceled_at = :canceled_at,
    cancellation_reason = :cancellation_reason WHERE id = :id`);
  const lapsed = store.db.prepare(
    "SELECT * FROM payment_intents WHERE status = 'requires_capture' AND capture_before <= ? ORDER BY seq",
  );
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
    update({ id, capturable, received, captures, refunded, released, status, canceled_at, cancellation_reason }) {
      update.run({ id, capturable, received, captures, refunded, released, status, canceled_at, cancellation_reason });
    },
    lapsed: (now) => z.array(Row).parse(lapsed.all(now)),
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

/** The intent as Stripe's API shows it (the fields that an adapter may look at). */
export function asStripe(intent: Omit<PaymentIntent, 'seq'>, expandsCharge = false) {
  const charge = expandsCharge ? chargeAsStripe(intent) : chargeId(intent.id);
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
    latest_charge: intent.payment_method === null || intent.status === 'requires_action' ? null : charge,
    livemode: false,
    metadata: JSON.parse(intent.metadata),
    next_action:
      intent.status === 'requires_action'
        ? { type: 'use_stripe_sdk', use_stripe_sdk: { type: 'three_d_secure' } }
        : null,
    payment_method: intent.payment_method,
    payment_method_types: ['card'],
    setup_future_usage: intent.setup_future_usage,
    status: intent.status,
  };
}
