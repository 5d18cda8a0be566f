import { ApplicationFailure, CancellationScope, defineSignal, log, setHandler } from '@temporalio/workflow';
import type { ChangeName } from '../domain/gateway.ts';
import { OPERATOR_STEPS, type OperatorStep } from '../domain/order.ts';
import type { OrderSnapshot } from '../domain/snapshot.ts';
import { causeOf } from './two-gears.ts';
import type { Compensations, Resolution } from './compensations.ts';
import * as messages from './messages.ts';
import { resolve } from './operator.ts';
import type { Editing } from './editing.ts';
import type { RunningOrder, SignalReceived } from './running-order.ts';
import type { Settlement } from './settlement.ts';
import * as steps from './steps.ts';

/** What others say to a running order. Set before the first await, so that nothing said at once is lost. */
export function handleMessages(
  order: RunningOrder,
  compensations: Compensations,
  settlement: Settlement,
  editing: Editing,
): SignalHandlers {
  setHandler(messages.orderState, () => order.snapshot);
  setHandler(messages.decided, () => answered(() => order.untilAnswered()));
  setHandler(messages.cancelOrder, (note) => answered(() => cancel(order, compensations, textOrNull(note))));
  setHandler(messages.changeAddress, (address) =>
    answered(async () => {
      await order.untilSettled();
      return await steps.changeAddress(order, address);
    }),
  );
  setHandler(messages.updateShipment, (update) => answered(() => shipmentUpdate(order, update, false)));
  const signals = signalHandlers(order, settlement);
  for (const name of messages.SIGNALS) {
    setHandler(defineSignal<unknown[]>(name), async (...args) => {
      // While this run ends, a signal is left to the next one: whoever waits for none of them would never end.
      if (order.isEnding) order.forNextRun.push({ name, args });
      else await signals[name](...args);
    });
  }
  for (const name of messages.CHANGE_NAMES) {
    setHandler(messages.CHANGES[name], (change) =>
      answered(() => changed(order, compensations, settlement, name, change)),
    );
  }
  setHandler(messages.rejectOrder, (change) => answered(() => reject(order, compensations, settlement, change)));
  setHandler(messages.editOrder, (edit) => answered(() => editing.edit(edit)));
  setHandler(messages.resolveCompensation, (word) =>
    answered(async () => await resolve(order, compensations, settlement, toResolution(word))),
  );
  // Whoever cancels the workflow in Temporal's UI cancels the order, where the table allows it.
  void CancellationScope.current().cancelRequested.catch(() =>
    unanswered('a cancellation in Temporal', () => cancel(order, compensations, 'canceled in Temporal')),
  );
  return signals;
}

type SignalHandlers = Record<SignalReceived['name'], (...args: unknown[]) => Promise<void>>;

/** Messages that nobody waits for. */
function signalHandlers(order: RunningOrder, settlement: Settlement): SignalHandlers {
  return {
    shipmentUpdated: (message) => unanswered('a shipment update', () => shipmentUpdate(order, message, true)),
    settlePayment: () => unanswered('a settlement', () => settlement.settle()),
    paymentLeftOpen: () => unanswered('a payment left open', () => leftOpen(order)),
    stockArrived: () => unanswered('stock that arrived', () => stockArrived(order)),
  };
}

/** Before the answer it stops the saga, after it the table decides. Canceled again: the order as it is. */
async function cancel(order: RunningOrder, compensations: Compensations, note: string | null): Promise<OrderSnapshot> {
  order.stopPlacing(note);
  await order.untilSettled();
  if (order.status !== 'CANCELED') {
    await compensations.cancel({ reason: 'requested', note, details: null });
  }
  return await order.untilAnswered();
}

async function shipmentUpdate(order: RunningOrder, message: unknown, keepEarly: boolean) {
  await order.untilSettled();
  return await steps.recordShipment(order, message, keepEarly);
}

async function stockArrived(order: RunningOrder): Promise<void> {
  await order.untilSettled();
  await steps.noteStock(order);
}

/** What is asked of an order after its answer; the money follows. */
async function changed(
  order: RunningOrder,
  compensations: Compensations,
  settlement: Settlement,
  name: ChangeName,
  change: unknown,
): Promise<OrderSnapshot> {
  await order.untilSettled();
  try {
    await steps.change(order, name, change);
  } catch (failure) {
    // Every unit of it canceled is the order canceled.
    if (Object(causeOf(failure)?.details?.[0]).whole !== true) throw failure;
    return await cancel(order, compensations, textOrNull(Object(change).reason));
  }
  await settlement.settleIfDue();
  return await order.untilAnswered();
}

/** A held order is canceled; of one that has shipped in part, what has not. */
async function reject(
  order: RunningOrder,
  compensations: Compensations,
  settlement: Settlement,
  change: unknown,
): Promise<OrderSnapshot> {
  await order.untilSettled();
  if (order.snapshot?.parcels !== 0) return await changed(order, compensations, settlement, 'rejectRest', change);
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
async function answered<T>(handle: () => Promise<T>): Promise<T> {
  try {
    return await CancellationScope.nonCancellable(handle);
  } catch (failure) {
    throw causeOf(failure) ?? failure;
  }
}

/** For messages that nobody waits for: what is refused is logged, and the order lives on. */
async function unanswered(what: string, handle: () => Promise<unknown>): Promise<void> {
  try {
    await answered(handle);
  } catch (error) {
    log.warn(`${what} was ignored`, { error });
  }
}
