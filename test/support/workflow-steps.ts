import type { OrderGateway } from '../../domain/gateway.ts';
import type { Timing } from '../../domain/timing.ts';
import { workflowId } from '../../bin/order-gateway.ts';
import {
  failsForGood,
  failsOnce,
  losesItsAnswerOnce,
  type Gear,
  hangs,
  hangsAfterItsEffect,
  losesItsAnswer,
  outage,
} from './workflow-failpoints.ts';
import { untilHeard, untilHistoryHas } from './workflow-waits.ts';
import type { World } from './world.ts';

/** Windows that pass while a test waits, for orders whose steps hang or fail at every try; no busy machine misses them. */
export const SHORT: Partial<Timing> = {
  attempt: 800,
  storeAttempt: 3000,
  store: 6000,
  verify: 2400,
  authorize: 2400,
  compensate: 5000,
};

/** Out of the way of a step that stands still. */
const PATIENT: Partial<Timing> = {
  attempt: 10_000,
  storeAttempt: 10_000,
  store: 20_000,
  verify: 20_000,
  authorize: 20_000,
};

export const STEPS = ['placeOrder', 'verifyCustomer', 'authorizePayment', 'confirmOrder'] as const;
export type SagaStep = (typeof STEPS)[number];

/** Makes the step of that order go wrong; resolves once it has, or at once when it is only planted. */
type GoWrong = (world: World, orderId: string, step: SagaStep) => Promise<void>;

const planted =
  (failure: Parameters<World['failpoints']['plant']>[2]): GoWrong =>
  async (world, orderId, step) =>
    world.failpoints.plant(orderId, step, failure);

export const MODES = {
  'is canceled by request while it runs': canceledBy('request', 'quick'),
  'is canceled by request while it is tried patiently': canceledBy('request', 'patient'),
  'is canceled in Temporal while it runs': canceledBy('Temporal', 'quick'),
  'is canceled in Temporal while it is tried patiently': canceledBy('Temporal', 'patient'),
  'fails once': async (world, orderId, step) => world.failpoints.plant(orderId, step, failsOnce()),
  'loses its answer once': async (world, orderId, step) => world.failpoints.plant(orderId, step, losesItsAnswerOnce()),
  'fails for good': planted(failsForGood),
  'fails at every try': planted(outage),
  'times out': planted(hangs),
  'fails for good after its effect': planted(losesItsAnswer),
  'times out after its effect': planted(hangsAfterItsEffect),
} as const satisfies Record<string, GoWrong>;
export type Mode = keyof typeof MODES;

const TOLD_BY = {
  request: 'EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_ACCEPTED',
  Temporal: 'EVENT_TYPE_WORKFLOW_EXECUTION_CANCEL_REQUESTED',
} as const;

/** The step has begun and goes on to its effect after the workflow has asked it to stop: the worst moment. */
function canceledBy(whom: 'request' | 'Temporal', gear: Gear): GoWrong {
  return async (world, orderId, step) => {
    const pause = world.failpoints.pause(orderId, step, gear);
    await pause.reached;
    const canceling =
      whom === 'request'
        ? world.gateway().cancel(orderId, 'I changed my mind')
        : world.client.workflow.getHandle(workflowId(orderId)).cancel();
    await (gear === 'patient'
      ? untilHistoryHas(world, workflowId(orderId), 'EVENT_TYPE_ACTIVITY_TASK_CANCEL_REQUESTED')
      : untilHeard(world, workflowId(orderId), TOLD_BY[whom]));
    pause.release();
    await canceling;
  };
}

export function isCanceledWhileItRuns(mode: Mode): boolean {
  return mode.startsWith('is canceled');
}

/** The gateway for a case: windows are short where all attempts fail, and out of the way where a step stands still. */
export function gatewayFor(world: World, mode: Mode): OrderGateway {
  return world.gateway(isCanceledWhileItRuns(mode) ? PATIENT : SHORT);
}
