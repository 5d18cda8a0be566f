import { ApplicationFailure } from '@temporalio/activity';
import type postgres from 'postgres';
import type { Refusal as RefusalCode } from '../../../domain/errors.ts';
import type { Checkout } from '../../../domain/gateway.ts';
import { cancel, confirm, type Outside, Refusal } from '../shared/work.ts';
import { takeStock, writePending } from './stock.ts';

/** The five steps of the saga and its two ways back, each an activity on the statements that all peers use. */
export function naiveActivities(sql: postgres.Sql, outside: Outside) {
  return {
    writeOrder: (checkout: Checkout) => writePending(sql, checkout),
    verifyCustomer: (checkout: Checkout) => final(outside.verifyCustomer(checkout)),
    reserveStock: (checkout: Checkout) => final(takeStock(sql, checkout)),
    authorizePayment: (checkout: Checkout) => final(outside.authorize(checkout)),
    confirmOrder: (checkout: Checkout, intentId: string | null) => confirm(sql, checkout, intentId),
    voidPayment: (checkout: Checkout) => outside.voidPayment(checkout),
    cancelOrder: (checkout: Checkout, reason: RefusalCode) => cancel(sql, checkout, reason),
  };
}

export type NaiveActivities = ReturnType<typeof naiveActivities>;

/** A refusal ends the step; everything else is tried again. */
async function final<Result>(step: Promise<Result>): Promise<Result> {
  try {
    return await step;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    throw ApplicationFailure.create({ type: error.code, message: error.message, nonRetryable: true });
  }
}
