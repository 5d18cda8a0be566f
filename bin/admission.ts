import { FairQueue } from '../domain/fair-queue.ts';
import { STOREFRONT_NAMES, STOREFRONTS, type Storefront } from '../domain/storefronts.ts';

/** Orders of the last so many milliseconds say who orders, and how much. */
const RECENT_MS = 2_000;
/** Who orders so many times as much as the others, by the weights, floods. */
const FLOOD = 2;
/** Of all places, where one floods: the others stay free for whoever comes next. */
const SHARED = 0.5;
/** Fewer than so many for each place, all storefronts together, may wait however slowly it goes: nobody knows yet how fast it will. */
const ALWAYS = 4;
/** So long a flood lets the others' orders go before its next one, for room on the processors. */
const AFTER_OTHERS_MS = 100;

/** Of an order that is being taken up. */
export interface Place {
  readonly orderId: string;
  readonly storefront: Storefront;
}

/**
 * Who is next, where more orders come than this process can take up at once. It stands before the start, as orders that start
 * eagerly never pass Temporal's own queues and their fairness. Storefronts take turns by the weights of their rows in
 * domain/storefronts.ts; one that floods while others order has no more places than its share of half of them.
 */
export class Admission {
  readonly #atOnce: number;
  readonly #taken = new Set<Place>();
  readonly #queue = new FairQueue<Storefront, () => void>();
  /** When the recent ones came. */
  readonly #orders = new Map<Storefront, number[]>();
  readonly #lastTurns = new Map<Storefront, number>();
  readonly #longestWaitMs: number;
  /** When the recent turns were. */
  #turns: number[] = [];

  /**
   * @param atOnce orders that are taken up at the same time
   * @param longestWaitMs an order that would wait for longer had better come again
   */
  constructor(atOnce: number, longestWaitMs = Infinity) {
    this.#atOnce = atOnce;
    this.#longestWaitMs = longestWaitMs;
  }

  /** Whether an order that comes now would wait too long, as turns have come of late. */
  isFull(storefront: Storefront): boolean {
    const waiting = this.#queue.waiting(storefront);
    const others = STOREFRONT_NAMES.filter((name) => name === storefront || this.#queue.waiting(name) > 0);
    const share = weightOf([storefront]) / weightOf(others);
    if (waiting < ALWAYS * this.#atOnce * share) return false;
    const turns = this.#turns.filter(isRecent).length;
    return (waiting / (turns * share)) * RECENT_MS > this.#longestWaitMs;
  }

  /** Resolves when it is the order's turn. From then on it has to leave. */
  async turn(orderId: string, storefront: Storefront): Promise<Place> {
    const { promise, resolve } = Promise.withResolvers<Place>();
    const admit = () => {
      const place = { orderId, storefront };
      this.#taken.add(place);
      this.#lastTurns.set(storefront, performance.now());
      this.#turns = [...this.#turns.filter(isRecent), performance.now()];
      resolve(place);
    };
    this.#orders.set(storefront, [...this.#recent(storefront), performance.now()]);
    this.#queue.put(admit, storefront, STOREFRONTS[storefront].weight);
    this.#admitNext();
    return await promise;
  }

  /** Does nothing for an order that has left before. */
  leave(place: Place): void {
    if (this.#taken.delete(place)) this.#admitNext();
  }

  /** The order waits for somebody else: this process can take up the next one. */
  waitsOutside(orderId: string): void {
    for (const place of this.#taken) if (place.orderId === orderId) this.leave(place);
  }

  #admitNext(): void {
    while (this.#taken.size < this.#atOnce) {
      const admit = this.#queue.take((storefront) => this.#hasPlace(storefront));
      if (!admit) return;
      admit();
    }
  }

  #hasPlace(storefront: Storefront): boolean {
    const ordering = [...this.#orders.keys()].filter((name) => this.#recent(name).length > 0);
    const others = ordering.filter((name) => name !== storefront);
    if (others.length === 0) return true;
    const theirs = others.reduce((sum, other) => sum + this.#recent(other).length, 0) / weightOf(others);
    const weight = weightOf([storefront]);
    if (this.#recent(storefront).length / weight <= FLOOD * theirs) return true;
    const places = [...this.#taken].filter((place) => place.storefront === storefront).length;
    const last = this.#lastTurns.get(storefront) ?? 0;
    if (this.#taken.size > places && performance.now() - last < AFTER_OTHERS_MS) return false;
    return places < Math.max(1, Math.floor((this.#atOnce * SHARED * weight) / (weight + weightOf(others))));
  }

  #recent(storefront: Storefront): number[] {
    return (this.#orders.get(storefront) ?? []).filter(isRecent);
  }
}

function isRecent(at: number): boolean {
  return at >= performance.now() - RECENT_MS;
}

function weightOf(storefronts: Storefront[]): number {
  return storefronts.reduce((sum, storefront) => sum + STOREFRONTS[storefront].weight, 0);
}
