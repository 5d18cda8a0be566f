import { DBOS, type StepConfig } from '@dbos-inc/dbos-sdk';
import type { PostgresDataSource } from '@dbos-inc/postgres-datasource';
import type { Checkout } from '../../../domain/gateway.ts';
import { FIRST_PAUSE_MS, PAUSE_FACTOR, PROVIDER_ATTEMPTS } from '../shared/patience.ts';
import { cancel, confirm, type Outside, reserve } from '../shared/work.ts';
import { refusalOf } from './refusal.ts';

const patience: StepConfig = {
  retriesAllowed: true,
  maxAttempts: PROVIDER_ATTEMPTS,
  intervalSeconds: FIRST_PAUSE_MS / 1_000,
  backoffRate: PAUSE_FACTOR,
  shouldRetry: (error) => refusalOf(error) === null,
};
/** Seven minutes: money that is held for nobody has to be let go. */
const persistence: StepConfig = { ...patience, maxAttempts: 13 };

export type Steps = ReturnType<typeof registerSteps>;

/** The steps of an order: calls to the outside, and transactions that commit with their own checkpoint. */
export function registerSteps(orders: PostgresDataSource, outside: Outside) {
  return {
    verifyCustomer: DBOS.registerStep((checkout: Checkout) => outside.verifyCustomer(checkout), {
      ...patience,
      name: 'verifyCustomer',
    }),
    reserve: orders.registerTransaction((checkout: Checkout) => reserve(orders.client, checkout), { name: 'reserve' }),
    authorize: DBOS.registerStep((checkout: Checkout) => outside.authorize(checkout), {
      ...patience,
      name: 'authorize',
    }),
    confirm: orders.registerTransaction(
      (checkout: Checkout, intentId: string | null) => confirm(orders.client, checkout, intentId),
      { name: 'confirm' },
    ),
    voidPayment: DBOS.registerStep((checkout: Checkout) => outside.voidPayment(checkout), {
      ...persistence,
      name: 'voidPayment',
    }),
    cancel: orders.registerTransaction(
      (checkout: Checkout, reason: Parameters<typeof cancel>[2]) => cancel(orders.client, checkout, reason),
      { name: 'cancel' },
    ),
  };
}
