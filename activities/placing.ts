import { Context } from '@temporalio/activity';
import { placeOrder, reserveForKnown } from '../db/placing.ts';
import { changeOrder, findOrder } from '../db/orders.ts';
import { findOpenPayment, updatePayment } from '../db/payments.ts';
import { OrderSagaError } from '../domain/errors.ts';
import type { Checkout } from '../domain/gateway.ts';
import { type OrderSnapshot, snapshotOf } from '../domain/snapshot.ts';
import type { ActivityDeps } from './deps.ts';

/** The steps that lead to an answer. Each reads the order first, so that running it again changes nothing. */
export function placingActivities({ db, customers, payments, committed }: ActivityDeps) {
  return {
    /** @throws `not_found` */
    async readOrder(orderId: string): Promise<OrderSnapshot> {
      const order = await findOrder(db, orderId);
      if (!order) throw new OrderSagaError('not_found', `There is no order ${orderId}`);
      return snapshotOf(order);
    },

    /**
     * Writes the order as PENDING and reserves its stock.
     * @param checkout null when the order has been written before
     * @returns `isNew` is false when it was found written: an earlier run may have come further than this one knows
     * @throws `out_of_stock` or `unknown_sku`, with the lines it is about
     */
    async placeOrder(orderId: string, checkout: Checkout | null): Promise<{ order: OrderSnapshot; isNew: boolean }> {
      const { order, isNew, allocation } = checkout
        ? await placeOrder(db, checkout)
        : await reserveForKnown(db, orderId);
      if (allocation && allocation.kind !== 'allocated') {
        const skus = allocation.lines.map(({ sku }) => sku).join(', ');
        const message = allocation.kind === 'out_of_stock' ? `Not enough stock of ${skus}` : `There is no SKU ${skus}`;
        throw new OrderSagaError(allocation.kind, message, { lines: allocation.lines });
      }
      return { order: snapshotOf(order), isNew };
    },

    /** @throws `customer_rejected` */
    async verifyCustomer(orderId: string, customerId: string): Promise<void> {
      await customers.verify(customerId, orderId, Context.current().cancellationSignal);
    },

    /**
     * Authorizes what the order's stored intent says.
     * @returns the provider's id of the authorization; null when there is nothing to pay or the order is decided
     * @throws `payment_declined`, `authentication_required`
     */
    async authorizePayment(orderId: string): Promise<string | null> {
      const payment = await findOpenPayment(db, orderId);
      if (!payment) return null;
      const { key, amount, currency, method, customerId, createdAt: since } = payment;
      try {
        return await payments.authorize({ key, orderId, amount, currency, method, customerId, since });
      } catch (error) {
        if (error instanceof OrderSagaError && error.code !== 'dependency_unavailable') {
          await updatePayment(db, key, { status: 'declined' });
        }
        throw error;
      }
    },

    /** PENDING -> PROCESSING, by compare-and-set: where the order is decided already, that stands. */
    async confirmOrder(orderId: string, intentId: string | null): Promise<OrderSnapshot> {
      const { order } = await changeOrder(db, orderId, async (current, tx) => {
        if (current.status !== 'PENDING') return [];
        if (intentId !== null) await updatePayment(tx, `${orderId}:authorize:1`, { status: 'authorized', intentId });
        return [{ type: 'order.confirmed', data: { authorized: intentId === null ? 0 : current.total } }];
      });
      committed(order);
      return snapshotOf(order);
    },
  };
}
