import { allHandlersFinished, CancellationScope, condition, continueAsNew, log, sleep } from '@temporalio/workflow';
import type { CancelRequest } from '../domain/decisions.ts';
import { isRefusal } from '../domain/errors.ts';
import { Compensations } from './compensations.ts';
import { Editing } from './editing.ts';
import { isGoingOn } from './going-on.ts';
import { Inbox } from './inbox.ts';
import { handleMessages, type SignalHandlers } from './order-messages.ts';
import { type OrderStart, RunningOrder, type SignalReceived } from './running-order.ts';
import { Settlement } from './settlement.ts';
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
  const settlement = new Settlement(order);
  const editing = new Editing(order, settlement);
  const inbox = new Inbox(order);
  const signals = handleMessages({ order, compensations, settlement, editing, inbox });

  // A cancellation in Temporal becomes a cancellation of the order; it never tears the workflow down by itself.
  return await CancellationScope.nonCancellable(async () => {
    try {
      void takeUp(order, signals, start.signals ?? []);
      const wasEdited = await decide(order, compensations, editing);
      // What was under way when the run before this one ended.
      if (wasEdited) await settlement.settle();
      else if (!order.checkout) await settlement.settleIfDue();
      if (order.status !== 'CANCELED') await fulfil(order, compensations, settlement);
      if (order.snapshot?.paymentUncertain) await lookAgainForPayment(order);
      // Also until nobody has to answer for it any more.
      await until(order, () => isIdle(order) && inbox.left.length === 0 && order.snapshot?.needsAttention !== true);
      return order.status;
    } catch (failure) {
      if (!isGoingOn(failure)) throw failure;
      return await goOn(order, inbox);
    }
  });
}

/** What the run before this one has left. */
async function takeUp(order: RunningOrder, signals: SignalHandlers, left: readonly SignalReceived[]): Promise<void> {
  await Promise.all(left.map(({ name, args }) => signals[name](...args)));
  order.hasTakenUp = true;
}

function isIdle(order: RunningOrder): boolean {
  return allHandlersFinished() && order.hasTakenUp;
}

/** In another run, from Postgres, once nothing is under way: what comes meanwhile goes with it. */
async function goOn(order: RunningOrder, inbox: Inbox): Promise<never> {
  await condition(() => isIdle(order));
  const parcels = inbox.left.map((message) => ({ name: 'shipmentUpdated' as const, args: [message] }));
  return await continueAsNew<typeof OrderWorkflow>({
    orderId: order.id,
    // Where it could not even be written.
    checkout: order.snapshot ? null : order.checkout,
    timing: order.timing,
    signals: [...order.forNextRun, ...parcels],
    isCanceledInTemporal: order.isCanceledInTemporal,
    takesTurns: true,
  });
}

/** @returns whether an edit was under way that nobody carries on */
async function decide(order: RunningOrder, compensations: Compensations, editing: Editing): Promise<boolean> {
  if (!order.checkout) await readOrder(order);
  // Both before their steps, which the quick way takes in one: what never happened is safe to undo.
  compensations.register('stock', 'payment');
  if (order.status === 'NEW' || order.status === 'PENDING') {
    try {
      await order.placing(() => place(order));
    } catch (failure) {
      if (isGoingOn(failure)) throw failure;
      await compensations.cancel(reasonOf(failure, order));
    }
  }
  // Also where it was refused at once, or decided before (an earlier run of this very task, before a crash).
  await compensations.run();
  // Before anybody asks for another.
  const wasEdited = await editing.clearUp();
  order.settled = true;
  return wasEdited;
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

/** Its later life: what others say is handled as it comes; what time alone brings is waited for here. */
async function fulfil(order: RunningOrder, compensations: Compensations, settlement: Settlement): Promise<void> {
  const isOver = () => order.status === 'CANCELED';
  while (!isOver()) {
    const next = nextTurn(order);
    const hasChanged = () => isOver() || nextTurn(order)?.name !== next?.name;
    if (await until(order, hasChanged, next)) continue;
    if (order.status === 'DELIVERED') break;
    await compensations.cancel({ reason: 'review_expired', note: null, details: null });
  }
  // Whoever should have said so has not.
  await settlement.settleIfDue();
}

/** What time brings, if nothing else happens. The name is the same for as long as the same is waited for. */
function nextTurn(order: RunningOrder): { name: string; ms: number; summary: string } | undefined {
  const { status, snapshot } = order;
  if (status === 'DELIVERED') return { name: 'window', ms: returnWindowLeft(order), summary: 'Return window' };
  if (status !== 'ON_HOLD' || !snapshot?.holdUntil) return undefined;
  return { name: snapshot.holdUntil, ms: timeLeft(snapshot.holdUntil), summary: 'Time for a review' };
}

/** Who starts an order that has been delivered again, as a late settlement does, does not open its window again. */
function returnWindowLeft({ snapshot, timing }: RunningOrder): number {
  const since = snapshot?.deliveredAt ?? snapshot?.updatedAt;
  const passed = since === undefined ? 0 : Date.now() - Date.parse(since);
  return Math.min(timing.returnWindow, Math.max(1, timing.returnWindow - passed));
}

function timeLeft(end: string): number {
  return Math.max(1, Date.parse(end) - Date.now());
}

/**
 * Waits, as long as it takes, or as long as this run does.
 * @returns false when the time was over first
 */
async function until(
  order: RunningOrder,
  holds: () => boolean,
  timer?: { ms: number; summary: string },
): Promise<boolean> {
  if (timer) {
    const isEnough = () => holds() || order.isEnding;
    const isInTime = await condition(isEnough, timer.ms, { summary: timer.summary });
    await order.turns.standstill();
    if (!isInTime) return holds();
  }
  await order.until(holds);
  return true;
}

/** A call that was given up may have authorized after all. */
async function lookAgainForPayment(order: RunningOrder): Promise<void> {
  await order.goingOn.patiently(() => sleep(order.timing.lateCall, { summary: 'A given-up call may still arrive' }));
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
