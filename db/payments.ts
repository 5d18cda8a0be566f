import { eq, sql } from 'drizzle-orm';
import type { Checkout } from '../domain/gateway.ts';
import type { MoveKind } from '../domain/order.ts';
import type { Db, Tx } from './client.ts';
import { lockOrder } from './orders.ts';
import { payments } from './schema.ts';

export type PaymentRow = typeof payments.$inferSelect;

/** The payment's key and the provider's id of its authorization. */
export interface AuthorizedPayment {
  key: string;
  intentId: string;
}

/** The durable intent's name, sent as Idempotency-Key; the checkout's own authorization by default. */
export function paymentKey(orderId: string, kind: MoveKind = 'authorize', count = 1): string {
  return `${orderId}:${kind}:${count}`;
}

/** The row that says what will be asked of the payment service; null when there is nothing to pay. */
export function paymentIntent({ order, paymentMethod }: Checkout, createdAt: Date): PaymentRow | null {
  if (order.total === 0 || paymentMethod === null) return null;
  return {
    key: paymentKey(order.id),
    orderId: order.id,
    kind: 'authorize',
    number: 1,
    amount: order.total,
    currency: order.currency,
    method: paymentMethod,
    customerId: order.customerId,
    status: 'requested',
    intentId: null,
    final: false,
    capturedBefore: 0,
    refundId: null,
    createdAt,
  };
}

/** All but that, in the words of the index payments_later: by parameters no plan that is kept would know it again. */
export const IS_LATER = sql`(${payments.kind} <> 'authorize' or ${payments.number} > 1)`;

/** The checkout's authorization; null when there was nothing to pay. */
export async function findPayment(db: Db | Tx, orderId: string): Promise<PaymentRow | null> {
  const rows = await db
    .select()
    .from(payments)
    .where(eq(payments.key, paymentKey(orderId)));
  return rows[0] ?? null;
}

/** False where there is no such payment. */
export async function updatePayment(
  db: Db | Tx,
  key: string,
  change: Partial<Pick<PaymentRow, 'status' | 'intentId'>>,
): Promise<boolean> {
  const updated = await db.update(payments).set(change).where(eq(payments.key, key)).returning({ key: payments.key });
  return updated.length > 0;
}

/**
 * The payment of an order that is still being decided, from here on `asked`: an earlier attempt that cancels the order after
 * all has to void it. Null where the order is decided, or has nothing to pay.
 */
export async function askOpenPayment(db: Db, orderId: string): Promise<PaymentRow | null> {
  return await db.transaction(async (tx) => {
    if ((await lockOrder(tx, orderId)).status !== 'PENDING') return null;
    await updatePayment(tx, paymentKey(orderId), { status: 'asked' });
    return await findPayment(tx, orderId);
  });
}
