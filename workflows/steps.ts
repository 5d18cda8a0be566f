import type { ApplicationFailure } from '@temporalio/workflow';
import type { Activities } from '../activities/index.ts';
import type { ChangeName } from '../domain/gateway.ts';
import type { CancelRequest } from '../domain/decisions.ts';
import type { Address, Compensation, MoveKind } from '../domain/order.ts';
import type { OrderSnapshot } from '../domain/snapshot.ts';
import type { RunningOrder } from './running-order.ts';
import { inFirstGear, inSecondGear, inTwoGears } from './two-gears.ts';

type Authorized = NonNullable<Awaited<ReturnType<Activities['authorizePayment']>>>;

/** Every step of an order, by its name in Temporal's UI, with its patience. Each tells the order what stands after it. */

export async function readOrder(order: RunningOrder): Promise<void> {
  order.adopt(await inTwoGears('readOrder', { summary: 'Go on from the database', ...always(order) }, order.id));
}

/**
 * Every step to the answer in one local activity, within the workflow's first task: each costs as much as the rest of it.
 * @returns false when somebody was out of reach; the order is PENDING when that was the payment service alone
 */
export async function placeAtOnce(order: RunningOrder): Promise<boolean> {
  const options = { summary: 'Reserve, verify, authorize, confirm', ...always(order) };
  const quick = await inFirstGear('placeAtOnce', options, order.id, order.checkout, customerOf(order));
  if (quick) order.adopt(quick.result);
  return quick !== undefined;
}

export async function reserveStock(order: RunningOrder): Promise<void> {
  const options = { summary: 'Write the order and reserve its stock', ...within(order, 'store') };
  order.adopt(await inSecondGear('placeOrder', options, order.id, order.checkout));
}

/** A guest has nobody to verify. */
export async function verifyCustomer(order: RunningOrder): Promise<void> {
  const customerId = customerOf(order);
  if (customerId === null) return;
  const options = { summary: 'Verify the customer', ...within(order, 'verify') };
  await inSecondGear('verifyCustomer', options, order.id, customerId);
}

/** Null when there is nothing to pay. */
export async function authorizePayment(order: RunningOrder): Promise<Authorized | null> {
  if (order.snapshot?.total === 0) return null;
  const options = { summary: 'Authorize the payment', ...within(order, 'authorize') };
  return await inSecondGear('authorizePayment', options, order.id);
}

export async function confirm(order: RunningOrder, authorized: Authorized | null): Promise<void> {
  const options = { summary: 'Confirm the order', ...within(order, 'store') };
  order.adopt(await inSecondGear('confirmOrder', options, order.id, authorized));
}

export async function startCancel(
  order: RunningOrder,
  request: CancelRequest,
  undo: Compensation[],
  id: string | null,
): Promise<void> {
  const options = { summary: `Begin to cancel: ${request.reason}`, ...always(order) };
  // Placing it may have failed altogether: then it is written first, so that the refusal can be read.
  const unwritten = order.snapshot ? null : order.checkout;
  order.adopt(await inTwoGears('startCancel', options, order.id, unwritten, request, undo, id));
}

export async function releaseStock(order: RunningOrder): Promise<void> {
  const options = { summary: 'Give the stock back', ...within(order, 'compensate') };
  order.adopt(await inTwoGears('releaseStock', options, order.id));
}

export async function voidPayment(order: RunningOrder): Promise<void> {
  const options = { summary: 'Void the authorization', ...within(order, 'compensate') };
  order.adopt(await inTwoGears('voidPayment', options, order.id));
}

export async function voidLatePayment(order: RunningOrder): Promise<void> {
  const options = {
    summary: 'Look again for a late authorization',
    attempt: order.timing.attempt,
    goingOn: order.goingOn,
    turns: order.turns,
  };
  order.adopt(await inTwoGears('voidLatePayment', options, order.id));
}

/** The same for an operator, who waits for it. */
export async function voidLeftOpen(order: RunningOrder): Promise<void> {
  const options = { summary: 'Void what was left open', ...within(order, 'compensate') };
  order.adopt(await inTwoGears('voidLatePayment', options, order.id));
}

export async function reportLeftOpen(order: RunningOrder): Promise<void> {
  const options = {
    summary: 'Look for a payment left open',
    attempt: order.timing.attempt,
    goingOn: order.goingOn,
    turns: order.turns,
  };
  order.adopt(await inTwoGears('reportLeftOpen', options, order.id));
}

/** An operator's word that what was given up is to be tried again. */
export interface Retry {
  kind: MoveKind;
  note: string;
}

/** The next move of the order's money, by the name of what it is expected to be. */
export async function moveMoney(order: RunningOrder, kind: MoveKind, retry?: Retry): Promise<void> {
  // Whoever edits an order waits for the money.
  const patience = kind === 'authorize' && order.snapshot?.editId ? 'authorize' : 'compensate';
  const { activity, summary } = MOVES[kind];
  order.adopt(await inTwoGears(activity, { summary, ...within(order, patience) }, order.id, retry ?? null));
}

const MOVES = {
  capture: { activity: 'capturePayment', summary: 'Capture the payment' },
  authorize: { activity: 'authorizeRest', summary: 'Authorize what is still to come' },
  release: { activity: 'releasePayment', summary: 'Release what is not needed' },
  refund: { activity: 'refundPayment', summary: 'Refund' },
} as const;

/** Of a capture by the names that histories from before there were other moves have. */
export async function flagMove(
  order: RunningOrder,
  kind: MoveKind,
  cause: ApplicationFailure | undefined,
  failure: unknown,
): Promise<void> {
  const options = { summary: `Needs attention: ${kind}`, ...always(order) };
  const error = cause?.message ?? String(failure);
  const flag = kind === 'capture' ? 'flagCapture' : 'flagMove';
  order.adopt(await inTwoGears(flag, options, order.id, error, kind, cause?.nonRetryable === true));
}

export async function skipStep(order: RunningOrder, step: MoveKind | 'shipment', note: string): Promise<void> {
  const options = { summary: `Skipped by an operator: ${step}`, ...always(order) };
  const skip = step === 'capture' ? 'skipCapture' : 'skipStep';
  order.adopt(await inTwoGears(skip, options, order.id, note, step));
}

/** Parcels that left when the order's state did not have them. */
export async function recordRefused(order: RunningOrder, note: string): Promise<void> {
  const options = { summary: 'Record what left after all', ...always(order) };
  order.adopt(await inTwoGears('recordRefused', options, order.id, note));
}

export async function noteStock(order: RunningOrder): Promise<void> {
  const options = { summary: 'Stock has come', ...always(order) };
  order.adopt(await inTwoGears('noteStock', options, order.id));
}

export async function change(order: RunningOrder, name: ChangeName, request: unknown): Promise<void> {
  const options = { summary: SUMMARIES[name], ...always(order) };
  const outcome = await inTwoGears('changeOrder', options, order.id, name, request, order.timing.returnWindow);
  order.adopt(outcome.order);
}

const SUMMARIES: Record<ChangeName, string> = {
  cancelLine: 'Cancel a part',
  refundOrder: 'Ask for a refund',
  requestReturn: 'Ask for a return',
  approveReturn: 'Approve the return',
  rejectReturn: 'Reject the return',
  receiveReturn: 'The return is there',
  holdOrder: 'Put on hold',
  releaseOrder: 'Release the hold',
  rejectRest: 'Reject what has not shipped',
};

/** @returns the edit that is under way from then on, whatever has happened since; nothing for a repeat of one that is done */
export async function startEdit(order: RunningOrder, request: unknown): Promise<string | null | undefined> {
  const options = { summary: 'Edit: reserve what is new', ...always(order) };
  const started = await inTwoGears('startEdit', options, order.id, request);
  order.adopt(started);
  return started.editId;
}

export async function finishEdit(order: RunningOrder, id: string): Promise<OrderSnapshot> {
  const options = { summary: 'Edit: as wanted from here on', ...always(order) };
  return order.adopt(await inTwoGears('finishEdit', options, order.id, id));
}

/** @param isSpent its money was refused; false where it was not, or nobody knows */
export async function failEdit(
  order: RunningOrder,
  id: string,
  cause?: ApplicationFailure,
  isSpent = false,
): Promise<void> {
  const options = { summary: 'Edit: given up', ...always(order) };
  const { type, message } = cause ?? {};
  const code = type ?? 'dependency_unavailable';
  order.adopt(await inTwoGears('failEdit', options, order.id, id, code, message ?? 'It was broken off', isSpent));
}

export async function flagCompensation(order: RunningOrder, step: Compensation, error: string): Promise<void> {
  const options = { summary: `Needs attention: ${step}`, ...always(order) };
  order.adopt(await inTwoGears('flagCompensation', options, order.id, step, error));
}

export async function skipCompensation(order: RunningOrder, step: Compensation, note: string): Promise<void> {
  const options = { summary: `Skipped by an operator: ${step}`, ...always(order) };
  order.adopt(await inTwoGears('skipCompensation', options, order.id, step, note));
}

export async function changeAddress(order: RunningOrder, address: Address): Promise<OrderSnapshot> {
  const options = { summary: 'Change the address', ...always(order) };
  return order.adopt(await inTwoGears('changeAddress', options, order.id, address));
}

/** A shipping update, whichever way it came. `keepEarly`: a delivery that overtook its shipment waits for it. */
export async function recordShipment(order: RunningOrder, message: unknown, keepEarly: boolean) {
  const options = { summary: 'Shipment update', ...always(order) };
  const outcome = await inTwoGears('recordShipment', options, order.id, message, keepEarly);
  return { order: order.adopt(outcome.order), repeated: outcome.repeated };
}

/** Signals that came together: what is refused of them changes nothing, and nobody waits for an answer. */
export async function recordShipments(order: RunningOrder, messages: readonly unknown[]): Promise<void> {
  const options = { summary: `${messages.length} shipment updates`, ...always(order) };
  order.adopt(await inSecondGear('recordShipments', { ...options, attempt: 4 * options.attempt }, order.id, messages));
}

/** The same in a run that ends. @returns false where the database is out of reach */
export async function recordAtOnce(order: RunningOrder, messages: readonly unknown[]): Promise<boolean> {
  const options = { summary: `${messages.length} shipment updates`, ...always(order) };
  const recorded = await inFirstGear('recordShipments', options, order.id, messages);
  if (recorded) order.adopt(recorded.result);
  return recorded !== undefined;
}

function customerOf({ checkout, snapshot }: RunningOrder): string | null {
  return (checkout ? checkout.order.customerId : snapshot?.customerId) ?? null;
}

/** Our own database: until it succeeds. */
function always({ timing, goingOn, turns }: RunningOrder) {
  return { attempt: timing.storeAttempt, goingOn, turns };
}

function within({ timing, goingOn, turns }: RunningOrder, window: 'store' | 'verify' | 'authorize' | 'compensate') {
  const attempt = window === 'store' ? timing.storeAttempt : timing.attempt;
  return { attempt: Math.min(attempt, timing[window]), window: timing[window], goingOn, turns };
}
