import { FairQueue } from '../domain/fair-queue.ts';
import { STOREFRONTS, type Storefront } from '../domain/storefronts.ts';

/**
 * Who is next, where more orders come than this process can take up at once: storefronts take turns by the weights of
 * their rows in domain/storefronts.ts. It stands before the start, as orders that start eagerly never pass Temporal's own
 * queues and their fairness.
 */
export class Admission {
  readonly #atOnce: number;
  readonly #inside = new Set<string>();
  readonly #queue = new FairQueue<() => void>();

  /** @param atOnce orders that are taken up at the same time */
  constructor(atOnce: number) {
    this.#atOnce = atOnce;
  }

  /** Resolves when it is the order's turn. From then on it has to leave: once it waits for somebody else, or is decided. */
  async turn(orderId: string, storefront: Storefront): Promise<true> {
    const { promise, resolve } = Promise.withResolvers<true>();
    const admit = () => {
      this.#inside.add(orderId);
      resolve(true);
    };
    if (this.#inside.size < this.#atOnce) admit();
    else this.#queue.put(admit, storefront, STOREFRONTS[storefront].weight);
    return await promise;
  }

  /** The next one's turn; does nothing for an order that has left before. */
  leave(orderId: string): void {
    if (this.#inside.delete(orderId)) this.#queue.take()?.();
  }
}
