import { ApplicationFailure, CancellationScope, condition, isCancellation, workflowInfo } from '@temporalio/workflow';
import type { Turns } from './turns.ts';

/** How a run ends whose history has grown long: whoever waits in it is told, and the next one takes up what was under way. */
export class GoingOn {
  readonly #turns: Turns;
  readonly #scopes = new Set<CancellationScope>();
  #isEnding = false;

  constructor(turns: Turns) {
    this.#turns = turns;
    // Wherever it stands: also where an operator or a service is waited for.
    void this.#endWhenLong();
  }

  /** Also of a workflow that was canceled: that cancels the order, and no wait. */
  async #endWhenLong(): Promise<void> {
    await CancellationScope.nonCancellable(() => condition(() => isLong() && this.#turns.isIdle));
    this.#end();
  }

  get isEnding(): boolean {
    return this.#isEnding;
  }

  #end(): void {
    this.#isEnding = true;
    for (const scope of this.#scopes) scope.cancel();
  }

  /** @throws what {@link isGoingOn} knows, when the run ends first */
  async until(holds: () => boolean): Promise<void> {
    await condition(() => holds() || this.#isEnding);
    if (!holds()) throw goesOn();
  }

  /** What may take long, and is safe to begin anew. @throws what {@link isGoingOn} knows, when the run ends first */
  async patiently<T>(run: () => Promise<T>): Promise<T> {
    if (this.#isEnding) throw goesOn();
    const scope = new CancellationScope();
    this.#scopes.add(scope);
    try {
      return await scope.run(run);
    } catch (failure) {
      if (this.#isEnding && isCancellation(failure)) throw goesOn();
      throw failure;
    } finally {
      this.#scopes.delete(scope);
      await this.#turns.standstill();
    }
  }
}

function isLong(): boolean {
  return workflowInfo().continueAsNewSuggested;
}

/** Nothing has failed: the next run is to be asked. */
export function isGoingOn(failure: unknown): boolean {
  return failure instanceof ApplicationFailure && failure.type === GOES_ON;
}

function goesOn(): ApplicationFailure {
  return ApplicationFailure.nonRetryable('The order goes on in another run: ask again', GOES_ON);
}

/** bin/order-gateway.ts asks again for it. */
const GOES_ON = 'GoesOn';
