import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Answer } from './http.ts';
import { post, postOnce, type Shop } from './stack-shop.ts';

/** What a customer was told at first, and at last: who is told to come again does. */
export interface Told {
  first: Answer | Error;
  last: Answer | Error;
}

/** Customers who come one after the other, until they are told to stop. */
export class Trickle {
  readonly #told: Promise<Told>[] = [];
  readonly #running: Promise<void>;
  #isOver = false;

  /** @param body what each of them orders */
  constructor(shop: Shop, body: unknown, everyMs: number) {
    this.#running = this.#run(shop, body, everyMs);
  }

  /** How many have come. */
  get count(): number {
    return this.#told.length;
  }

  /** No more come; what each was told. */
  async end(): Promise<Told[]> {
    this.#isOver = true;
    await this.#running;
    return await Promise.all(this.#told);
  }

  async #run(shop: Shop, body: unknown, everyMs: number): Promise<void> {
    for (; !this.#isOver; await sleep(everyMs)) this.#told.push(order(shop, body));
  }
}

async function order(shop: Shop, body: unknown): Promise<Told> {
  const ask = { idempotencyKey: randomUUID() };
  const first = await postOnce(shop, body, ask).catch(toError);
  const isOpen = !(first instanceof Error) && first.status === 202;
  return { first, last: isOpen ? await post(shop, body, ask).catch(toError) : first };
}

function toError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
