import { DBOS, type StepConfig } from '@dbos-inc/dbos-sdk';
import type { Checkout } from '../../../domain/gateway.ts';
import { FIRST_PAUSE_MS, PAUSE_FACTOR, PROVIDER_ATTEMPTS } from '../shared/patience.ts';
import { cancel, confirm, type Outside, reserve, type Tx } from '../shared/work.ts';
import { refusalOf } from './refusal.ts';

const patience: StepConfig = {
  retriesAllowed: true,
  maxAttempts: PROVIDER_ATTEMPTS,
  intervalSeconds: FIRST_PAUSE_MS / 1_000,
  backoffRate: PAUSE_FACTOR,
  shouldRetry: (error) => refusalOf(error) === null,
};
/** Seven minutes: what was decided has to be written, and money that is held for nobody let go. */
const persistence: StepConfig = { ...patience, maxAttempts: 13 };

export type Steps = ReturnType<typeof registerSteps>;

/**
 * The steps of an order, each of which is safe to run again: a step whose checkpoint a crash cut off does.
 *
 * What is written is a step too, and not a transaction of a DBOS datasource. That one writes a checkpoint of its own
 * beside the orders, and the workflow's checkpoint all the same: as many commits and four round trips more, to run once
 * what may run twice here. (And the datasource for postgres.js, 4.24.16, fails at the launch of this DBOS.)
 */
export function registerSteps(orders: Tx, outside: Outside) {
  return {
    admit: DBOS.registerStep((checkout: Checkout) => verifyAndReserve(orders, outside, checkout), {
      ...patience,
      name: 'admit',
    }),
    authorize: DBOS.registerStep((checkout: Checkout) => outside.authorize(checkout), {
      ...patience,
      name: 'authorize',
    }),
    confirm: DBOS.registerStep((checkout: Checkout, intentId: string | null) => confirm(orders, checkout, intentId), {
      ...persistence,
      name: 'confirm',
    }),
    voidPayment: DBOS.registerStep((checkout: Checkout) => outside.voidPayment(checkout), {
      ...persistence,
      name: 'voidPayment',
    }),
    cancel: DBOS.registerStep(
      (checkout: Checkout, reason: Parameters<typeof cancel>[2]) => cancel(orders, checkout, reason),
      { ...persistence, name: 'cancel' },
    ),
  };
}

/** Both at once, for one checkpoint: neither needs the other, and a customer who is rejected gives the stock back. */
async function verifyAndReserve(orders: Tx, outside: Outside, checkout: Checkout): Promise<void> {
  const results = await Promise.allSettled([outside.verifyCustomer(checkout), reserve(orders, checkout)]);
  for (const result of results) if (result.status === 'rejected') throw result.reason;
}
