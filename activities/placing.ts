import { Context } from '@temporalio/activity';
import { theOrder } from '../db/orders.ts';
import { paymentIntent } from '../db/payments.ts';
import { isRefusal, OrderSagaError } from '../domain/errors.ts';
import type { Checkout } from '../domain/gateway.ts';
import type { Compensation, Order } from '../domain/order.ts';
import { type OrderSnapshot, snapshotOf } from '../domain/snapshot.ts';
import { cancelingActivities } from './canceling.ts';
import type { ActivityDeps } from './deps.ts';
import type { Authorized } from './payment-provider.ts';
import { type PlacingSteps, placingSteps } from './placing-steps.ts';

/** The steps that lead to an answer, all at once or one by one. */
export function placingActivities(
  deps: ActivityDeps,
  steps: PlacingSteps = placingSteps(deps),
  canceling: Pick<ReturnType<typeof cancelingActivities>, 'startCancel'> = cancelingActivities(deps),
) {
  return {
    /** @throws `not_found` */
    async readOrder(orderId: string): Promise<OrderSnapshot> {
      return snapshotOf(await theOrder(deps.db, orderId));
    },

    /**
     * Every step, with nothing between them but what the next one needs. A refusal is an answer here, and no failure: the
     * order comes back canceled, or as CANCELING with what there is to give back. So is a payment service out of reach: the
     * order comes back PENDING, with its stock and its customer, and nobody has to look at those again.
     * @param checkout null when the order has been written before
     * @param customerId null for a guest
     */
    async placeAtOnce(orderId: string, checkout: Checkout | null, customerId: string | null): Promise<OrderSnapshot> {
      let order: Order | null = null;
      let mayHavePaid = false;
      try {
        // Waits for both, also when one fails: nothing runs on while it is undone.
        const [placing, verifying, verdict] = await Promise.allSettled([
          steps.placeOrder(orderId, checkout),
          customerId === null ? undefined : steps.verifyCustomer(orderId, customerId),
          checkout ? steps.assess(checkout.order) : undefined,
        ]);
        const { isNew, order: placed } = valueOf(placing);
        order = placed;
        // Found written: an earlier try, lost in a crash, may have come as far as the payment.
        mayHavePaid = !isNew;
        valueOf(verifying);
        if (order.status === 'PENDING') {
          mayHavePaid = true;
          const intent = isNew && checkout ? paymentIntent(checkout, new Date(order.createdAt)) : undefined;
          const authorized = await unlessOutOfReach(steps.authorizePayment(orderId, intent));
          if (authorized !== undefined) {
            const looked = valueOf(verdict) ?? (await steps.assess(order));
            order = await steps.confirmOrder(orderId, authorized, looked, order);
          }
        }
        return snapshotOf(order);
      } catch (error) {
        if (!(error instanceof OrderSagaError) || !isRefusal(error.code)) throw error;
        const request = { reason: error.code, note: null, details: { message: error.message, ...error.details } };
        const undo: Compensation[] = mayHavePaid ? ['stock', 'payment'] : ['stock'];
        return await canceling.startCancel(orderId, order ? null : checkout, request, undo);
      }
    },

    async placeOrder(orderId: string, checkout: Checkout | null): Promise<OrderSnapshot> {
      return snapshotOf((await steps.placeOrder(orderId, checkout)).order);
    },
    verifyCustomer: (orderId: string, customerId: string) =>
      steps.verifyCustomer(orderId, customerId, Context.current().cancellationSignal),
    authorizePayment: (orderId: string) => steps.authorizePayment(orderId),
    async confirmOrder(orderId: string, authorized: Authorized | string | null): Promise<OrderSnapshot> {
      const verdict = await steps.assess(await theOrder(deps.db, orderId));
      return snapshotOf(await steps.confirmOrder(orderId, authorized, verdict));
    },
  };
}

/** Undefined where the other side did not say anything. */
async function unlessOutOfReach<T>(call: Promise<T>): Promise<T | undefined> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof OrderSagaError) throw error;
    return undefined;
  }
}

function valueOf<T>(settled: PromiseSettledResult<T>): T {
  if (settled.status === 'rejected') throw settled.reason;
  return settled.value;
}
