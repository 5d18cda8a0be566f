import { type LiveMessage, LiveRequest, MAX_SUBSCRIPTIONS } from '../contracts/live.ts';
import type { Db } from '../db/client.ts';
import type { LiveEvents } from '../db/live-events.ts';
import { OrderSagaError } from '../domain/errors.ts';
import { timelineEvent } from '../domain/timeline.ts';
import type { Caller } from './caller.ts';
import { comeTo } from './live.ts';
import { audienceOf } from './order-answers.ts';
import { readOwn } from './order-in-hand.ts';
import { check } from './validation.ts';

export interface Line {
  db: Db;
  live: LiveEvents;
  caller: Caller;
  /** Aborted when the caller has gone. */
  presence: AbortSignal;
  /** Resolves when there is room for the next one. */
  send: (message: LiveMessage) => Promise<void>;
}

/** The orders that one caller follows over one socket. */
export class LiveSubscriptions {
  readonly #line: Line;
  readonly #followed = new Map<string, AbortController>();

  constructor(line: Line) {
    this.#line = line;
    line.presence.addEventListener('abort', () => this.#followed.forEach((one) => one.abort()));
  }

  /** @throws OrderSagaError `invalid_request`, or `not_found`, also for another storefront's order */
  async take(message: string | null): Promise<void> {
    if (message === null) throw new OrderSagaError('invalid_request', 'the message is binary', { status: 400 });
    const request = check(LiveRequest, jsonOf(message));
    if ('subscribe' in request) await this.#subscribe(request.subscribe, request.after);
    else await this.#unsubscribe(request.unsubscribe);
  }

  async #subscribe(orderId: string, from: number): Promise<void> {
    const { db, caller, presence, send } = this.#line;
    const order = await readOwn(db, { caller, params: { id: orderId } });
    const after = comeTo(order, from);
    this.#followed.get(orderId)?.abort();
    this.#followed.delete(orderId);
    if (this.#followed.size === MAX_SUBSCRIPTIONS) {
      throw new OrderSagaError('invalid_request', `${MAX_SUBSCRIPTIONS} orders are followed already`, { orderId });
    }
    if (presence.aborted) return;
    const own = new AbortController();
    this.#followed.set(orderId, own);
    await send({ subscribed: orderId, version: order.version });
    void this.#follow(orderId, after, own.signal);
  }

  async #unsubscribe(orderId: string): Promise<void> {
    this.#followed.get(orderId)?.abort();
    this.#followed.delete(orderId);
    await this.#line.send({ unsubscribed: orderId });
  }

  async #follow(orderId: string, after: number, until: AbortSignal): Promise<void> {
    const { live, caller, send } = this.#line;
    for await (const page of live.follow(orderId, after, until)) {
      for (const event of page) {
        if (until.aborted) return;
        await send({ orderId, ...timelineEvent(orderId, event, audienceOf(caller)) });
      }
    }
  }
}

/** @throws OrderSagaError `invalid_request` */
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new OrderSagaError('invalid_request', 'the message is no JSON', { status: 400 });
  }
}
