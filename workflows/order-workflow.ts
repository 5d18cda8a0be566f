import {
  allHandlersFinished,
  CancellationScope,
  condition,
  continueAsNew,
  log,
  sleep,
  workflowInfo,
} from '@temporalio/workflow';
import type { CancelRequest } from '../domain/decisions.ts';
import { isRefusal } from '../domain/errors.ts';
import { Compensations } from './compensations.ts';
import { handleMessages } from './order-messages.ts';
import { type OrderStart, RunningOrder } from './running-order.ts';
import {
  authorizePayment,
  confirm,
  placeAtOnce,
  readOrder,
  reserveStock,
  verifyCustomer,
  voidLatePayment,
} from './steps.ts';
import { causeOf } from './two-gears.ts';

/** An order's whole life: decided, shipped, delivered, until its return window closes; or canceled, all given back. */
export async function OrderWorkflow(start: OrderStart): Promise<string> {
  const order = new RunningOrder(start);
  const compensations = new Compensations(order);
  handleMessages(order, compensations);

  // A cancellation in Temporal becomes a cancellation of the order; it never tears the workflow down by itself.
  await CancellationScope.nonCancellable(async () => {
    await decide(order, compensations);
    if (order.status !== 'CANCELED') await fulfil(order);
    if (order.snapshot?.paymentUncertain) await lookAgainForPayment(order);
    // Also until nobody has to answer for it any more.
    await condition(() => allHandlersFinished() && order.snapshot?.needsAttention !== true);
  });
  return order.status;
}

async function decide(order: RunningOrder, compensations: Compensations): Promise<void> {
  if (!order.checkout) await readOrder(order);
  // Both before their steps, which the quick way takes in one: what never happened is safe to undo.
  compensations.register('stock', 'payment');
  if (order.status === 'NEW' || order.status === 'PENDING') {
    try {
      await order.placing(() => place(order));
    } catch (failure) {
      await compensations.cancel(reasonOf(failure, order));
    }
  }
  // Also where it was refused at once, or decided before (an earlier run of this very task, before a crash).
  await compensations.run();
  order.settled = true;
}

/** At once, where everybody is in reach; otherwise what is left step by step, each with its own patience. */
async function place(order: RunningOrder): Promise<void> {
  if (!(await placeAtOnce(order))) {
    order.show('PENDING');
    await sideBySide(reserveStock, verifyCustomer)(order);
  }
  if (order.status !== 'PENDING') return;
  await confirm(order, await authorizePayment(order));
}

async function fulfil(order: RunningOrder): Promise<void> {
  const isOver = () => order.status === 'DELIVERED' || order.status === 'CANCELED';
  await condition(() => isOver() || workflowInfo().continueAsNewSuggested);
  if (!isOver()) {
    await condition(allHandlersFinished);
    await continueAsNew<typeof OrderWorkflow>({ orderId: order.id, checkout: null, timing: order.timing });
  }
  if (order.status === 'DELIVERED') await sleep(returnWindowLeft(order), { summary: 'Return window' });
}

/** Who starts an order that has been delivered again, as a late settlement does, does not open its window again. */
function returnWindowLeft({ snapshot, timing }: RunningOrder): number {
  const since = snapshot?.updatedAt === undefined ? 0 : Date.now() - Date.parse(snapshot.updatedAt);
  return Math.min(timing.returnWindow, Math.max(0, timing.returnWindow - since));
}

/** A call that was given up may have authorized after all. */
async function lookAgainForPayment(order: RunningOrder): Promise<void> {
  await sleep(order.timing.lateCall, { summary: 'A given-up call may still arrive' });
  await voidLatePayment(order);
}

function reasonOf(failure: unknown, order: RunningOrder): CancelRequest {
  if (order.cancelNote !== undefined) return { reason: 'requested', note: order.cancelNote, details: null };
  const cause = causeOf(failure);
  if (isRefusal(cause?.type)) {
    return { reason: cause.type, note: null, details: { message: cause.message, ...Object(cause.details?.[0]) } };
  }
  log.error('a step failed for good', { failure });
  return { reason: 'dependency_unavailable', note: null, details: null };
}

/** Runs all at once. When one fails the others are stopped, and waited for: no step runs on while it is undone. */
function sideBySide(...steps: ((order: RunningOrder) => Promise<void>)[]) {
  return (order: RunningOrder) =>
    CancellationScope.cancellable(async () => {
      const running = steps.map((step) => step(order));
      try {
        await Promise.all(running);
      } catch (failure) {
        CancellationScope.current().cancel();
        await Promise.allSettled(running);
        throw failure;
      }
    });
}
