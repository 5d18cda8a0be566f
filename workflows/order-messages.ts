import { ApplicationFailure, CancellationScope, log, setHandler } from '@temporalio/workflow';
import { OPERATOR_STEPS, type OperatorStep } from '../domain/order.ts';
import type { OrderSnapshot } from '../domain/snapshot.ts';
import { causeOf } from './two-gears.ts';
import type { Compensations, Resolution } from './compensations.ts';
import * as messages from './messages.ts';
import { resolve } from './operator.ts';
import type { RunningOrder } from './running-order.ts';
import { Settlement } from './settlement.ts';
import * as steps from './steps.ts';

/** What others say to a running order. Set before the first await, so that nothing said at once is lost. */
export function handleMessages(order: RunningOrder, compensations: Compensations): void {
  const settlement = new Settlement(order);
  setHandler(messages.orderState, () => order.snapshot);
  setHandler(messages.decided, () => answered(() => order.untilDecided()));
  setHandler(messages.cancelOrder, (note) => answered(() => cancel(order, compensations, textOrNull(note))));
  setHandler(messages.changeAddress, (address) =>
    answered(async () => {
      await order.untilSettled();
      return await steps.changeAddress(order, address);
    }),
  );
  setHandler(messages.updateShipment, (update) => answered(() => shipmentUpdate(order, update, false)));
  setHandler(messages.shipmentUpdated, (message) =>
    unanswered('a shipment update', () => shipmentUpdate(order, message, true)),
  );
  setHandler(messages.settlePayment, () => unanswered('a settlement', () => settlement.settle()));
  setHandler(messages.paymentLeftOpen, () => unanswered('a payment left open', () => leftOpen(order)));
  setHandler(messages.resolveCompensation, (word) =>
    answered(async () => await resolve(order, compensations, settlement, toResolution(word))),
  );
  // Whoever cancels the workflow in Temporal's UI cancels the order, where the table allows it.
  void CancellationScope.current().cancelRequested.catch(() =>
    unanswered('a cancellation in Temporal', () => cancel(order, compensations, 'canceled in Temporal')),
  );
}

/** Before the answer it stops the saga, after it the table decides. Canceled again: the order as it is. */
async function cancel(order: RunningOrder, compensations: Compensations, note: string | null): Promise<OrderSnapshot> {
  order.stopPlacing(note);
  await order.untilSettled();
  if (order.status !== 'CANCELED') {
    await compensations.cancel({ reason: 'requested', note, details: null });
  }
  return await order.untilDecided();
}

async function shipmentUpdate(order: RunningOrder, message: unknown, keepEarly: boolean) {
  await order.untilSettled();
  return await steps.recordShipment(order, message, keepEarly);
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
