import { asyncLocalStorage } from '@temporalio/activity';
import { ApplicationFailure } from '@temporalio/common';
import type { Activities } from '../../activities/index.ts';

/** Every activity that is about one order, whose id is its first argument. */
export type Step = Exclude<
  keyof Activities,
  'placeAtOnce' | 'relayEvents' | 'resumeOverdueOrders' | 'compareOrders' | 'settleExpiring'
>;

/** What is done in place of a step; `effect` is the real one. */
export type Failure = (effect: () => Promise<unknown>) => Promise<unknown>;

/** A broken step: trying again cannot help, and nothing has happened. */
export const failsForGood: Failure = async () => {
  throw planted();
};

/** The effect is there, its answer is lost, and trying again cannot help. */
export const losesItsAnswer: Failure = async (effect) => {
  await effect();
  throw planted();
};

/** Works from the second try on. */
export function failsOnce(): Failure {
  let calls = 0;
  return async (effect) => {
    calls += 1;
    if (calls === 1) throw new Error('planted, once');
    return await effect();
  };
}

/** Works from the second try on; the effect of the first is there, and its answer is lost. */
export function losesItsAnswerOnce(): Failure {
  let calls = 0;
  return async (effect) => {
    calls += 1;
    const result = await effect();
    if (calls === 1) throw new Error('planted, once');
    return result;
  };
}

/** Fails at every try, as in an outage. */
export const outage: Failure = async () => {
  throw new Error('planted outage');
};

/** Never answers: each attempt runs into its timeout. */
export const hangs: Failure = async () => await untilCanceled();

/** The effect is there, and no attempt ever answers. */
export const hangsAfterItsEffect: Failure = async (effect) => {
  await effect();
  return await untilCanceled();
};

/** Quick: within the workflow's own task. Patient: the regular activity that takes over from it. */
export type Gear = 'quick' | 'patient';

export type Moment = 'before its effect' | 'after its effect';

/** The first call of a step stands still until it is let go. */
export class Pause {
  readonly #reached = Promise.withResolvers<void>();
  readonly #released = Promise.withResolvers<void>();
  #taken = false;

  /** Resolves when the step stands still. */
  get reached(): Promise<void> {
    return this.#reached.promise;
  }

  release(): void {
    this.#released.resolve();
  }

  readonly #gear: Gear;
  readonly #moment: Moment;

  constructor(gear: Gear, moment: Moment) {
    this.#gear = gear;
    this.#moment = moment;
  }

  readonly failure: Failure = async (effect) => {
    if (this.#gear === 'patient' && isQuick()) throw new Error('planted, for the other gear');
    if (this.#taken) return await effect();
    this.#taken = true;
    const done = this.#moment === 'after its effect' ? await effect() : undefined;
    this.#reached.resolve();
    await this.#released.promise;
    return this.#moment === 'after its effect' ? done : await effect();
  };
}

/** Stands between the worker and its activities: what is planted here happens, to that step of that order alone. */
export class Failpoints {
  readonly #planted = new Map<string, Failure>();
  readonly #pauses: Pause[] = [];

  plant(orderId: string, step: Step, failure: Failure): void {
    this.#planted.set(`${step} ${orderId}`, failure);
  }

  mend(orderId: string, step: Step): void {
    this.#planted.delete(`${step} ${orderId}`);
  }

  pause(orderId: string, step: Step, gear: Gear = 'quick', moment: Moment = 'before its effect'): Pause {
    const pause = new Pause(gear, moment);
    this.#pauses.push(pause);
    this.plant(orderId, step, pause.failure);
    return pause;
  }

  releaseAll(): void {
    for (const pause of this.#pauses) pause.release();
  }

  around<Steps extends object>(activities: Steps): Steps {
    const guarded = Object.entries(activities).map(([name, run]) => {
      const call = run as (...args: unknown[]) => Promise<unknown>;
      return [
        name,
        async (...args: unknown[]) => {
          const failure = this.#planted.get(`${name} ${String(args[0])}`);
          const effect = async () => await call(...args);
          return failure ? await failure(effect) : await effect();
        },
      ];
    });
    return Object.fromEntries(guarded) as Steps;
  }
}

/** An attempt that began ahead of its activity is canceled by nobody. */
async function untilCanceled(): Promise<never> {
  return await (asyncLocalStorage.getStore()?.cancelled ?? new Promise<never>(() => undefined));
}

function isQuick(): boolean {
  return asyncLocalStorage.getStore()?.info.isLocal ?? true;
}

function planted(): ApplicationFailure {
  return ApplicationFailure.nonRetryable('planted', 'Planted');
}
