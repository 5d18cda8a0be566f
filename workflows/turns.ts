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
