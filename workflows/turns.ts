import { condition, patched } from '@temporalio/workflow';

/**
 * One local activity of an order after the other: of several at once a replay hears in other groups than the run that it replays
 * (sdk-core 1.24), and whoever goes on from them gives his commands in another order. A step in second gear holds up nobody.
 */
export class Turns {
  #underWay = 0;

  async take<T>(step: () => Promise<T>): Promise<T> {
    while (this.#underWay > 0 && takesTurns()) await condition(() => this.#underWay === 0);
    this.#underWay += 1;
    try {
      return await step();
    } finally {
      this.#underWay -= 1;
    }
  }
}

/** Orders whose steps ran side by side before one waited for the other go on as they began. */
function takesTurns(): boolean {
  return patched('local-steps-take-turns');
}
