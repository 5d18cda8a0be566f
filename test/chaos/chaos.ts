import { randomLcg } from 'd3-random';
import type { IncomingHttpHeaders } from 'node:http';

/** How much of what, 0 to 1. */
export interface ChaosRates {
  /** Messages that come twice. */
  repeat: number;
  /** Entries of batches that fail; every other one has been taken all the same. */
  fail: number;
  /** Messages that are held back, so that later ones overtake them. */
  delay: number;
  /** For so long at most. */
  delayMs: number;
  seed?: number;
}

export const CALM: ChaosRates = { repeat: 0, fail: 0, delay: 0, delayMs: 0 };

export interface Exchange {
  method: string;
  path: string;
  headers: IncomingHttpHeaders;
  body: string;
  /** Of SQS: `ReceiveMessage`. */
  operation: string;
}

export interface ProxiedAnswer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  body: string;
}

/** Chance, and a count of what it has done. */
export class Chaos {
  #rates: ChaosRates;
  readonly done = { repeated: 0, failed: 0, failedThoughTaken: 0, delayed: 0 };
  #random: () => number;
  readonly #timers = new Set<NodeJS.Timeout>();

  constructor(rates: ChaosRates) {
    this.#rates = rates;
    this.#random = randomLcg(rates.seed ?? 1);
  }

  get rates(): ChaosRates {
    return this.#rates;
  }

  /** From now on so much; the same seed does the same. */
  begin(rates: ChaosRates): void {
    this.#rates = rates;
    this.#random = randomLcg(rates.seed ?? 1);
  }

  happens(rate: number): boolean {
    return this.#random() < rate;
  }

  /** Milliseconds. */
  aWhile(): number {
    return this.#random() * this.rates.delayMs;
  }

  later(action: () => Promise<unknown>): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      // Whoever is gone by then has had its message once at least.
      action().catch(() => undefined);
    }, this.aWhile());
    this.#timers.add(timer);
  }

  shuffled<T>(values: readonly T[]): T[] {
    if (this.rates.delay === 0) return [...values];
    return values
      .map((value) => ({ value, place: this.#random() }))
      .toSorted((a, b) => a.place - b.place)
      .map(({ value }) => value);
  }

  stop(): void {
    for (const timer of this.#timers) clearTimeout(timer);
  }
}
