import { type Refusal as RefusalCode, isRefusal } from '../../../domain/errors.ts';
import type { Checkout } from '../../../domain/gateway.ts';
import { announcement, telling } from './announcement.ts';
import { isDecline, type Outcome } from './outcome.ts';
import { explain } from './reserve.ts';
import { canceled, type Tx, writing } from './rows.ts';

interface Standing {
  decided: boolean;
  status: string;
  reason: string | null;
  updatedAt: Date;
}

/**
 * PENDING -> PROCESSING, the payment and the event, by compare-and-set: one round trip. An order that is decided stays
 * as it is, and that is what comes back: where it is CANCELED, void `intentId`.
 */
export async function confirm(tx: Tx, checkout: Checkout, intentId: string | null): Promise<Outcome> {
  const { order } = checkout;
  const authorized = intentId === null ? 0 : order.total;
  const at = new Date();
  const outcome: Outcome = { status: 'PROCESSING', decidedAt: at.toISOString() };
  const event = announcement(checkout, outcome);
  const [standing] = await tx<Standing[]>`
    with confirmed as (
      update orders
      set status = 'PROCESSING', version = 3, public_sequence = 1, authorized = ${authorized},
        payment_status = ${authorized === 0 ? 'none' : 'authorized'}, updated_at = ${at}
      where id = ${order.id} and status = 'PENDING'
      returning id
    ), paid as (
      update payments set status = 'authorized', intent_id = ${intentId}
      where key = ${`${order.id}:authorize:1`} and ${intentId}::text is not null and exists (select from confirmed)
    ), ${telling(tx, event, tx`confirmed`)}
    select exists (select from confirmed) as decided, status, cancel_reason as reason, updated_at as "updatedAt"
    from orders where id = ${order.id}`;
  if (!standing) throw new RangeError(`order ${order.id} was never reserved`);
  if (standing.decided) return outcome;
  return decidedBefore(standing) ?? (await confirm(tx, checkout, intentId));
}

/**
 * PENDING -> CANCELED, its stock given back, and the event: one round trip; one more where it was never written, which
 * is done here, so that the key has an answer. An order that is decided stays as it is, and that is what comes back.
 * Void the payment before this: the event says that nothing is held.
 */
export async function cancel(tx: Tx, checkout: Checkout, reason: RefusalCode): Promise<Outcome> {
  const { order } = checkout;
  const at = new Date();
  const outcome: Outcome = { status: 'CANCELED', reason, decidedAt: at.toISOString() };
  const event = announcement(checkout, outcome);
  const paymentStatus = isDecline(reason) ? 'declined' : 'none';

  const [standing] = await tx<Standing[]>`
    with canceled as (
      update orders
      set status = 'CANCELED', version = 3, public_sequence = 1, payment_status = ${paymentStatus},
        cancel_reason = ${reason}, updated_at = ${at}
      where id = ${order.id} and status = 'PENDING'
      returning id
    ), lines as (
      update order_lines set canceled = quantity where order_id = ${order.id} and exists (select from canceled)
    ), intent as (
      update payments set status = ${isDecline(reason) ? 'declined' : 'voided'}
      where key = ${`${order.id}:authorize:1`} and exists (select from canceled)
    ), held as (
      delete from reservations where order_id = ${order.id} and exists (select from canceled)
      returning sku, location, quantity
    ), stock as materialized (
      select inventory.sku, inventory.location, held.quantity from inventory join held using (sku, location)
      order by sku, location for no key update of inventory
    ), released as (
      update inventory set reserved = inventory.reserved - stock.quantity from stock
      where inventory.sku = stock.sku and inventory.location = stock.location
    ), ${telling(tx, event, tx`canceled`)}
    select exists (select from canceled) as decided, status, cancel_reason as reason, updated_at as "updatedAt"
    from orders where id = ${order.id}`;
  if (standing?.decided === true) return outcome;
  const before = standing && decidedBefore(standing);
  if (before) return before;
  if (!standing && (await writeCanceled(tx, checkout, reason, at))) return outcome;
  // It was written, or decided, between what the statement saw and what it changed.
  return await cancel(tx, checkout, reason);
}

/**
 * Writes an order that never was, as CANCELED. False where it is there by now.
 * @throws OrderSagaError `idempotency_key_reused` where its key belongs to another
 */
async function writeCanceled(tx: Tx, checkout: Checkout, reason: RefusalCode, at: Date): Promise<boolean> {
  const event = announcement(checkout, { status: 'CANCELED', reason, decidedAt: at.toISOString() });
  const written = await tx`
    with ${writing(tx, checkout, canceled(reason, at), tx`true`)}, ${telling(tx, event, tx`written`)}
    select id from written`;
  if (written.length === 0) await explain(tx, checkout, null);
  return written.length > 0;
}

/** Null for one that is still waiting. */
function decidedBefore({ status, reason, updatedAt }: Standing): Outcome | null {
  if (status === 'PENDING') return null;
  const decidedAt = updatedAt.toISOString();
  return status === 'CANCELED'
    ? { status, reason: isRefusal(reason) ? reason : 'dependency_unavailable', decidedAt }
    : { status: 'PROCESSING', decidedAt };
}
