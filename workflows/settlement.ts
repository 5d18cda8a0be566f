import { condition, patched } from '@temporalio/workflow';
import { nobodyWaits } from './compensations.ts';
import type { RunningOrder } from './running-order.ts';
import * as steps from './steps.ts';
import { causeOf } from './two-gears.ts';

/** The payment of what has shipped. The database says whether there is anything to take: one capture runs at a time. */
export class Settlement {
  readonly #order: RunningOrder;
  #asked = false;
  #running: Promise<void> | undefined;
  #isSkipping = false;

  constructor(order: RunningOrder) {
    this.#order = order;
  }

  /** Asked while it runs it looks once more afterwards: the last parcel may have left since it began. */
  async settle(): Promise<void> {
    this.#asked = true;
    this.#running ??= this.#whileAsked();
    await this.#running;
  }

  /**
   * An operator has settled it by hand: nothing is taken any more. Never beside a capture, which could take what the customer
   * has paid already.
   * @throws ApplicationFailure `invalid_transition` where nobody has to answer for it any more: it was captured meanwhile
   */
  async skip(note: string): Promise<void> {
    while (this.#isBusy() && takesTurns()) await condition(() => !this.#isBusy());
    if (!this.#order.snapshot?.failedCompensations.includes('capture')) throw nobodyWaits('capture');
    this.#isSkipping = true;
    try {
      await steps.skipCapture(this.#order, note);
    } finally {
      this.#isSkipping = false;
    }
  }

  #isBusy(): boolean {
    return this.#running !== undefined || this.#isSkipping;
  }

  async #whileAsked(): Promise<void> {
    try {
      await this.#order.untilSettled();
      while (this.#asked) {
        this.#asked = false;
        if (this.#isSkipping && takesTurns()) await condition(() => !this.#isSkipping);
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

/** Orders whose skip ran beside a capture, before one waited for the other, go on as they began. */
function takesTurns(): boolean {
  return patched('skip-and-capture-take-turns');
}
