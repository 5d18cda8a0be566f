import { CancellationScope, condition } from '@temporalio/workflow';

/**
 * An order's local activities, one after the other, whoever asked first: of several at once a replay hears in other groups
 * than the run that it replays (sdk-core 1.24), and whoever goes on from them gives his commands in another order.
 */
export class Turns {
  readonly #waiting: (() => void)[] = [];
  readonly #areTaken: boolean;
  #underWay = 0;

  /** @param areTaken false for orders whose steps ran side by side before one waited for the other: they go on as they began */
  constructor(areTaken: boolean) {
    this.#areTaken = areTaken;
  }

  get isIdle(): boolean {
    return this.#underWay === 0 || !this.#areTaken;
  }

  /**
   * For whoever was woken by anything else: no local activity is under way, and who went on from the last one stands still.
   * A task that one holds for long is handed out anew, with what has come meanwhile; a replay hears of that and of the
   * result at once, where the run heard of it before.
   */
  async standstill(): Promise<void> {
    if (!this.#areTaken) return;
    // A condition is looked at when it is asked for, and again whenever everybody stands still.
    let isAsked = false;
    const holds = () => {
      const isAgain = isAsked;
      isAsked = true;
      return isAgain && this.isIdle;
    };
    await CancellationScope.nonCancellable(() => condition(holds));
  }

  async take<T>(step: () => Promise<T>): Promise<T> {
    if (this.#underWay > 0 && this.#areTaken) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    else this.#underWay += 1;
    try {
      return await step();
    } finally {
      // The turn goes from hand to hand.
      const next = this.#waiting.shift();
      if (next) next();
      else this.#underWay -= 1;
    }
  }
}
