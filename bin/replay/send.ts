import { setTimeout as sleep } from 'node:timers/promises';
import PQueue from 'p-queue';
import pRetry from 'p-retry';
import { idempotencyKey, orderRequest, type Batch } from './order-request.ts';
import { ReplayError } from './problem.ts';
import type { Purchase } from './purchases.ts';
import { type Answer, Retryable, type Shop } from './shop.ts';

/** A purchase that has its answer. */
export interface Sent {
  purchase: Purchase;
  answer: Answer;
  /** From the request to the decision. */
  ms: number;
}

/** About 40 s: as long as a server needs to be started again. */
const RETRIES = { retries: 14, minTimeout: 100, factor: 2, maxTimeout: 5000, randomize: true };

/** Every order is decided within 60 s of its first attempt; a server that was away needs longer. */
const DECIDED_WITHIN_MS = 120_000;
const ASK_AGAIN_MS = 250;

/** The shop lacks what every purchase needs: the others would be refused as well. */
const REFUSES_ALL = new Set(['unknown_sku', 'out_of_stock']);

export interface Sending {
  shop: Shop;
  batch: Batch;
  concurrency: number;
  /** Aborted: what is on its way is finished, and nothing more is begun. */
  signal: AbortSignal;
  onSent: (sent: Sent) => void;
}

/**
 * Sends the purchases in their order, `concurrency` at a time.
 * @throws ReplayError when one cannot be sent, or nobody answers any more; the others end first
 */
export async function sendAll(purchases: readonly Purchase[], sending: Sending): Promise<void> {
  const failed = new AbortController();
  const signal = AbortSignal.any([sending.signal, failed.signal]);
  const sendOne = async (purchase: Purchase) => {
    if (signal.aborted) return;
    try {
      sending.onSent(await send(purchase, sending, signal));
    } catch (error) {
      if (!signal.aborted) failed.abort(error);
    }
  };

  const [first, ...others] = purchases;
  // Alone, so that a wrong SKU costs one refused order and not one a connection.
  if (first) await sendOne(first);
  const queue = new PQueue({ concurrency: sending.concurrency });
  for (const purchase of others) void queue.add(() => sendOne(purchase));
  await queue.onIdle();
  if (failed.signal.aborted) throw failed.signal.reason;
}

async function send(purchase: Purchase, { shop, batch }: Sending, signal: AbortSignal): Promise<Sent> {
  const order = orderRequest(batch, purchase);
  for (let attempt = 1; ; attempt += 1) {
    const key = idempotencyKey(batch, purchase.line, attempt);
    const begun = performance.now();
    let answer = await patiently(() => shop.placeOrder(order, key), signal);
    if (answer.kind === 'undecided') answer = await follow(shop, answer, signal);
    const ms = performance.now() - begun;
    if (answer.kind !== 'refused') return { purchase, answer, ms };
    // A refusal from an earlier run: whoever starts the replay again has mended it, or wants to know.
    if (answer.repeated) continue;
    if (REFUSES_ALL.has(answer.code)) throw new ReplayError(`line ${purchase.line}: ${answer.detail} (${answer.code})`);
    return { purchase, answer, ms };
  }
}

/** Asks for an order that was not decided in time until it is. */
async function follow(shop: Shop, answer: Answer, signal: AbortSignal): Promise<Answer> {
  const until = Date.now() + DECIDED_WITHIN_MS;
  while (Date.now() < until) {
    await sleep(ASK_AGAIN_MS, undefined, { signal });
    const order = await patiently(() => shop.readOrder(answer.orderId), signal);
    if (order.status === 'CANCELED') {
      const code = order.cancelReason ?? 'canceled';
      return { ...answer, kind: 'refused', code, detail: order.cancelNote ?? 'The order was refused' };
    }
    if (order.status !== 'PENDING' && order.status !== 'CANCELING') return { ...answer, kind: 'confirmed' };
  }
  return answer;
}

async function patiently<T>(request: () => Promise<T>, signal: AbortSignal): Promise<T> {
  try {
    return await pRetry(request, { ...RETRIES, signal, shouldRetry: ({ error }) => error instanceof Retryable });
  } catch (error) {
    if (error instanceof Retryable) throw new ReplayError(`${error.message}, however often it was asked`);
    throw error;
  }
}
