import { findDecided } from '../db/order-lists.ts';
import type { Db } from '../db/client.ts';
import type { Order } from '../domain/order.ts';
import { isDecided } from '../domain/states.ts';

/** How often the database is asked for what another process decided: one query for all that wait. */
const POLL_MS = 250;

export interface Waiting {
  /** The decided order, or null after `ms`. */
  within(ms: number): Promise<Order | null>;
  end(): void;
}

/** Requests that wait for their order: woken by the commit in this process, found in the database otherwise. */
export class Decisions {
  readonly #waiting = new Map<string, Set<(order: Order) => void>>();
  readonly #timer: NodeJS.Timeout;

  constructor(db: Db, onError: (error: unknown) => void) {
    this.#timer = setInterval(() => {
      findDecided(db, [...this.#waiting.keys()]).then(
        (orders) => orders.forEach((order) => this.announce(order)),
        onError,
      );
    }, POLL_MS).unref();
  }

  expect(orderId: string): Waiting {
    const { promise, resolve } = Promise.withResolvers<Order>();
    const listeners = this.#waiting.get(orderId) ?? new Set();
    listeners.add(resolve);
    this.#waiting.set(orderId, listeners);
    return {
      within: (ms) => within(ms, promise),
      end: () => {
        listeners.delete(resolve);
        if (listeners.size === 0) this.#waiting.delete(orderId);
      },
    };
  }

  announce(order: Order): void {
    if (isDecided(order.status)) this.#waiting.get(order.id)?.forEach((wake) => wake(order));
  }

  close(): void {
    clearInterval(this.#timer);
  }
}

/** What `promise` brings, or null after `ms`. */
export async function within<T>(ms: number, promise: Promise<T>): Promise<T | null> {
  const timeout = Promise.withResolvers<null>();
  const timer = setTimeout(() => timeout.resolve(null), ms);
  try {
    return await Promise.race([promise, timeout.promise]);
  } finally {
    clearTimeout(timer);
  }
}
