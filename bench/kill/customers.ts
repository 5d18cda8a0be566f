import { setTimeout as sleep } from 'node:timers/promises';

import { answerOf, decisionsOf } from './answers.ts';
import { type Kind, kindBeside, purchase, type Purchase } from './purchases.ts';

const AGAIN_AFTER_MS = 250;
/**
 * A workflow task that was lost three times in a row is given out again ever later, at last every ten minutes
 * (workflowTaskRetryBackoffMinAttempts and history.workflowTaskRetryMaxInterval of Temporal's server).
 */
const PERSIST_FOR_MS = 20 * 60_000;

/** Answered; cut off, as the process died over it; or nobody was there. */
type Asked = 'answered' | 'cut off' | 'refused';

/** Everybody who orders in a run. Each asks again, with the same key, until the order is decided. */
export class Customers {
  readonly purchases: Purchase[] = [];
  /** The kill that is being waited for, or was last: what is cut off now is its doing. */
  kill = 0;
  readonly #url: string;
  /** What the keys begin with. */
  readonly run: string;
  readonly #waiting = new Set<Promise<void>>();

  constructor(url: string, run: string) {
    this.#url = url;
    this.run = run;
  }

  /** A new order; `decided` resolves once it is, or never will be. */
  order(kind: Kind, key?: string): { made: Purchase; decided: Promise<void> } {
    const n = this.purchases.length;
    const made = purchase(key ?? `${this.run}-${n}`, n, kind);
    this.purchases.push(made);
    const decided = this.#untilDecided(made).finally(() => this.#waiting.delete(decided));
    this.#waiting.add(decided);
    return { made, decided };
  }

  /** So many at a time, each when the one before is answered, until the signal. */
  orderBeside(inFlight: number, enough: AbortSignal): void {
    const one = async () => {
      while (!enough.aborted) await this.order(kindBeside(this.purchases.length)).decided;
    };
    for (let n = 0; n < inFlight; n += 1) void one();
  }

  /** Everybody who has ordered has an answer, or has given up. */
  async settled(): Promise<void> {
    while (this.#waiting.size > 0) await Promise.all(this.#waiting);
  }

  /** Everybody asks once more, so many at a time. */
  async askAgain(inFlight: number): Promise<void> {
    const queue = this.purchases.values();
    const some = async () => {
      for (const one of queue) await this.#ask(one);
    };
    await Promise.all(Array.from({ length: inFlight }, some));
  }

  async #untilDecided(one: Purchase): Promise<void> {
    const until = Date.now() + PERSIST_FOR_MS;
    for (let asked = 0; Date.now() < until; asked += 1) {
      const outcome = await this.#ask(one);
      if (outcome === 'cut off' && asked === 0) one.cutOffBy = this.kill;
      if (decisionsOf(one.answers).length > 0) return;
      await sleep(AGAIN_AFTER_MS);
    }
  }

  async #ask({ key, body, answers }: Purchase): Promise<Asked> {
    try {
      const response = await fetch(`${this.#url}/v1/orders`, {
        method: 'POST',
        headers: { Authorization: `Bearer bench-us`, 'Content-Type': 'application/json', 'Idempotency-Key': key },
        body,
      });
      const text = await response.text();
      answers.push(answerOf(response.status, text));
      return 'answered';
    } catch (error) {
      // What fetch throws is a TypeError whose cause says why; half an answer is none.
      if (!(error instanceof TypeError)) throw error;
      return Object(error.cause).code === 'ECONNREFUSED' ? 'refused' : 'cut off';
    }
  }
}
