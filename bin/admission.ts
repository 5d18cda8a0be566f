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

  /**
   * Waits for the order's turn. Whoever comes in has to leave, once the order waits for somebody else or has its answer.
   * @returns false when `ms` passed first
   */
  async enter(orderId: string, storefront: Storefront, ms: number): Promise<boolean> {
    if (this.#inside.size >= this.#atOnce || this.#queue.size > 0) {
      const turn = Promise.withResolvers<boolean>();
      const admit = () => {
        this.#inside.add(orderId);
        turn.resolve(true);
      };
      this.#queue.put(admit, storefront, STOREFRONTS[storefront].weight);
      const timer = setTimeout(() => {
        this.#queue.remove(admit);
        turn.resolve(false);
      }, ms);
      try {
        return await turn.promise;
      } finally {
        clearTimeout(timer);
      }
    }
    this.#inside.add(orderId);
    return true;
  }

  /** The next one's turn; does nothing for an order that has left before. */
  leave(orderId: string): void {
    if (this.#inside.delete(orderId)) this.#queue.take()?.();
  }
}
