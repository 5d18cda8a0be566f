import { NO_LATER_LIFE } from '../../../domain/reducer.ts';
import type postgres from 'postgres';
import type { KeyClaim } from '../../../domain/gateway.ts';
import type { Order } from '../../../domain/order.ts';
import { isStorefront } from '../../../domain/storefronts.ts';

/** The claim that stands for a key; `isOurs` where it is this very one. */
export interface StandingClaim extends KeyClaim {
  isOurs: boolean;
}

/**
 * Claims a key for an order in one round trip; the first claim stands. The reserve of the order repeats it in its own
 * commit, so this one need not wait for a flush.
 */
export async function claimKey(sql: postgres.Sql, claim: KeyClaim): Promise<StandingClaim> {
  const [standing] = await sql<Pick<KeyClaim, 'fingerprint' | 'orderId'>[]>`
    with claimed as (
      insert into idempotency_keys (scope, key, fingerprint, order_id)
      values (${claim.scope}, ${claim.key}, ${claim.fingerprint}, ${claim.orderId})
      on conflict (scope, key) do nothing
      returning fingerprint, order_id
    )
    select fingerprint, order_id as "orderId" from claimed
    union all
    select fingerprint, order_id from idempotency_keys where scope = ${claim.scope} and key = ${claim.key}`;
  // Nothing at all: another claim was committed while this statement waited for it. The next one sees it.
  if (!standing) return await claimKey(sql, claim);
  return { ...claim, ...standing, isOurs: standing.orderId === claim.orderId };
}

type OrderRow = Omit<Order, 'payment' | 'createdAt' | 'updatedAt' | 'storefront' | keyof typeof NO_LATER_LIFE> & {
  storefront: string;
  paymentStatus: Order['payment']['status'];
  authorized: number;
  captured: number;
  refunded: number;
  createdAt: Date;
  updatedAt: Date;
};

/** The order as its rows say it; null while it is not decided. Only what is asked again is read from here. */
export async function findDecided(sql: postgres.Sql, orderId: string): Promise<Order | null> {
  const [row] = await sql<OrderRow[]>`
    select id, storefront, status, version, public_sequence as "publicSequence", customer_id as "customerId", email,
      locale, reference, currency, charges, total::float8, payment_status as "paymentStatus", authorized::float8,
      captured::float8, refunded::float8, shipping_address as "shippingAddress", billing_address as "billingAddress",
      open_compensations as "openCompensations", needs_attention as "needsAttention",
      payment_uncertain as "paymentUncertain", cancel_reason as "cancelReason", cancel_note as "cancelNote",
      cancel_details as "cancelDetails", metadata, created_at as "createdAt", updated_at as "updatedAt",
      (
        select json_agg(
          json_build_object('id', line.id, 'sku', line.sku, 'quantity', line.quantity, 'unitPrice', line.unit_price,
            'total', line.total, 'shipped', line.shipped, 'canceled', line.canceled, 'returned', line.returned)
          order by line.position
        ) from order_lines line where line.order_id = orders.id
      ) as lines
    from orders where id = ${orderId} and status <> 'PENDING'`;
  if (!row || !isStorefront(row.storefront)) return null;
  const { storefront, paymentStatus, authorized, captured, refunded, createdAt, updatedAt, ...rest } = row;
  return {
    ...rest,
    storefront,
    payment: { status: paymentStatus, authorized, captured, refunded },
    ...NO_LATER_LIFE,
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
  };
}
