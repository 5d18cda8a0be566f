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
import type { GoingOn } from './going-on.ts';
import type { Turns } from './turns.ts';

export interface GearOptions {
  /** What Temporal's UI calls the step. */
  summary: string;
  /** One attempt, in milliseconds. */
  attempt: number;
  /** All patient attempts, in milliseconds; undefined: until it succeeds. */
  window?: number;
  /** Whose step it is: in first gear they take turns. */
  turns: Turns;
  /** What may take long is left to the next run when this one ends. */
  goingOn: GoingOn;
}

/** Local attempts: quick, as they hold the workflow task, and as long as two slow ones in all. */
const LOCAL_ATTEMPTS = 2;
const LOCAL_RETRY = { initialInterval: 100, backoffCoefficient: 2, maximumAttempts: 3 } as const;
const PATIENT_RETRY = { initialInterval: 250, backoffCoefficient: 2, maximumInterval: 30_000 } as const;

type Result<Name extends keyof Activities> = Awaited<ReturnType<Activities[Name]>>;

/**
 * An activity in two gears: first in the workflow task itself, which costs no round trip to the server; where a few
 * quick attempts do not help, a regular activity takes over with the patience of `window`.
 * @throws ActivityFailure
 */
export async function inTwoGears<Name extends keyof Activities>(
  name: Name,
  options: GearOptions,
  ...args: Parameters<Activities[Name]>
): Promise<Result<Name>> {
  const quick = await inFirstGear(name, options, ...args);
  return quick ? quick.result : await inSecondGear(name, options, ...args);
}

/**
 * A few quick attempts in the workflow task itself.
 * @returns undefined when they did not help, and patience may
 * @throws ActivityFailure when nothing will
 */
export async function inFirstGear<Name extends keyof Activities>(
  name: Name,
  { summary, attempt, turns }: GearOptions,
  ...args: Parameters<Activities[Name]>
): Promise<{ result: Result<Name> } | undefined> {
  const scope = CancellationScope.current();
  if (scope.consideredCancelled) await scope.cancelRequested;
  const options = {
    summary,
    startToCloseTimeout: attempt,
    scheduleToCloseTimeout: LOCAL_ATTEMPTS * attempt,
    retry: LOCAL_RETRY,
  };
  try {
    // A local activity is short, and never canceled: sdk-core 1.24 fails the workflow task when its result crosses that.
    const proxy = proxyLocalActivities<Activities>(options);
    return { result: await CancellationScope.nonCancellable(() => turns.take(() => call(proxy, name, args))) };
  } catch (failure) {
    if (isCancellation(failure) || isFinal(failure)) throw failure;
    return undefined;
  }
}

/**
 * A regular activity, tried again with the patience of `window`.
 * @throws ActivityFailure
 */
export async function inSecondGear<Name extends keyof Activities>(
  name: Name,
  { summary, attempt, window, goingOn }: GearOptions,
  ...args: Parameters<Activities[Name]>
): Promise<Result<Name>> {
  const options = {
    summary,
    startToCloseTimeout: attempt,
    ...(window === undefined ? {} : { scheduleToCloseTimeout: window }),
    cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
    retry: PATIENT_RETRY,
  };
  return await goingOn.patiently(() => call(proxyActivities<Activities>(options), name, args));
}

/** TypeScript cannot follow one name through a proxy of all activities; name and arguments are checked by the caller. */
async function call<Name extends keyof Activities>(proxy: unknown, name: Name, args: unknown[]): Promise<Result<Name>> {
  type Call = (...given: unknown[]) => Promise<Result<Name>>;
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
