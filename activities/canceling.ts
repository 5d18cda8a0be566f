import { readEvents } from '../db/order-events.ts';
import { changeOrder } from '../db/orders.ts';
import { paymentSearch } from '../db/payment-searches.ts';
import { authorizationsAsked } from '../db/money-moves.ts';
import { type PaymentRow, updatePayment } from '../db/payments.ts';
import { ensureWritten } from '../db/placing.ts';
import { holdsAnything, release } from '../db/stock-release.ts';
import type { Tx } from '../db/client.ts';
import { compensated, skipCompensation, startCancel, type CancelRequest } from '../domain/decisions.ts';
import type { Checkout } from '../domain/gateway.ts';
import { type Compensation, COMPENSATIONS, heldBy, needsAttentionFor, type Order } from '../domain/order.ts';
import { type OrderSnapshot, snapshotOf } from '../domain/snapshot.ts';
import { meter } from '../telemetry/meter.ts';
import type { ActivityDeps } from './deps.ts';

/**
 * Of what may have happened, what did: nobody is asked for money before the order has its stock. Whoever cancels may not know
 * that somebody else, who found the order written, has asked for it since.
 */
async function happened(tx: Tx, orderId: string, undo: Compensation[]): Promise<Compensation[]> {
  const [stock, payments] = await Promise.all([holdsAnything(tx, orderId), authorizationsAsked(tx, orderId)]);
  const needed = { stock, payment: stock && payments.some(({ status }) => status !== 'declined') };
  const possible = payments.some(({ status }) => status === 'asked') ? COMPENSATIONS : undo;
  return possible.filter((step) => needed[step]);
}

/** What they hold by the order's word; by what was asked for, where it has not said anything of them. */
function heldByKnown({ authorizations }: Order, asked: readonly PaymentRow[]): number {
  return asked.reduce((sum, { intentId, number, amount }) => {
    const known = authorizations.find((one) => one.number === number);
    return intentId === null ? sum : sum + (known ? heldBy(known) : amount);
  }, 0);
}

/** The way out: each is safe when its step never happened, and safe to run again. */
export function cancelingActivities({ db, payments, committed, stockMoved }: ActivityDeps) {
  const compensations = meter().createCounter('compensations', {
    description: 'Compensations, by step and by what became of them: done, given_up or skipped',
  });
  // An alert that asks how fast it grows would not see a first one out of nothing.
  for (const step of COMPENSATIONS) compensations.add(0, { step, outcome: 'given_up' });
  /**
   * Cancels whatever the order asked for at the payment service; what has no id is looked for.
   * @returns what was found beside those whose ids are known
   */
  async function cancelIntents(asked: readonly PaymentRow[]): Promise<{ amount: number; certain: boolean }> {
    for (const { intentId, orderId } of asked) {
      if (intentId !== null) await cancelIntent(orderId, intentId);
    }
    const unknown = asked.find(({ intentId }) => intentId === null);
    return unknown ? await cancelFound(unknown.orderId) : { amount: 0, certain: true };
  }

  /** A try after one that was given up has a key of its own: Stripe keeps the first answer of each, an accident too. */
  async function cancelIntent(orderId: string, intentId: string): Promise<number> {
    const events = await readEvents(db, orderId);
    const given = events.filter((event) => event.type === 'compensation.failed' && event.data.step === 'payment');
    const key = [orderId, 'void', intentId, ...(given.length > 0 ? [given.length] : [])].join(':');
    return await payments.cancel(intentId, key);
  }

  async function cancelFound(orderId: string): Promise<{ amount: number; certain: boolean }> {
    const search = await paymentSearch(db, orderId);
    if (search === null) return { amount: 0, certain: true };
    const ids = await payments.findOpen(search);
    let amount = 0;
    for (const id of ids) amount += await cancelIntent(orderId, id);
    return { amount, certain: ids.length > 0 };
  }

  return {
    /**
     * Begins to cancel, by compare-and-set: no compensation starts before this has won.
     * @param checkout writes the order first where placing it failed; null when it has been written before
     * @param id the asker's own, which the order then knows
     * @throws `invalid_transition` when it has shipped
     */
    async startCancel(
      orderId: string,
      checkout: Checkout | null,
      request: CancelRequest,
      undo: Compensation[],
      id: string | null = null,
    ): Promise<OrderSnapshot> {
      if (checkout) await ensureWritten(db, checkout);
      const decide = async (current: Order, tx: Tx) => startCancel(current, request, await happened(tx, orderId, undo));
      const { order } = await changeOrder(db, orderId, decide, id);
      committed(order);
      return snapshotOf(order);
    },

    async releaseStock(orderId: string): Promise<OrderSnapshot> {
      const { order, changed } = await changeOrder(db, orderId, async (current, tx) =>
        current.openCompensations.includes('stock')
          ? compensated(current, 'stock', {
              type: 'stock.released',
              data: { reservations: await release(tx, orderId) },
            })
          : [],
      );
      committed(order);
      if (changed) compensations.add(1, { step: 'stock', outcome: 'done' });
      if (changed) await stockMoved();
      return snapshotOf(order);
    },

    /** Cancels the authorization. */
    async voidPayment(orderId: string): Promise<OrderSnapshot> {
      const all = await authorizationsAsked(db, orderId);
      const asked = all.filter(({ status }) => status !== 'declined');
      const found = await cancelIntents(asked);
      const { order, changed } = await changeOrder(db, orderId, async (current, tx) => {
        for (const { key } of asked) await updatePayment(tx, key, { status: 'voided' });
        const { amount, certain } = found;
        return compensated(current, 'payment', {
          type: 'payment.voided',
          data: { amount: amount + heldByKnown(current, asked), certain },
        });
      });
      committed(order);
      if (changed) compensations.add(1, { step: 'payment', outcome: 'done' });
      return snapshotOf(order);
    },

    /**
     * The later look: whatever arrived after the order was canceled is canceled too, and nothing arrives any more.
     * @throws `invalid_transition` where money was taken, which can only be refunded
     */
    async voidLatePayment(orderId: string): Promise<OrderSnapshot> {
      const { amount } = await cancelFound(orderId);
      const { order } = await changeOrder(db, orderId, (current) =>
        current.paymentUncertain || needsAttentionFor(current, 'payment')
          ? [{ type: 'payment.voided', data: { amount, certain: true } }]
          : [],
      );
      committed(order);
      return snapshotOf(order);
    },

    /** A compensation was given up: the order says so. */
    async flagCompensation(orderId: string, step: Compensation, error: string): Promise<OrderSnapshot> {
      const { order, changed } = await changeOrder(db, orderId, (current) =>
        current.openCompensations.includes(step) && !needsAttentionFor(current, step)
          ? [{ type: 'compensation.failed', data: { step, error } }]
          : [],
      );
      committed(order);
      if (changed) compensations.add(1, { step, outcome: 'given_up' });
      return snapshotOf(order);
    },

    /** An operator answers for it. */
    async skipCompensation(orderId: string, step: Compensation, note: string): Promise<OrderSnapshot> {
      const { order, changed } = await changeOrder(db, orderId, (current) => skipCompensation(current, step, note));
      committed(order);
      if (changed) compensations.add(1, { step, outcome: 'skipped' });
      return snapshotOf(order);
    },
  };
}
