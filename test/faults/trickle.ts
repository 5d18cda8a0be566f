import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { within } from '../../bin/decisions.ts';
import type { Answer } from '../support/http.ts';
import type { Stack } from '../support/stack.ts';
import { anOrder, line, postOnce } from '../support/stack-shop.ts';

const EVERY_MS = 333;
/** A checkout waits no longer: longer than the shop lets it wait. */
const GIVES_UP_MS = 15_000;

/** What a checkout was told; null: nothing, or nothing in time. */
export interface Told {
  status: number;
  code: string | null;
  orderId: string | null;
}

/** An order as it was asked for, and the first answer to it. */
export interface Asked {
  key: string;
  body: unknown;
  /** What a shop that has all of its parts says: 201, or 402 of a card that is declined. */
  wanted: 201 | 402;
  sentAt: number;
  answeredAt: number;
  told: Told | null;
}

/** Orders that come one after the other, whatever becomes of those before. */
export class Trickle {
  readonly asked: Asked[] = [];
  readonly customerId = `cus_${randomUUID().slice(0, 8)}`;
  readonly #stack: Stack;
  readonly #sku: string;
  readonly #underWay: Promise<void>[] = [];
  readonly #running: Promise<void>;
  #stopping = false;

  constructor(stack: Stack, sku: string) {
    this.#stack = stack;
    this.#sku = sku;
    this.#running = this.#run();
  }

  /** Resolves when the last one is answered, or given up. */
  async stop(): Promise<void> {
    this.#stopping = true;
    await this.#running;
    await Promise.all(this.#underWay);
  }

  async #run(): Promise<void> {
    for (let n = 1; !this.#stopping; n += 1) {
      this.#underWay.push(this.#ask(n % 5 === 0));
      await sleep(EVERY_MS);
    }
  }

  async #ask(isDeclined: boolean): Promise<void> {
    const method = isDeclined ? 'pm_card_chargeDeclined' : 'pm_card_visa';
    const key = randomUUID();
    const body = anOrder({ customerId: this.customerId, lines: [line(this.#sku)], payment: { method } });
    const sentAt = Date.now();
    const told = await ask(this.#stack, { key, body });
    this.asked.push({ key, body, wanted: isDeclined ? 402 : 201, sentAt, answeredAt: Date.now(), told });
  }
}

/** Asks once for an order under its key. */
export async function ask(stack: Stack, { key, body }: Pick<Asked, 'key' | 'body'>): Promise<Told | null> {
  const answer = await within(
    GIVES_UP_MS,
    postOnce(stack, body, { idempotencyKey: key }).catch(() => null),
  );
  return answer && toldBy(answer);
}

function toldBy({ status, body }: Answer): Told {
  const { id, orderId, code } = Object(body);
  const order: unknown = orderId ?? id;
  return {
    status,
    code: typeof code === 'string' ? code : null,
    orderId: typeof order === 'string' ? order : null,
  };
}

/** True where the same key may still be told something else. */
export function isOpen({ status, code, orderId }: Told): boolean {
  // A 503 with an order is its decision: the order was canceled.
  if (status === 503) return orderId === null || code !== 'dependency_unavailable';
  return ![201, 402].includes(status);
}
