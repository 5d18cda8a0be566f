import { ApplicationFailure, patched } from '@temporalio/workflow';
import type { MoveKind } from '../domain/order.ts';
import { nobodyWaits } from './compensations.ts';
import { isGoingOn } from './going-on.ts';
import type { RunningOrder } from './running-order.ts';
import * as steps from './steps.ts';
import { causeOf } from './two-gears.ts';

/**
 * The money of what lives: after whatever has changed what is due, it is moved until nothing is to be moved any more. The
 * database says what is next: one move at a time.
 */
export class Settlement {
  readonly #order: RunningOrder;
  readonly #refusals = new Map<string, ApplicationFailure>();
  #asked = false;
  readonly #retries: steps.Retry[] = [];
  #running: Promise<void> | undefined;
  #isSkipping = false;

  constructor(order: RunningOrder) {
    this.#order = order;
  }

  /** Asked while it runs it looks once more afterwards: the last parcel may have left since it began. */
  async settle(retry?: steps.Retry): Promise<void> {
    this.#asked = true;
    if (retry) this.#retries.push(retry);
    this.#running ??= this.#whileAsked();
    await this.#running;
  }

  /** After a change that may have moved nothing. */
  async settleIfDue(): Promise<void> {
    if (this.#order.snapshot?.move) await this.settle();
  }

  /**
   * An operator has settled it by hand: it is not tried any more. Never beside a move, which could take what the customer has
   * paid already.
   * @throws ApplicationFailure `invalid_transition` where nobody has to answer for it any more: it was done meanwhile
   */
  async skip(step: MoveKind, note: string): Promise<void> {
    while (this.#isBusy() && takesTurns()) await this.#order.until(() => !this.#isBusy());
    if (!this.#order.snapshot?.failedCompensations.includes(step)) throw nobodyWaits(step);
    this.#isSkipping = true;
    try {
      await steps.skipStep(this.#order, step, note);
    } finally {
      this.#isSkipping = false;
    }
    await this.settleIfDue();
  }

  /** What the money of an edit was refused with. */
  refusalOf(editId: string): ApplicationFailure | undefined {
    return this.#refusals.get(editId);
  }

  #isBusy(): boolean {
    return this.#running !== undefined || this.#isSkipping;
  }

  async #whileAsked(): Promise<void> {
    try {
      await this.#order.untilSettled();
      while (this.#asked || this.#retries.length > 0) {
        this.#asked = false;
        if (this.#isSkipping && takesTurns()) await this.#order.until(() => !this.#isSkipping);
        const before = this.#order.snapshot?.version;
        await this.#move();
        // Whoever moved nothing would move nothing again.
        const { move, version } = this.#order.snapshot ?? {};
        if (move && version !== before) this.#asked = true;
      }
    } finally {
      this.#running = undefined;
    }
  }

  async #move(): Promise<void> {
    const retry = this.#retries.shift();
    const kind = retry?.kind ?? this.#order.snapshot?.move ?? 'capture';
    try {
      await steps.moveMoney(this.#order, kind, retry);
    } catch (failure) {
      if (isGoingOn(failure)) throw failure;
      await this.#giveUp(kind, failure);
    }
  }

  /** Never swallowed: the order says that it was given up, until somebody retries or skips it; or an edit is not made. */
  async #giveUp(kind: MoveKind, failure: unknown): Promise<void> {
    const cause = causeOf(failure);
    const editId = this.#order.snapshot?.editId;
    if (kind === 'authorize' && editId) {
      const refusal = cause?.nonRetryable === true ? cause : notInTime();
      this.#refusals.set(editId, refusal);
      await steps.failEdit(this.#order, editId, refusal, refusal === cause);
    } else {
      await steps.flagMove(this.#order, kind, cause, failure);
    }
  }
}

/** Orders whose skip ran beside a capture, before one waited for the other, go on as they began. */
function takesTurns(): boolean {
  return patched('skip-and-capture-take-turns');
}

function notInTime(): ApplicationFailure {
  return ApplicationFailure.nonRetryable('The money could not be authorized in time', 'dependency_unavailable');
}
