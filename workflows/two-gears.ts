import {
  ActivityCancellationType,
  ActivityFailure,
  ApplicationFailure,
  CancellationScope,
  isCancellation,
  proxyActivities,
  proxyLocalActivities,
} from '@temporalio/workflow';
import type { Activities } from '../activities/index.ts';

export interface GearOptions {
  /** What Temporal's UI calls the step. */
  summary: string;
  /** One attempt, in milliseconds. */
  attempt: number;
  /** All patient attempts, in milliseconds; undefined: until it succeeds. */
  window?: number;
}

/** Local attempts: quick, as they hold the workflow task, and as long as two slow ones in all. */
const LOCAL_ATTEMPTS = 2;
const LOCAL_RETRY = { initialInterval: 100, backoffCoefficient: 2, maximumAttempts: 3 } as const;
const PATIENT_RETRY = { initialInterval: 1000, backoffCoefficient: 2, maximumInterval: 30_000 } as const;

/**
 * An activity in two gears: first in the workflow task itself, which costs no round trip to the server; where a few
 * quick attempts do not help, a regular activity takes over with the patience of `window`.
 * @throws ActivityFailure
 */
export async function inTwoGears<Name extends keyof Activities>(
  name: Name,
  { summary, attempt, window }: GearOptions,
  ...args: Parameters<Activities[Name]>
): Promise<Awaited<ReturnType<Activities[Name]>>> {
  const common = {
    summary,
    startToCloseTimeout: attempt,
    cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
  };
  const briefly = { scheduleToCloseTimeout: LOCAL_ATTEMPTS * attempt };
  const scope = CancellationScope.current();
  if (scope.consideredCancelled) await scope.cancelRequested;
  try {
    // A local activity is short, and never canceled: sdk-core 1.24 fails the workflow task when its result crosses that.
    return await CancellationScope.nonCancellable(() =>
      call(proxyLocalActivities<Activities>({ ...common, ...briefly, retry: LOCAL_RETRY }), name, args),
    );
  } catch (failure) {
    if (isCancellation(failure) || isFinal(failure)) throw failure;
    const patience = window === undefined ? {} : { scheduleToCloseTimeout: window };
    return await call(proxyActivities<Activities>({ ...common, ...patience, retry: PATIENT_RETRY }), name, args);
  }
}

/** TypeScript cannot follow one name through a proxy of all activities; name and arguments are checked by the caller. */
async function call<Name extends keyof Activities>(
  proxy: unknown,
  name: Name,
  args: unknown[],
): Promise<Awaited<ReturnType<Activities[Name]>>> {
  type Call = (...given: unknown[]) => Promise<Awaited<ReturnType<Activities[Name]>>>;
  return await (proxy as Record<Name, Call>)[name](...args);
}

/** True when trying again cannot help: a refusal, or an error of ours. */
function isFinal(failure: unknown): boolean {
  return causeOf(failure)?.nonRetryable === true;
}

/** The refusal or error at the bottom of a failed step. */
export function causeOf(failure: unknown): ApplicationFailure | undefined {
  if (failure instanceof ApplicationFailure) return failure;
  return failure instanceof ActivityFailure && failure.cause instanceof ApplicationFailure ? failure.cause : undefined;
}
