import type { Tx } from '../db/client.ts';
import { askCapture, spendCapture } from '../db/captures.ts';
import { readEvents } from '../db/order-events.ts';
import { changeOrder } from '../db/orders.ts';
import { paymentSearch } from '../db/payment-searches.ts';
import { updatePayment } from '../db/payments.ts';
import { amountToCapture } from '../domain/decisions.ts';
import { type OrderSnapshot, snapshotOf } from '../domain/snapshot.ts';
import type { ActivityDeps } from './deps.ts';

/** What has shipped is paid for, and what was canceled is not. Each is safe to run again. */
export function settlingActivities({ db, payments, committed }: ActivityDeps) {
  return {
    /**
     * Takes the whole amount once all has shipped; does nothing before that, and after it.
     * @throws `payment_declined`, `dependency_unavailable` where trying again cannot help
     */
    async capturePayment(orderId: string): Promise<OrderSnapshot> {
      const asked = await askCapture(db, orderId);
      if (!asked.capture) return snapshotOf(asked.order);
      const { key, intentId } = asked.capture;
      const amount = await payments.capture(intentId, key);
      const { order } = await changeOrder(db, orderId, async (current, tx) => {
        if (amountToCapture(current) === 0) return [];
        await updatePayment(tx, key, { status: 'captured' });
        return [{ type: 'payment.captured', data: { amount } }];
      });
      committed(order);
      return snapshotOf(order);
    },

    /** The capture was given up: the order says so. */
    async flagCapture(orderId: string, error: string): Promise<OrderSnapshot> {
      const { order } = await changeOrder(db, orderId, async (current, tx) => {
        if (amountToCapture(current) === 0) return [];
        // Run again after a crash, it finds that nothing was asked since.
        const isNews = (await spendCapture(tx, orderId)) || !current.failedCompensations.includes('capture');
        return isNews ? [{ type: 'capture.failed', data: { error } }] : [];
      });
      return snapshotOf(order);
    },

    /** An operator has settled it by hand. */
    async skipCapture(orderId: string, note: string): Promise<OrderSnapshot> {
      const { order } = await changeOrder(db, orderId, (current) =>
        current.failedCompensations.includes('capture') ? [{ type: 'capture.skipped', data: { note } }] : [],
      );
      return snapshotOf(order);
    },

    /** Somebody found a payment open for a canceled order: where that is so, the order says it. */
    async reportLeftOpen(orderId: string): Promise<OrderSnapshot> {
      const search = await paymentSearch(db, orderId);
      const held = search ? await payments.findHeld(search) : [];
      const { order } = await changeOrder(db, orderId, async (current, tx) => {
        const isKnown = current.status !== 'CANCELED' || current.failedCompensations.includes('payment');
        if (isKnown || held.length === 0 || (await wasSkipped(tx, orderId))) return [];
        return [{ type: 'payment.left_open', data: { intents: held.length } }];
      });
      return snapshotOf(order);
    },
  };
}

/** An operator has answered for what stays. */
async function wasSkipped(tx: Tx, orderId: string): Promise<boolean> {
  const events = await readEvents(tx, orderId);
  return events.some((event) => event.type === 'compensation.skipped' && event.data.step === 'payment');
}
