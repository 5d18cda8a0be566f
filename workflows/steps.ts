import {
  ActivityCancellationType,
  ActivityFailure,
  ApplicationFailure,
  isCancellation,
  proxyActivities,
  proxyLocalActivities,
} from '@temporalio/workflow';
import type { Activities } from '../activities/index.ts';

interface StepOptions {
  summary: string;
  /** One attempt, in milliseconds. */
  attempt: number;
  /** All attempts, in milliseconds; undefined: until it succeeds. */
  window?: number | undefined;
}

/** Local attempts: quick, as they hold the workflow task. */
const LOCAL_RETRY = { initialInterval: 100, backoffCoefficient: 2, maximumAttempts: 3 } as const;
const PATIENT_RETRY = { initialInterval: 1000, backoffCoefficient: 2, maximumInterval: 30_000 } as const;

/**
 * An activity in two gears: first in the workflow task itself, which costs no round trip to the server; where a few
 * quick attempts do not help, a regular activity takes over with the patience of `window`.
 */
export function step<Name extends keyof Activities & string>(
  name: Name,
  { summary, attempt, window }: StepOptions,
  ...args: Parameters<Activities[Name]>
): ReturnType<Activities[Name]> {
  const cancellationType = ActivityCancellationType.WAIT_CANCELLATION_COMPLETED;
  const common = { startToCloseTimeout: attempt, summary, cancellationType };
  const local = proxyLocalActivities<Activities>({ ...common, retry: LOCAL_RETRY });
  const patient = proxyActivities<Activities>({
    ...common,
    ...(window === undefined ? {} : { scheduleToCloseTimeout: window }),
    retry: PATIENT_RETRY,
  });
  // TypeScript cannot follow one name through two proxies; the name and its arguments were checked above.
  const call = (proxy: unknown) => (proxy as Record<Name, (...given: unknown[]) => Promise<unknown>>)[name](...args);
  return inTwoGears(
    () => call(local),
    () => call(patient),
  ) as ReturnType<Activities[Name]>;
}

async function inTwoGears(local: () => Promise<unknown>, patient: () => Promise<unknown>): Promise<unknown> {
  try {
    return await local();
  } catch (failure) {
    if (isCancellation(failure) || isFinal(failure)) throw failure;
    return await patient();
  }
}

/** True when trying again cannot help: a refusal, or an error of ours. */
function isFinal(failure: unknown): boolean {
  return failure instanceof ActivityFailure && failure.cause instanceof ApplicationFailure
    ? failure.cause.nonRetryable === true
    : false;
}

/** The refusal or error at the bottom of a failed step. */
export function causeOf(failure: unknown): ApplicationFailure | undefined {
  if (failure instanceof ApplicationFailure) return failure;
  return failure instanceof ActivityFailure && failure.cause instanceof ApplicationFailure ? failure.cause : undefined;
}
