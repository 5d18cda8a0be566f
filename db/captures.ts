import { and, eq, inArray } from 'drizzle-orm';
import { amountToCapture } from '../domain/decisions.ts';
import type { Order } from '../domain/order.ts';
import type { Db, Tx } from './client.ts';
import { lockOrder } from './orders.ts';
import { findPayment, updatePayment } from './payments.ts';
import { orderEvents, payments } from './schema.ts';

/** What is to be asked of the payment service, stored. */
export interface StoredCapture {
  key: string;
  intentId: string;
}

/** Beside the order as it stands; null where there is nothing to capture, or an operator has settled it by hand. */
export async function askCapture(db: Db, orderId: string): Promise<{ order: Order; capture: StoredCapture | null }> {
  return await db.transaction(async (tx) => {
    const order = await lockOrder(tx, orderId);
    const amount = amountToCapture(order);
    const key = amount === 0 ? null : await captureKey(tx, orderId);
    if (key === null) return { order, capture: null };
    const authorization = await findPayment(tx, orderId);
    if (!authorization?.intentId) throw new RangeError(`order ${orderId} has no authorization to capture`);
    const { intentId } = authorization;
    await tx
      .insert(payments)
      .values({ ...authorization, key, amount, status: 'asked', createdAt: new Date() })
      .onConflictDoNothing();
    return { order, capture: { key, intentId } };
  });
}

/** The capture that was asked for has failed for good: its key is spent, and the next try has another. */
export async function spendCapture(tx: Tx, orderId: string): Promise<boolean> {
  const key = await captureKey(tx, orderId);
  return key !== null && (await updatePayment(tx, key, { status: 'declined' }));
}

/**
 * Stripe keeps the first answer of a key, a refusal too: a try after a failure needs a new one. Null once an operator has
 * settled it by hand.
 */
async function captureKey(tx: Tx, orderId: string): Promise<string | null> {
  const past = await tx
    .select({ type: orderEvents.type })
    .from(orderEvents)
    .where(and(eq(orderEvents.orderId, orderId), inArray(orderEvents.type, ['capture.failed', 'capture.skipped'])));
  if (past.some(({ type }) => type === 'capture.skipped')) return null;
  return `${orderId}:capture:${past.length + 1}`;
}
