import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { isDecided, type OrderStatus } from '../../domain/states.ts';
import { soundBooks } from '../support/workflow-books.ts';
import { newCheckout } from '../support/workflow-orders.ts';
import {
  gatewayFor,
  isCanceledWhileItRuns,
  MODES,
  type Mode,
  type SagaStep,
  STEPS,
} from '../support/workflow-steps.ts';
import { untilWorkflow } from '../support/workflow-waits.ts';
import { startWorld, type World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

const CASES = Object.keys(MODES).flatMap((mode) => STEPS.map((step) => ({ step, mode: mode as Mode })));

describe('a step of the saga that goes wrong', () => {
  it.concurrent.each(CASES)('$step $mode', async ({ step, mode }) => {
    const checkout = await newCheckout(world);
    const { id } = checkout.order;
    const placing = gatewayFor(world, mode).place(checkout);
    await MODES[mode](world, id, step);
    await placing;
    // An order may be confirmed for a moment before the cancellation that came meanwhile takes it.
    const isEnd = (status: OrderStatus) => status === 'CANCELED' || (isDecided(status) && !isCanceledWhileItRuns(mode));
    await untilWorkflow(world, id, ({ status }) => isEnd(status));

    const sku = checkout.order.lines[0]?.sku ?? '';
    const books = await soundBooks(world, id);
    expect(books).toMatchObject(isConfirmed(step, mode) ? stands(sku) : isGivenBack(step, mode));
    expect(books.stock).toEqual({ [sku]: { onHand: 10, reserved: isConfirmed(step, mode) ? 2 : 0 } });
  });
});

function stands(sku: string) {
  return {
    order: { status: 'PROCESSING', cancelReason: null, payment: { status: 'authorized', authorized: 2598 } },
    held: { [sku]: 2 },
    authorizations: 1,
    standing: 2598,
    published: ['order.created'],
  };
}

function isGivenBack(step: SagaStep, mode: Mode) {
  const authorized = wasAuthorized(step, mode);
  return {
    order: { status: 'CANCELED', ...reason(mode), payment: { status: authorized ? 'voided' : 'none' } },
    held: {},
    authorizations: authorized ? 1 : 0,
    standing: 0,
    published: wasConfirmed(step, mode) ? ['order.created', 'order.cancelled'] : ['order.cancelled'],
  };
}

function isConfirmed(step: SagaStep, mode: Mode): boolean {
  return mode.endsWith('once') || answerMayBeOut(step, mode);
}

/** The confirming commit is in, and with it the checkout's answer: nothing but a request may cancel the order then. */
function answerMayBeOut(step: SagaStep, mode: Mode): boolean {
  return step === 'confirmOrder' && mode.endsWith('after its effect');
}

function wasConfirmed(step: SagaStep, mode: Mode): boolean {
  return (step === 'confirmOrder' && isCanceledWhileItRuns(mode)) || ranToTheEnd(mode);
}

/** All steps at once are one step: it runs to its end, and then the order is canceled. */
function ranToTheEnd(mode: Mode): boolean {
  return isCanceledWhileItRuns(mode) && !mode.endsWith('patiently');
}

function wasAuthorized(step: SagaStep, mode: Mode): boolean {
  if (step === 'confirmOrder' || ranToTheEnd(mode)) return true;
  return step === 'authorizePayment' && (mode.endsWith('after its effect') || isCanceledWhileItRuns(mode));
}

function reason(mode: Mode) {
  if (!isCanceledWhileItRuns(mode)) return { cancelReason: 'dependency_unavailable', cancelNote: null };
  const byRequest = mode.includes('by request');
  return { cancelReason: 'requested', cancelNote: byRequest ? 'I changed my mind' : 'canceled in Temporal' };
}
