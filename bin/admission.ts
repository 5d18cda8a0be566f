import { FairQueue } from '../domain/fair-queue.ts';
import { STOREFRONTS, type Storefront } from '../domain/storefronts.ts';

/** A storefront counts among those that order for so long after its last order. */
const ORDERING_MS = 10_000;
/** Of all places, where several order: the others stay free for whoever comes next, and room on the processors with them. */
const SHARED = 0.5;

/** Of an order that is being taken up. */
export interface Place {
  readonly orderId: string;
  readonly storefront: Storefront;
}

/**
 * Who is next, where more orders come than this process can take up at once. It stands before the start, as orders that start
 * eagerly never pass Temporal's own queues and their fairness. Storefronts take turns by the weights of their rows in
 * domain/storefronts.ts; beside others that order, one has no more places than its share of half of them.
 */
export class Admission {
  readonly #atOnce: number;
  readonly #taken = new Set<Place>();
  readonly #queue = new FairQueue<Storefront, () => void>();
  readonly #lastOrders = new Map<Storefront, number>();

  /** @param atOnce orders that are taken up at the same time */
  constructor(atOnce: number) {
    this.#atOnce = atOnce;
  }

  /** Resolves when it is the order's turn. From then on it has to leave. */
  async turn(orderId: string, storefront: Storefront): Promise<Place> {
    const { promise, resolve } = Promise.withResolvers<Place>();
    const admit = () => {
      const place = { orderId, storefront };
      this.#taken.add(place);
      resolve(place);
    };
    this.#lastOrders.set(storefront, performance.now());
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
    const places = [...this.#taken].filter((place) => place.storefront === storefront).length;
    const ordering = this.#orderingBeside(storefront);
    if (ordering.length === 0) return true;
    const { weight } = STOREFRONTS[storefront];
    const weights = ordering.reduce<number>((sum, other) => sum + STOREFRONTS[other].weight, weight);
    return places < Math.max(1, Math.floor((this.#atOnce * SHARED * weight) / weights));
  }

  #orderingBeside(storefront: Storefront): Storefront[] {
    const since = performance.now() - ORDERING_MS;
    const others = [...this.#lastOrders].filter(([other]) => other !== storefront);
    return others.flatMap(([other, last]) => (last >= since || this.#queue.holds(other) ? [other] : []));
  }
}
