interface Waiting<T> {
  item: T;
  /** When its turn comes, in the queue's own time. */
  turn: number;
}

interface Lane<T> {
  waiting: Waiting<T>[];
  /** When the lane may have another turn. */
  next: number;
}

/**
 * Start-time fair queueing (Goyal, Vin, Cheng, 1996): lanes that have something waiting take turns in proportion to
 * their weights, however much waits in one of them; one that was idle has saved up nothing. First in first out within.
 */
export class FairQueue<Name, T> {
  readonly #lanes = new Map<Name, Lane<T>>();
  /** The turn of what was taken last. */
  #now = 0;
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** How many wait in a lane. */
  waiting(lane: Name): number {
    return this.#lanes.get(lane)?.waiting.length ?? 0;
  }

  /** @param weight above 0: a lane of weight 2 has two turns where one of weight 1 has one */
  put(item: T, lane: Name, weight: number): void {
    const { waiting, next } = this.#lane(lane);
    const turn = Math.max(this.#now, next);
    waiting.push({ item, turn });
    this.#lane(lane).next = turn + 1 / weight;
    this.#size += 1;
  }

  /**
   * What is next; undefined when nothing waits.
   * @param mayGo of whom: the lanes that it refuses are passed over
   */
  take(mayGo: (lane: Name) => boolean = () => true): T | undefined {
    const lanes = [...this.#lanes].filter(([name, { waiting }]) => waiting.length > 0 && mayGo(name));
    const first = lanes.reduce<Lane<T> | undefined>(
      (best, [, lane]) => (best && turnOf(best) <= turnOf(lane) ? best : lane),
      undefined,
    );
    const taken = first?.waiting.shift();
    if (!taken) return undefined;
    // Who was passed over and goes later has an earlier turn; time does not go back for it.
    this.#now = Math.max(this.#now, taken.turn);
    this.#size -= 1;
    return taken.item;
  }

  #lane(name: Name): Lane<T> {
    const lane = this.#lanes.get(name) ?? { waiting: [], next: 0 };
    this.#lanes.set(name, lane);
    return lane;
  }
}

function turnOf<T>({ waiting }: Lane<T>): number {
  return waiting[0]?.turn ?? Infinity;
}
