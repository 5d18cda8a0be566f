import type { OrderSnapshot } from '../domain/snapshot.ts';
import { isGoingOn } from './going-on.ts';
import type { RunningOrder } from './running-order.ts';
import type { Settlement } from './settlement.ts';
import * as steps from './steps.ts';
import { causeOf } from './two-gears.ts';

/** Edits of an order, one after the other: stock, money, and only then the order. */
export class Editing {
  readonly #order: RunningOrder;
  readonly #settlement: Settlement;
  #isBusy = false;

  constructor(order: RunningOrder, settlement: Settlement) {
    this.#order = order;
    this.#settlement = settlement;
  }

  /**
   * All of it or nothing: what was reserved and authorized for an edit that fails is given back.
   * @throws ActivityFailure or ApplicationFailure, the refusal
   */
  async edit(request: unknown): Promise<OrderSnapshot> {
    await this.#order.untilSettled();
    while (this.#isBusy) await this.#order.until(() => !this.#isBusy);
    this.#isBusy = true;
    try {
      return await this.#saga(request);
    } finally {
      this.#isBusy = false;
    }
  }

  /**
   * One that nobody carries on: its workflow was terminated, or never heard of it, as its worker died over it.
   * @returns whether there was one, whose money may have been authorized
   */
  async clearUp(): Promise<boolean> {
    const id = this.#order.snapshot?.editId;
    if (!id || this.#isBusy) return false;
    await steps.failEdit(this.#order, id);
    return true;
  }

  async #saga(request: unknown): Promise<OrderSnapshot> {
    const id = await steps.startEdit(this.#order, request);
    // A repeat of one that is done.
    if (!id) return await this.#order.untilAnswered();
    try {
      await this.#settlement.settleIfDue();
      const refusal = this.#settlement.refusalOf(id);
      if (refusal) throw refusal;
      await steps.finishEdit(this.#order, id);
    } catch (failure) {
      // The next run clears it up.
      if (isGoingOn(failure)) throw failure;
      await steps.failEdit(this.#order, id, causeOf(failure));
      // Nobody may know whether its money was authorized.
      await this.#settlement.settle();
      throw failure;
    }
    // What it has no use for.
    await this.#settlement.settleIfDue();
    return await this.#order.untilAnswered();
  }
}
