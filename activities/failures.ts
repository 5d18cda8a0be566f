import { ApplicationFailure } from '@temporalio/activity';
import { ApplicationFailureCategory } from '@temporalio/common';
import type { ActivityInboundCallsInterceptor } from '@temporalio/worker';
import { databaseCause } from '../db/errors.ts';
import { OrderSagaError } from '../domain/errors.ts';

/** Gives our errors to Temporal by their code, not to be tried again; an expected refusal is benign, and no alarm. */
export const namedFailures: ActivityInboundCallsInterceptor = {
  async execute(input, next) {
    try {
      return await next(input);
    } catch (error) {
      if (!(error instanceof OrderSagaError)) throw databaseCause(error);
      throw ApplicationFailure.create({
        type: error.code,
        message: error.message,
        nonRetryable: true,
        details: [error.details],
        ...(error.code === 'dependency_unavailable' ? {} : { category: ApplicationFailureCategory.BENIGN }),
      });
    }
  },
};
