import type postgres from 'postgres';
import type { Checkout } from '../../../domain/gateway.ts';
import type { Refusal as RefusalCode } from '../../../domain/errors.ts';
import { isDecline } from './outcome.ts';
import { placedAt } from './outside.ts';

/** A pool, or a transaction of one: each statement here is a whole transaction where there is none around it. */
export type Tx = postgres.ISql;

/** How an order's rows begin. */
export interface Beginning {
  status: 'PENDING' | 'PROCESSING' | 'CANCELED';
  paymentStatus: 'none' | 'authorized' | 'declined';
  intent: 'requested' | 'authorized' | 'declined' | 'voided';
  intentId: string | null;
  cancelReason: RefusalCode | null;
  updatedAt: Date;
}

export function pending(placed: Date): Beginning {
  const nothingYet = { intentId: null, cancelReason: null };
  return { ...nothingYet, status: 'PENDING', paymentStatus: 'none', intent: 'requested', updatedAt: placed };
}

export function processing(intentId: string | null, at: Date): Beginning {
  const paymentStatus = intentId === null ? 'none' : 'authorized';
  return { status: 'PROCESSING', paymentStatus, intent: 'authorized', intentId, cancelReason: null, updatedAt: at };
}

export function canceled(reason: RefusalCode, at: Date): Beginning {
  const payment = isDecline(reason)
    ? ({ paymentStatus: 'declined', intent: 'declined' } as const)
    : ({ paymentStatus: 'none', intent: 'voided' } as const);
  return { ...payment, status: 'CANCELED', intentId: null, cancelReason: reason, updatedAt: at };
}

/**
 * The CTEs that write an order that is not there yet: `written` holds its id, or nothing where it was written before,
 * where its key belongs to another order, or where `condition` fails.
 */
export function writing(tx: Tx, checkout: Checkout, beginning: Beginning, condition: postgres.Fragment) {
  const { order, paymentMethod, claim } = checkout;
  const created = placedAt(order.id);
  const { lines } = order;
  const isCanceled = beginning.status === 'CANCELED';
  const isDecided = beginning.status !== 'PENDING';
  const authorized = beginning.paymentStatus === 'authorized' ? order.total : 0;
  return tx`
    written as (
      insert into orders (
        id, storefront, status, version, public_sequence, customer_id, email, locale, reference, currency, charges,
        total, payment_status, authorized, captured, refunded, shipping_address, billing_address, early_deliveries,
        open_compensations, attention, needs_attention, payment_uncertain, cancel_reason, metadata,
        created_at, updated_at
      )
      select
        ${order.id}, ${order.storefront}, ${beginning.status}, ${isDecided ? 3 : 2}, ${isDecided ? 1 : 0},
        ${order.customerId}, ${order.email}, ${order.locale}, ${order.reference}, ${order.currency},
        ${json(order.charges)}::text::jsonb, ${order.total}, ${beginning.paymentStatus}, ${authorized}, 0, 0,
        ${json(order.shippingAddress)}::text::jsonb, ${json(order.billingAddress)}::text::jsonb,
        '[]', '[]', '[]', false, false,
        ${beginning.cancelReason}, ${json(order.metadata)}::text::jsonb, ${created}, ${beginning.updatedAt}
      where ${condition} and not exists (
        select from idempotency_keys
        where scope = ${claim?.scope ?? null} and key = ${claim?.key ?? null} and order_id <> ${order.id}
      )
      on conflict (id) do nothing
      returning id
    ), lines as (
      insert into order_lines (
        order_id, id, position, sku, quantity, unit_price, total, shipped, canceled, returned
      )
      select written.id, line.id, line.position - 1, line.sku, line.quantity, line.unit_price, line.total,
        0, case when ${isCanceled} then line.quantity else 0 end, 0
      from written, unnest(
        ${lines.map(({ id }) => id)}::text[], ${lines.map(({ sku }) => sku)}::text[],
        ${lines.map(({ quantity }) => quantity)}::int[], ${lines.map(({ unitPrice }) => unitPrice)}::bigint[],
        ${lines.map(({ total }) => total)}::bigint[]
      ) with ordinality as line (id, sku, quantity, unit_price, total, position)
    ), intent as (
      insert into payments (key, order_id, amount, currency, method, customer_id, status, intent_id, created_at)
      select ${`${order.id}:authorize:1`}, written.id, ${order.total}::bigint, ${order.currency}, ${paymentMethod},
        ${order.customerId}, ${beginning.intent}, ${beginning.intentId}, ${created}
      from written where ${order.total}::bigint > 0 and ${paymentMethod}::text is not null
    ), claimed as (
      insert into idempotency_keys (scope, key, fingerprint, order_id)
      select ${claim?.scope ?? null}, ${claim?.key ?? null}, ${claim?.fingerprint ?? null}, written.id
      from written where ${claim !== undefined}
      on conflict (scope, key) do nothing
    )`;
}

/** As text: postgres.js would prepare one more statement for where it is null. */
const json = (value: unknown) => (value === null ? null : JSON.stringify(value));
