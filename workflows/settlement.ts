import type { RunningOrder } from './running-order.ts';
import * as steps from './steps.ts';
import { causeOf } from './two-gears.ts';

/** The payment of what has shipped. The database says whether there is anything to take: one capture runs at a time. */
export class Settlement {
  readonly #order: RunningOrder;
  #asked = false;
  #running: Promise<void> | undefined;

  constructor(order: RunningOrder) {
    this.#order = order;
  }

  /** Asked while it runs it looks once more afterwards: the last parcel may have left since it began. */
  async settle(): Promise<void> {
    this.#asked = true;
    this.#running ??= this.#whileAsked();
    await this.#running;
  }

  async #whileAsked(): Promise<void> {
    try {
      await this.#order.untilSettled();
      while (this.#asked) {
        this.#asked = false;
        await this.#capture();
      }
    } finally {
      this.#running = undefined;
    }
  }

  /** Never swallowed: the order says that it was given up, until somebody retries or skips it. */
  async #capture(): Promise<void> {
    try {
      await steps.capturePayment(this.#order);
    } catch (failure) {
      await steps.flagCapture(this.#order, causeOf(failure)?.message ?? String(failure));
    }
  }
}
