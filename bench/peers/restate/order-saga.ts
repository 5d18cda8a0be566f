import { type Context, service, TerminalError } from '@restatedev/restate-sdk';
import type postgres from 'postgres';
import { ERRORS, isRefusal, OrderSagaError } from '../../../domain/errors.ts';
import type { Checkout } from '../../../domain/gateway.ts';
import { isDecline } from '../shared/outcome.ts';
import { FIRST_PAUSE_MS, PAUSE_FACTOR, PROVIDER_ATTEMPTS } from '../shared/patience.ts';
import { cancel, confirm, type Outcome, type Outside, Refusal, reserve } from '../shared/work.ts';

const asProvider = {
  maxRetryAttempts: PROVIDER_ATTEMPTS,
  initialRetryInterval: FIRST_PAUSE_MS,
  retryIntervalFactor: PAUSE_FACTOR,
};

/**
 * The order saga as a Restate service, called with the order's id as idempotency key: one invocation an order, joined by
 * whoever asks again, and its answer kept. A virtual object or a workflow by the order's id measured the same, and has
 * state that nobody needs here: the rows are in Postgres.
 *
 * A step's result is in the log before the next step begins. The last statement is no step of its own: it is safe to run
 * again, nothing follows it, and its result is the invocation's, which the log gets anyway.
 */
export function orderSaga(sql: postgres.Sql, outside: Outside) {
  async function place(ctx: Context, checkout: Checkout): Promise<Outcome> {
    let mayHoldMoney = false;
    try {
      // One step, as each costs a write to the log.
      await ctx.run('verify and reserve', () => verifyAndReserve(checkout), asProvider);
      mayHoldMoney = true;
      const intentId = await ctx.run('authorize', () => outside.authorize(checkout), asProvider);
      const outcome = await confirm(sql, checkout, intentId);
      if (outcome.status === 'CANCELED') await ctx.run('void', () => outside.voidPayment(checkout));
      return outcome;
    } catch (failure) {
      if (!(failure instanceof TerminalError)) throw failure;
      const reason = isRefusal(failure.message) ? failure.message : 'dependency_unavailable';
      if (mayHoldMoney && !isDecline(reason)) await ctx.run('void', () => outside.voidPayment(checkout));
      return await cancel(sql, checkout, reason);
    }
  }

  /** Both at once; both have ended when this does. The customer's refusal counts first. */
  async function verifyAndReserve(checkout: Checkout): Promise<void> {
    for (const done of await Promise.allSettled([outside.verifyCustomer(checkout), reserve(sql, checkout)])) {
      if (done.status === 'rejected') throw done.reason;
    }
  }

  return service({
    name: 'orders',
    handlers: { place },
    options: { asTerminalError },
  });
}

/** Where asking again cannot help, by its code; all else is tried again. */
function asTerminalError(error: unknown): TerminalError | undefined {
  const isFinal = error instanceof Refusal || (error instanceof OrderSagaError && !ERRORS[error.code].retryable);
  return isFinal ? new TerminalError(error.code) : undefined;
}
