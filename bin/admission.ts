import { FairQueue } from '../domain/fair-queue.ts';
import { STOREFRONTS, type Storefront } from '../domain/storefronts.ts';

/** A storefront counts among those that order for so long after its last order. */
const ORDERING_MS = 10_000;
/** Of all places, where several order: what keeps every processor busy leaves none for whoever comes next. */
const SHARED = 0.5;

/**
 * Who is next, where more orders come than this process can take up at once. It stands before the start, as orders that start
 * eagerly never pass Temporal's own queues and their fairness. Storefronts take turns by the weights of their rows in
 * domain/storefronts.ts; beside others that order, one has no more places than its share of half of them, so that whoever
 * comes finds a place, and room on the processors.
 */
export class Admission {
  readonly #atOnce: number;
  readonly #inside = new Map<string, Storefront>();
  readonly #queue = new FairQueue<Storefront, () => void>();
  readonly #lastOrders = new Map<Storefront, number>();

  /** @param atOnce orders that are taken up at the same time */
  constructor(atOnce: number) {
    this.#atOnce = atOnce;
  }

  /** Resolves when it is the order's turn. From then on it has to leave: once it waits for somebody else, or is decided. */
  async turn(orderId: string, storefront: Storefront): Promise<true> {
    const { promise, resolve } = Promise.withResolvers<true>();
    const admit = () => {
      this.#inside.set(orderId, storefront);
      resolve(true);
    };
    this.#lastOrders.set(storefront, Date.now());
    this.#queue.put(admit, storefront, STOREFRONTS[storefront].weight);
    this.#admitNext();
    return await promise;
  }

  /** The next one's turn; does nothing for an order that has left before. */
  leave(orderId: string): void {
    if (this.#inside.delete(orderId)) this.#admitNext();
  }

  #admitNext(): void {
    if (this.#inside.size < this.#atOnce) this.#queue.take((storefront) => this.#hasPlace(storefront))?.();
  }

  #hasPlace(storefront: Storefront): boolean {
    const places = [...this.#inside.values()].filter((other) => other === storefront).length;
    const since = Date.now() - ORDERING_MS;
    const ordering = [...this.#lastOrders].filter(([other, last]) => other === storefront || last >= since);
    const weights = ordering.reduce((sum, [other]) => sum + STOREFRONTS[other].weight, 0);
    const shared = ordering.length > 1 ? this.#atOnce * SHARED : this.#atOnce;
    return places < Math.max(1, Math.floor((shared * STOREFRONTS[storefront].weight) / weights));
  }
}
