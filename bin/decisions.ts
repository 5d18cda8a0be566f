import { setTimeout as sleep } from 'node:timers/promises';
import { findDecided } from '../db/order-lists.ts';
import type { Db } from '../db/client.ts';
import type { Order } from '../domain/order.ts';
import { hasAnswer } from '../domain/states.ts';

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
  readonly #closed = new AbortController();

  constructor(db: Db, onError: (error: unknown) => void) {
    void this.#watch(db, onError);
  }

  /** One question at a time, though an answer may take longer than the pause between them. */
  async #watch(db: Db, onError: (error: unknown) => void): Promise<void> {
    while (!this.#closed.signal.aborted) {
      await sleep(POLL_MS, undefined, { ref: false });
      try {
        for (const order of await findDecided(db, [...this.#waiting.keys()])) this.announce(order);
      } catch (error) {
        onError(error);
      }
    }
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
    if (hasAnswer(order.status)) this.#waiting.get(order.id)?.forEach((wake) => wake(order));
  }

  close(): void {
    this.#closed.abort();
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
