import { ApplicationFailure, CancellationScope, defineSignal, log, setHandler } from '@temporalio/workflow';
import type { ChangeName } from '../domain/gateway.ts';
import { OPERATOR_STEPS, type OperatorStep } from '../domain/order.ts';
import type { OrderSnapshot } from '../domain/snapshot.ts';
import { causeOf } from './two-gears.ts';
import type { Compensations, Resolution } from './compensations.ts';
import * as messages from './messages.ts';
import { isGoingOn } from './going-on.ts';
import type { Inbox } from './inbox.ts';
import { resolve } from './operator.ts';
import type { Editing } from './editing.ts';
import type { RunningOrder, SignalReceived } from './running-order.ts';
import type { Settlement } from './settlement.ts';
import * as steps from './steps.ts';

/** A running order, and who does what with it. */
export interface OrderParts {
  order: RunningOrder;
  compensations: Compensations;
  settlement: Settlement;
  editing: Editing;
  inbox: Inbox;
}

/** What others say to a running order. Set before the first await, so that nothing said at once is lost. */
export function handleMessages(parts: OrderParts): SignalHandlers {
  const { order, compensations, settlement, editing } = parts;
  setHandler(messages.orderState, () => order.snapshot);
  setHandler(messages.decided, () => answered(order, () => order.untilAnswered()));
  setHandler(messages.cancelOrder, (note) => answered(order, () => cancel(order, compensations, textOrNull(note))));
  setHandler(messages.changeAddress, (address) =>
    answered(order, async () => {
      await order.untilSettled();
      return await steps.changeAddress(order, address);
    }),
  );
  setHandler(messages.updateShipment, (update) => answered(order, () => shipmentUpdate(order, update, false)));
  const signals = signalHandlers(parts);
  for (const name of messages.SIGNALS) setHandler(defineSignal<unknown[]>(name), signals[name]);
  for (const name of messages.CHANGE_NAMES) {
    setHandler(messages.CHANGES[name], (change) => answered(order, () => changed(parts, name, change)));
  }
  setHandler(messages.rejectOrder, (change) => answered(order, () => reject(parts, change)));
  setHandler(messages.editOrder, (edit) => answered(order, () => editing.edit(edit)));
  setHandler(messages.resolveCompensation, (word) =>
    answered(order, async () => await resolve(order, compensations, settlement, toResolution(word))),
  );
  // Whoever cancels the workflow in Temporal's UI cancels the order, where the table allows it.
  void CancellationScope.current().cancelRequested.catch(() => canceledInTemporal(order, compensations));
  if (order.isCanceledInTemporal) void canceledInTemporal(order, compensations);
  return signals;
}

export type SignalHandlers = Record<SignalReceived['name'], (...args: unknown[]) => Promise<void>>;

/** Messages that nobody waits for; those that say nothing but that something is to be looked at are one while they wait. */
function signalHandlers(parts: OrderParts): SignalHandlers {
  const { order, inbox } = parts;
  const once = (name: SignalReceived['name'], handle: () => Promise<unknown>) => {
    let isBusy = false;
    let isAsked = false;
    return async () => {
      isAsked = true;
      if (isBusy) return;
      isBusy = true;
      while (isAsked) {
        isAsked = false;
        // While this run ends, it is left to the next one: whoever waits for none of them would never end.
        const isLeft = order.isEnding || !(await unanswered(order, name, handle));
        if (isLeft) order.leaveToNextRun({ name, args: [] });
      }
      isBusy = false;
    };
  };
  return {
    shipmentUpdated: async (message) => {
      await order.turns.standstill();
      await inbox.put(message);
    },
    settlePayment: once('settlePayment', () => catchUp(parts)),
    paymentLeftOpen: once('paymentLeftOpen', () => leftOpen(order)),
    stockArrived: once('stockArrived', () => stockArrived(order)),
  };
}

async function canceledInTemporal(order: RunningOrder, compensations: Compensations): Promise<void> {
  order.isCanceledInTemporal = true;
  const request = () => cancel(order, compensations, 'canceled in Temporal');
  if (await unanswered(order, 'a cancellation in Temporal', request)) order.isCanceledInTemporal = false;
}

/** Before the answer it stops the saga, after it the table decides. Canceled again: the order as it is. */
async function cancel(
  order: RunningOrder,
  compensations: Compensations,
  note: string | null,
  id: string | null = null,
): Promise<OrderSnapshot> {
  order.stopPlacing(note);
  await order.untilSettled();
  if (order.status !== 'CANCELED') {
    await compensations.cancel({ reason: 'requested', note, details: null }, id);
  }
  return await order.untilAnswered();
}

async function shipmentUpdate(order: RunningOrder, message: unknown, keepEarly: boolean) {
  await order.untilSettled();
  return await steps.recordShipment(order, message, keepEarly);
}

/**
 * What is due by the database, also of messages that this run never had: an update lives in Temporal only with the end of its
 * first task, and what its handler did before a worker died stands all the same.
 */
async function catchUp({ order, compensations, settlement, editing }: OrderParts): Promise<void> {
  await settlement.settle();
  if (order.status === 'CANCELING') await compensations.run();
  // What was authorized for it is given back.
  if (await editing.clearUp()) await settlement.settle();
}

async function stockArrived(order: RunningOrder): Promise<void> {
  await order.untilSettled();
  await steps.noteStock(order);
}

/** What is asked of an order after its answer; the money follows. */
async function changed(parts: OrderParts, name: ChangeName, change: unknown): Promise<OrderSnapshot> {
  const { order, compensations, settlement } = parts;
  await order.untilSettled();
  // What is back is refunded of what was paid for it.
  if (name === 'receiveReturn') await settlement.settleIfDue();
  try {
    await steps.change(order, name, change);
  } catch (failure) {
    // Every unit of it canceled is the order canceled.
    if (Object(causeOf(failure)?.details?.[0]).whole !== true) throw failure;
    const { id, reason } = Object(change);
    return await cancel(order, compensations, textOrNull(reason), textOrNull(id));
  }
  await settlement.settleIfDue();
  return await order.untilAnswered();
}

/** A held order is canceled; of one that has shipped in part, what has not. */
async function reject(parts: OrderParts, change: unknown): Promise<OrderSnapshot> {
  const { order, compensations } = parts;
  await order.untilSettled();
  if (order.snapshot?.parcels !== 0) return await changed(parts, 'rejectRest', change);
  const note = textOrNull(Object(change).reason);
  if (order.status === 'ON_HOLD') await compensations.cancel({ reason: 'review_rejected', note, details: null });
  else if (order.status !== 'CANCELED')
    throw ApplicationFailure.nonRetryable('It is not on hold', 'invalid_transition');
  return await order.untilAnswered();
}

async function leftOpen(order: RunningOrder): Promise<void> {
  await order.untilSettled();
  await steps.reportLeftOpen(order);
}

/** Updates come from Temporal's UI too, with whatever somebody typed. */
function textOrNull(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

function toResolution(word: Partial<Resolution<OperatorStep>> | null | undefined): Resolution<OperatorStep> {
  const step = OPERATOR_STEPS.find((name) => name === word?.step);
  const action = word?.action === 'retry' || word?.action === 'skip' ? word.action : undefined;
  const note = textOrNull(word?.note);
  if (step && action && note) return { step, action, note };
  const shape = `{ step: ${OPERATOR_STEPS.join(' | ')}, action: retry | skip, note: text }`;
  throw ApplicationFailure.nonRetryable(`resolveCompensation takes ${shape}`, 'invalid_request');
}

/**
 * What was begun for somebody is finished, also when the workflow is canceled meanwhile; it fails with the refusal
 * itself, not with the activity that brought it.
 */
async function answered<T>(order: RunningOrder, handle: () => Promise<T>): Promise<T> {
  try {
    return await CancellationScope.nonCancellable(async () => {
      await order.turns.standstill();
      return await handle();
    });
  } catch (failure) {
    throw causeOf(failure) ?? failure;
  }
}

/**
 * For messages that nobody waits for: what is refused is logged, and the order lives on.
 * @returns false where it is left to the next run
 */
async function unanswered(order: RunningOrder, what: string, handle: () => Promise<unknown>): Promise<boolean> {
  try {
    await answered(order, handle);
  } catch (error) {
    if (isGoingOn(error)) return false;
    log.warn(`${what} was ignored`, { error });
  }
  return true;
}
