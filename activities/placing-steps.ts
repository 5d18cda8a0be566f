import { append } from '../db/order-events.ts';
import { changeOrder } from '../db/orders.ts';
import { askOpenPayment, paymentKey, type PaymentRow, updatePayment } from '../db/payments.ts';
import { placeOrder, type Placement, reserveForKnown } from '../db/placing.ts';
import { OrderSagaError } from '../domain/errors.ts';
import type { OrderEvent } from '../domain/events.ts';
import type { Checkout } from '../domain/gateway.ts';
import type { Order, PlacedOrder } from '../domain/order.ts';
import type { Allocation } from '../domain/stock.ts';
import type { ActivityDeps } from './deps.ts';
import type { Verdict } from './fraud-check.ts';
import type { Authorized } from './payment-provider.ts';

/** The steps that lead to an answer. Running one again changes nothing. */
export function placingSteps({ db, customers, fraud, payments, reviewMs, waitsOutside, committed }: ActivityDeps) {
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
      const refusal = placement.allocation && refusedStock(placement.allocation);
      if (refusal) throw refusal;
      return placement;
    },

    /** @throws `customer_rejected` */
    async verifyCustomer(orderId: string, customerId: string, signal?: AbortSignal): Promise<void> {
      await customers.verify(customerId, orderId, signal);
    },

    /**
     * Authorizes what the order's stored intent says.
     * @param stored that intent where it is known: undefined reads it
     * @returns null when there is nothing to pay or the order is decided
     * @throws `payment_declined`, `authentication_required`
     */
    async authorizePayment(orderId: string, stored?: PaymentRow | null): Promise<Authorized | null> {
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

    /** Whether a person should look at it first. Who cannot say so has it looked at. */
    async assess(order: PlacedOrder): Promise<Verdict> {
      try {
        return await fraud.assess(order);
      } catch {
        return { review: true, note: 'the fraud check did not answer' };
      }
    },

    /**
     * PENDING -> PROCESSING, or ON_HOLD where a person should look at it first, by compare-and-set: where the order is decided
     * already, that stands.
     * @param authorized the id alone in histories from before there was more to it
     * @param known the order as it stood a moment ago: where it still does, one statement is enough
     */
    async confirmOrder(
      orderId: string,
      authorized: Authorized | string | null,
      verdict: Verdict,
      known?: Order,
    ): Promise<Order> {
      const held = typeof authorized === 'string' ? { id: authorized, ...UNKNOWN_TERMS } : authorized;
      const payment = held && { key: paymentKey(orderId), intentId: held.id };
      const confirmed = (order: Order) => decided(order, held, verdict);
      const order =
        (known && (await append(db, known, confirmed(known), { payment }))) ??
        (
          await changeOrder(db, orderId, async (current, tx) => {
            if (current.status !== 'PENDING') return [];
            if (payment) await updatePayment(tx, payment.key, { status: 'authorized', intentId: payment.intentId });
            return confirmed(current);
          })
        ).order;
      committed(order);
      return order;
    },
  };

  function decided(order: Order, held: Authorized | null, { review, note }: Verdict): OrderEvent[] {
    const amount = held ? order.total : 0;
    const terms = held && { captureBefore: held.captureBefore, multicapture: held.multicapture };
    if (!review) return [{ type: 'order.confirmed', data: { authorized: amount, ...terms } }];
    const until = new Date(Date.now() + reviewMs(order.storefront)).toISOString();
    return [
      ...(terms ? [{ type: 'payment.authorized', data: { number: 1, amount, ...terms } } as const] : []),
      { type: 'order.held', data: { reason: 'fraud_check', note, until } },
    ];
  }
}

/** Undefined where all can be had. */
export function refusedStock(allocation: Allocation): OrderSagaError | undefined {
  if (allocation.kind === 'allocated') return undefined;
  const skus = allocation.lines.map(({ sku }) => sku).join(', ');
  const message = allocation.kind === 'out_of_stock' ? `Not enough stock of ${skus}` : `There is no SKU ${skus}`;
  return new OrderSagaError(allocation.kind, message, { lines: allocation.lines });
}

const UNKNOWN_TERMS = { captureBefore: null, multicapture: false };

export type PlacingSteps = ReturnType<typeof placingSteps>;
