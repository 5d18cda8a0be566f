import {
  ActivityFailure,
  ApplicationFailure,
  CancellationScope,
  proxyActivities,
  upsertSearchAttributes,
} from '@temporalio/workflow';
import type { Checkout } from '../../domain/gateway.ts';
import { OrderStatus } from '../../workflows/search-attributes.ts';
import type { NaiveActivities } from './activities.ts';

const activities = proxyActivities<NaiveActivities>({
  startToCloseTimeout: '10 seconds',
  retry: { maximumAttempts: 5 },
});

/** The saga as Temporal's samples would write it: five regular activities, and what is to be undone in a list. */
export async function NaiveOrderWorkflow(checkout: Checkout): Promise<void> {
  const { id, customerId } = checkout.order;
  const compensations: (() => Promise<unknown>)[] = [];
  try {
    await activities.writeOrder(checkout);
    if (customerId !== null) await activities.verifyCustomer(id, customerId);
    compensations.unshift(() => activities.releaseStock(id));
    await activities.reserveStock(id);
    compensations.unshift(() => activities.voidPayment(id));
    const intentId = await activities.authorizePayment(id);
    const { status } = await activities.confirmOrder(id, intentId);
    upsertSearchAttributes([{ key: OrderStatus, value: status }]);
  } catch (failure) {
    await CancellationScope.nonCancellable(async () => {
      await activities.startCancel(id, checkout, { reason: reasonOf(failure), note: null, details: null }, [
        'stock',
        'payment',
      ]);
      for (const compensate of compensations) await compensate();
    });
    upsertSearchAttributes([{ key: OrderStatus, value: 'CANCELED' }]);
    throw failure;
  }
}

function reasonOf(failure: unknown): string {
  const cause = failure instanceof ActivityFailure ? failure.cause : undefined;
  return cause instanceof ApplicationFailure ? (cause.type ?? 'dependency_unavailable') : 'dependency_unavailable';
}
