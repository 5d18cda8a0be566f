import { ApplicationFailure, CancellationScope } from '@temporalio/workflow';
import type { CancelRequest } from '../domain/decisions.ts';
import type { Compensation, OperatorStep } from '../domain/order.ts';
import { isGoingOn } from './going-on.ts';
import type { RunningOrder } from './running-order.ts';
import * as steps from './steps.ts';
import { causeOf } from './two-gears.ts';

/** An operator's word on a step that was given up. */
export interface Resolution<Step = Compensation> {
  step: Step;
  action: 'retry' | 'skip';
  note: string;
}

export function nobodyWaits(step: OperatorStep): ApplicationFailure {
  return ApplicationFailure.nonRetryable(`${step} does not wait for anybody`, 'invalid_transition');
}

/** The way out of an order: what its steps did is given back, each by its own compensation. */
export class Compensations {
  readonly #order: RunningOrder;
  readonly #registered: Compensation[] = [];
  readonly #running = new Map<Compensation, Promise<void>>();
  readonly #resolutions = new Map<Compensation, Resolution>();

  constructor(order: RunningOrder) {
    this.#order = order;
  }

  /** Before the step that it undoes, as a step that fails may have happened. */
  register(...compensations: Compensation[]): void {
    for (const compensation of compensations) {
      if (!this.#registered.includes(compensation)) this.#registered.push(compensation);
    }
  }

  /** @throws ApplicationFailure `invalid_transition` for a compensation that nobody has to answer for */
  resolve(resolution: Resolution): void {
    if (!this.#order.snapshot?.failedCompensations.includes(resolution.step)) {
      throw nobodyWaits(resolution.step);
    }
    this.#resolutions.set(resolution.step, resolution);
  }

  /**
   * CANCELING by compare-and-set, then all compensations.
   * @param id the asker's own, where it has one: asked again by it, nothing happens
   * @throws ActivityFailure `invalid_transition` when the order has shipped
   */
  async cancel(request: CancelRequest, id: string | null = null): Promise<void> {
    await CancellationScope.nonCancellable(async () => {
      await steps.startCancel(this.#order, request, [...this.#registered], id);
      await this.run();
    });
  }

  /** What is open by the database's word, last in first out; none waits for another. */
  async run(): Promise<void> {
    const open = this.#order.snapshot?.openCompensations ?? [];
    await Promise.all(open.toReversed().map((compensation) => this.#once(compensation)));
  }

  /** Two who cancel at once wait for the same compensation. */
  async #once(compensation: Compensation): Promise<void> {
    const running = this.#running.get(compensation) ?? this.#undo(compensation);
    this.#running.set(compensation, running);
    await running;
  }

  async #undo(compensation: Compensation): Promise<void> {
    while (this.#isOpen(compensation)) {
      try {
        await (compensation === 'stock' ? steps.releaseStock(this.#order) : steps.voidPayment(this.#order));
      } catch (failure) {
        if (isGoingOn(failure)) throw failure;
        await this.#askOperator(compensation, failure);
      }
    }
  }

  /** Never swallowed: the order stays CANCELING and says so, until somebody retries or skips the step. */
  async #askOperator(compensation: Compensation, failure: unknown): Promise<void> {
    await steps.flagCompensation(this.#order, compensation, causeOf(failure)?.message ?? String(failure));
    await this.#order.until(() => this.#resolutions.has(compensation));
    const resolution = this.#resolutions.get(compensation);
    this.#resolutions.delete(compensation);
    if (resolution?.action === 'skip') await steps.skipCompensation(this.#order, compensation, resolution.note);
  }

  #isOpen(compensation: Compensation): boolean {
    return this.#order.snapshot?.openCompensations.includes(compensation) ?? false;
  }
}
