import { append } from '../db/order-events.ts';
import { changeOrder } from '../db/orders.ts';
import { askOpenPayment, paymentKey, type PaymentRow, updatePayment } from '../db/payments.ts';
import { placeOrder, type Placement, reserveForKnown } from '../db/placing.ts';
import { OrderSagaError } from '../domain/errors.ts';
import type { OrderEvent } from '../domain/events.ts';
import type { Checkout } from '../domain/gateway.ts';
import type { Order } from '../domain/order.ts';
import type { ActivityDeps } from './deps.ts';

/** The steps that lead to an answer. Running one again changes nothing. */
export function placingSteps({ db, customers, payments, waitsOutside, committed }: ActivityDeps) {
  return {
    /**
     * Writes the order as PENDING and reserves its stock.
     * @param checkout null when the order has been written before
     * @throws `out_of_stock` or `unknown_sku`, with the lines it is about
     */
    async placeOrder(orderId: string, checkout: Checkout | null): Promise<Placement> {
      const placement = checkout ? await placeOrder(db, checkout) : await reserveForKnown(db, orderId);
      // What follows is somebody else's answer: the customer service's, the payment provider's.
      waitsOutside(orderId);
      const { allocation } = placement;
      if (!allocation || allocation.kind === 'allocated') return placement;
      const skus = allocation.lines.map(({ sku }) => sku).join(', ');
      const message = allocation.kind === 'out_of_stock' ? `Not enough stock of ${skus}` : `There is no SKU ${skus}`;
      throw new OrderSagaError(allocation.kind, message, { lines: allocation.lines });
    },

    /** @throws `customer_rejected` */
    async verifyCustomer(orderId: string, customerId: string, signal?: AbortSignal): Promise<void> {
      await customers.verify(customerId, orderId, signal);
    },

    /**
     * Authorizes what the order's stored intent says.
     * @param stored that intent where it is known: undefined reads it
     * @returns the provider's id of the authorization; null when there is nothing to pay or the order is decided
     * @throws `payment_declined`, `authentication_required`
     */
    async authorizePayment(orderId: string, stored?: PaymentRow | null): Promise<string | null> {
      const payment = stored === undefined ? await askOpenPayment(db, orderId) : stored;
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

    /**
     * PENDING -> PROCESSING, by compare-and-set: where the order is decided already, that stands.
     * @param known the order as it stood a moment ago: where it still does, one statement is enough
     */
    async confirmOrder(orderId: string, intentId: string | null, known?: Order): Promise<Order> {
      const payment = intentId === null ? null : { key: paymentKey(orderId), intentId };
      const confirmed = (order: Order): OrderEvent[] => [
        { type: 'order.confirmed', data: { authorized: intentId === null ? 0 : order.total } },
      ];
      const order =
        (known && (await append(db, known, confirmed(known), { payment }))) ??
        (
          await changeOrder(db, orderId, async (current, tx) => {
            if (current.status !== 'PENDING') return [];
            if (payment) await updatePayment(tx, payment.key, { status: 'authorized', intentId });
            return confirmed(current);
          })
        ).order;
      committed(order);
      return order;
    },
  };
}

export type PlacingSteps = ReturnType<typeof placingSteps>;
