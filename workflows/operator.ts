import { COMPENSATIONS, type Compensation, type OperatorStep } from '../domain/order.ts';
import type { OrderSnapshot } from '../domain/snapshot.ts';
import { type Compensations, nobodyWaits, type Resolution } from './compensations.ts';
import type { RunningOrder } from './running-order.ts';
import type { Settlement } from './settlement.ts';
import * as steps from './steps.ts';

/**
 * An operator's word on a step that was given up. A compensation waits for it; a move of money, a parcel, and what was found
 * open of a canceled order, are done at once, also by a workflow that was started for nothing else.
 * @returns the order afterwards: it still needs attention where the retry failed too
 */
export async function resolve(
  order: RunningOrder,
  compensations: Compensations,
  settlement: Settlement,
  { step, action, note }: Resolution<OperatorStep>,
): Promise<OrderSnapshot> {
  if (!order.snapshot) await order.until(() => order.snapshot !== null);
  if (isCompensation(step) && order.status !== 'CANCELED') {
    compensations.resolve({ step, action, note });
    return await order.untilGivenBack(step);
  }
  await order.untilSettled();
  if (!order.snapshot?.failedCompensations.includes(step)) throw nobodyWaits(step);
  if (isCompensation(step)) {
    await (action === 'retry' ? steps.voidLeftOpen(order) : steps.skipCompensation(order, step, note));
  } else if (step === 'shipment') {
    await (action === 'retry' ? steps.recordRefused(order, note) : steps.skipStep(order, step, note));
  } else {
    await (action === 'retry' ? settlement.settle({ kind: step, note }) : settlement.skip(step, note));
  }
  return await order.untilAnswered();
}

function isCompensation(step: OperatorStep): step is Compensation {
  return COMPENSATIONS.some((compensation) => compensation === step);
}
