import { changeOrder } from '../db/orders.ts';
import { paymentSearch } from '../db/payment-searches.ts';
import { findPayment, type PaymentRow, updatePayment } from '../db/payments.ts';
import { ensureWritten } from '../db/placing.ts';
import { heldBy, release } from '../db/stock.ts';
import type { Tx } from '../db/client.ts';
import { compensated, skipCompensation, startCancel, type CancelRequest } from '../domain/decisions.ts';
import type { Checkout } from '../domain/gateway.ts';
import { type Compensation, COMPENSATIONS } from '../domain/order.ts';
import { type OrderSnapshot, snapshotOf } from '../domain/snapshot.ts';
import type { ActivityDeps } from './deps.ts';

/**
 * Of what may have happened, what did: nobody is asked for money before the order has its stock. Whoever cancels may not know
 * that somebody else, who found the order written, has asked for it since.
 */
async function happened(tx: Tx, orderId: string, undo: Compensation[]): Promise<Compensation[]> {
  const [held, payment] = await Promise.all([heldBy(tx, orderId), findPayment(tx, orderId)]);
  const stock = held.length > 0;
  const needed = { stock, payment: stock && payment !== null && payment.status !== 'declined' };
  const possible = payment?.status === 'asked' ? COMPENSATIONS : undo;
  return possible.filter((step) => needed[step]);
}

/** The way out: each is safe when its step never happened, and safe to run again. */
export function cancelingActivities({ db, payments, committed }: ActivityDeps) {
  /** Cancels whatever the order asked for at the payment service. */
  async function cancelIntents(payment: PaymentRow): Promise<{ amount: number; certain: boolean }> {
    const { orderId, intentId } = payment;
    if (intentId !== null) {
      await payments.cancel(intentId, `${orderId}:void:${intentId}`);
      return { amount: payment.amount, certain: true };
    }
    return await cancelFound(orderId);
  }

  async function cancelFound(orderId: string): Promise<{ amount: number; certain: boolean }> {
    const search = await paymentSearch(db, orderId);
    if (search === null) return { amount: 0, certain: true };
    const ids = await payments.findOpen(search);
    let amount = 0;
    for (const id of ids) amount += await payments.cancel(id, `${orderId}:void:${id}`);
    return { amount, certain: ids.length > 0 };
  }

  return {
    /**
     * Begins to cancel, by compare-and-set: no compensation starts before this has won.
     * @param checkout writes the order first where placing it failed; null when it has been written before
     * @throws `invalid_transition` when it has shipped
     */
    async startCancel(
      orderId: string,
      checkout: Checkout | null,
      request: CancelRequest,
      undo: Compensation[],
    ): Promise<OrderSnapshot> {
      if (checkout) await ensureWritten(db, checkout);
      const { order } = await changeOrder(db, orderId, async (current, tx) =>
        startCancel(current, request, await happened(tx, orderId, undo)),
      );
      committed(order);
      return snapshotOf(order);
    },

    async releaseStock(orderId: string): Promise<OrderSnapshot> {
      const { order } = await changeOrder(db, orderId, async (current, tx) =>
        current.openCompensations.includes('stock')
          ? compensated(current, 'stock', {
              type: 'stock.released',
              data: { reservations: await release(tx, orderId) },
            })
          : [],
      );
      committed(order);
      return snapshotOf(order);
    },

    /** Cancels the authorization. */
    async voidPayment(orderId: string): Promise<OrderSnapshot> {
      const payment = await findPayment(db, orderId);
      const asked = payment !== null && payment.status !== 'declined';
      const found = asked ? await cancelIntents(payment) : { amount: 0, certain: true };
      const { order } = await changeOrder(db, orderId, async (current, tx) => {
        if (asked) await updatePayment(tx, payment.key, { status: 'voided' });
        return compensated(current, 'payment', { type: 'payment.voided', data: found });
      });
      committed(order);
      return snapshotOf(order);
    },

    /**
     * The later look: whatever arrived after the order was canceled is canceled too, and nothing arrives any more.
     * @throws `invalid_transition` where money was taken, which can only be refunded
     */
    async voidLatePayment(orderId: string): Promise<OrderSnapshot> {
      const { amount } = await cancelFound(orderId);
      const { order } = await changeOrder(db, orderId, ({ paymentUncertain, failedCompensations }) =>
        paymentUncertain || failedCompensations.includes('payment')
          ? [{ type: 'payment.voided', data: { amount, certain: true } }]
          : [],
      );
      return snapshotOf(order);
    },

    /** A compensation was given up: the order says so. */
    async flagCompensation(orderId: string, step: Compensation, error: string): Promise<OrderSnapshot> {
      const { order } = await changeOrder(db, orderId, (current) =>
        current.openCompensations.includes(step) && !current.failedCompensations.includes(step)
          ? [{ type: 'compensation.failed', data: { step, error } }]
          : [],
      );
      return snapshotOf(order);
    },

    /** An operator answers for it. */
    async skipCompensation(orderId: string, step: Compensation, note: string): Promise<OrderSnapshot> {
      const { order } = await changeOrder(db, orderId, (current) => skipCompensation(current, step, note));
      committed(order);
      return snapshotOf(order);
    },
  };
}
