import { log } from '@temporalio/workflow';
import { isGoingOn } from './going-on.ts';
import type { RunningOrder } from './running-order.ts';
import * as steps from './steps.ts';

/** In one activity. */
const AT_ONCE = 100;
/** Characters of what a run hands to the next one; Temporal takes two megabytes. */
const MOST_CARRIED = 500_000;
/** Of one message: 200 lines and all else that contracts/signals.ts lets it have need fewer. */
const MOST_OF_ONE = 40_000;

/**
 * Signals about parcels: recorded one after the other, many in one activity where many wait, so that neither a flood of them
 * nor of nonsense makes the history long. What is left when a run ends goes to the next one.
 */
export class Inbox {
  readonly #order: RunningOrder;
  readonly #waiting: unknown[] = [];
  #isBusy = false;

  constructor(order: RunningOrder) {
    this.#order = order;
  }

  /** Resolves once it is recorded, where nobody else is about that. */
  async put(message: unknown): Promise<void> {
    if (!mayBeUpdate(message)) return log.warn('a shipment update was ignored: it is none');
    this.#waiting.push(message);
    if (this.#isBusy) return;
    this.#isBusy = true;
    try {
      while (this.#waiting.length > 0 && !this.#isLeftToNextRun()) await this.#record();
    } catch (failure) {
      if (!isGoingOn(failure)) throw failure;
    } finally {
      this.#isBusy = false;
    }
  }

  /** What the next run has to record. */
  get left(): readonly unknown[] {
    return this.#waiting;
  }

  #isLeftToNextRun(): boolean {
    return this.#order.isEnding && JSON.stringify(this.#waiting).length <= MOST_CARRIED;
  }

  async #record(): Promise<void> {
    const batch = this.#waiting.slice(0, AT_ONCE);
    // Too much to be left: it is tried until it is recorded.
    if (this.#order.isEnding) {
      if (await steps.recordAtOnce(this.#order, batch)) this.#waiting.splice(0, batch.length);
      return;
    }
    await this.#order.untilSettled();
    try {
      if (batch.length === 1) await steps.recordShipment(this.#order, batch[0], true);
      else await steps.recordShipments(this.#order, batch);
    } catch (failure) {
      if (isGoingOn(failure)) throw failure;
      log.warn('a shipment update was ignored', { failure });
    }
    this.#waiting.splice(0, batch.length);
  }
}

/** What cannot be one costs no activity; the rest is parsed there. */
function mayBeUpdate(message: unknown): boolean {
  const { eventId, type } = Object(message);
  const isKnown = type === 'shipped' || type === 'delivered';
  return isKnown && typeof eventId === 'string' && JSON.stringify(message).length <= MOST_OF_ONE;
}
