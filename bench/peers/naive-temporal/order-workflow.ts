import {
  ActivityFailure,
  ApplicationFailure,
  CancellationScope,
  proxyActivities,
  upsertSearchAttributes,
} from '@temporalio/workflow';
import { isRefusal, type Refusal as RefusalCode } from '../../../domain/errors.ts';
import type { Checkout } from '../../../domain/gateway.ts';
import { OrderStatus } from '../../../workflows/search-attributes.ts';
import { isDecline, type Outcome } from '../shared/outcome.ts';
import { FIRST_PAUSE_MS, PAUSE_FACTOR, PROVIDER_ATTEMPTS } from '../shared/patience.ts';
import type { NaiveActivities } from './activities.ts';

/** Our own database: until it succeeds. */
const { writeOrder, reserveStock, confirmOrder, cancelOrder } = proxyActivities<NaiveActivities>({
  startToCloseTimeout: '10 seconds',
});

const { verifyCustomer, authorizePayment } = proxyActivities<NaiveActivities>({
  startToCloseTimeout: '10 seconds',
  retry: {
    initialInterval: FIRST_PAUSE_MS,
    backoffCoefficient: PAUSE_FACTOR,
    maximumAttempts: PROVIDER_ATTEMPTS,
  },
});

const { voidPayment } = proxyActivities<NaiveActivities>({ startToCloseTimeout: '10 seconds' });

type Compensation = (reason: RefusalCode) => Promise<unknown>;

/** The saga as Temporal's samples would write it: five regular activities, and what is to be undone in a list. */
export async function NaiveOrderWorkflow(checkout: Checkout): Promise<Outcome> {
  const compensations: Compensation[] = [];
  let outcome: Outcome | undefined;
  try {
    compensations.unshift(async (reason) => (outcome = await cancelOrder(checkout, reason)));
    await writeOrder(checkout);
    await verifyCustomer(checkout);
    await reserveStock(checkout);
    compensations.unshift(async (reason) => isDecline(reason) || (await voidPayment(checkout)));
    const intentId = await authorizePayment(checkout);
    outcome = await confirmOrder(checkout, intentId);
  } catch (failure) {
    const reason = reasonOf(failure);
    await CancellationScope.nonCancellable(async () => {
      for (const compensate of compensations) await compensate(reason);
    });
  }
  if (!outcome) throw ApplicationFailure.nonRetryable('an order ended without an outcome');
  upsertSearchAttributes([{ key: OrderStatus, value: outcome.status }]);
  return outcome;
}

function reasonOf(failure: unknown): RefusalCode {
  const cause = failure instanceof ActivityFailure ? failure.cause : undefined;
  const type = cause instanceof ApplicationFailure ? cause.type : undefined;
  return isRefusal(type) ? type : 'dependency_unavailable';
}
