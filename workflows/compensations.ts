import { CancellationScope, condition } from '@temporalio/workflow';
import type { CancelRequest } from '../domain/decisions.ts';
import type { Compensation } from '../domain/order.ts';
import type { Timing } from '../domain/timing.ts';
import type { RunningOrder } from './running-order.ts';
import { causeOf, step } from './steps.ts';
import type { Checkout } from '../domain/gateway.ts';

export interface Resolution {
  step: Compensation;
  action: 'retry' | 'skip';
  note: string;
}

/** The way out of an order: what its steps did is given back, each by its own compensation. */
export class Compensations {
  readonly #order: RunningOrder;
  readonly #timing: Timing;
  readonly #registered: Compensation[] = [];
  readonly #resolutions = new Map<Compensation, Resolution>();
  /** A call to the payment service was given up, and may still arrive. */
  paymentUncertain = false;

  constructor(order: RunningOrder, timing: Timing) {
    this.#order = order;
    this.#timing = timing;
  }

  /** Before the step that it undoes, as a step that fails may have happened. */
  register(compensation: Compensation): void {
    if (!this.#registered.includes(compensation)) this.#registered.push(compensation);
  }

  resolve(resolution: Resolution): void {
    this.#resolutions.set(resolution.step, resolution);
  }

  /**
   * CANCELING by compare-and-set, then all compensations, last in first out; none waits for another.
   * @throws ApplicationFailure `invalid_transition` when the order has shipped
   */
  async cancel(request: CancelRequest, checkout: Checkout | null): Promise<void> {
    await CancellationScope.nonCancellable(async () => {
      const options = { summary: `Begin to cancel: ${request.reason}`, attempt: this.#timing.attempt };
      this.#order.adopt(await step('startCancel', options, this.#order.id, checkout, request, this.#registered));
      await this.run();
    });
  }

  /** Runs what is still open, by the database's word. */
  async run(): Promise<void> {
    const open = this.#order.snapshot?.openCompensations ?? [];
    await Promise.all(open.toReversed().map((compensation) => this.#undo(compensation)));
  }

  async #undo(compensation: Compensation): Promise<void> {
    while (this.#order.snapshot?.openCompensations.includes(compensation)) {
      try {
        await (compensation === 'stock' ? this.#releaseStock() : this.#voidPayment());
      } catch (failure) {
        await this.#askOperator(compensation, failure);
      }
    }
  }

  async #releaseStock(): Promise<void> {
    this.#order.adopt(await step('releaseStock', this.#patient('Give the stock back'), this.#order.id));
  }

  async #voidPayment(): Promise<void> {
    const voided = await step('voidPayment', this.#patient('Void the authorization'), this.#order.id);
    this.paymentUncertain = !voided.certain;
    this.#order.adopt(voided.order);
  }

  /** Never swallowed: the order stays CANCELING and says so, until somebody retries or skips the step. */
  async #askOperator(compensation: Compensation, failure: unknown): Promise<void> {
    const { id } = this.#order;
    const error = causeOf(failure)?.message ?? String(failure);
    const always = { attempt: this.#timing.attempt };
    const flag = { ...always, summary: `Needs attention: ${compensation}` };
    this.#order.adopt(await step('flagCompensation', flag, id, compensation, error));
    await condition(() => this.#resolutions.has(compensation));
    const resolution = this.#resolutions.get(compensation);
    this.#resolutions.delete(compensation);
    if (resolution?.action !== 'skip') return;
    const skip = { ...always, summary: `Skipped by an operator: ${compensation}` };
    this.#order.adopt(await step('skipCompensation', skip, id, compensation, resolution.note));
  }

  #patient(summary: string) {
    return { summary, attempt: this.#timing.attempt, window: this.#timing.compensate };
  }
}
