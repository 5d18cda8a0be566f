import { setTimeout as sleep } from 'node:timers/promises';
import type { Pool } from 'undici';
import { z } from 'zod';
import { isDecided, type Placed } from './messages.ts';
import type { Payload } from './payloads.ts';

/** What of an answer says whether, and as what, an order was decided; ours and a problem's (RFC 9457). */
const Body = z
  .object({ id: z.string().nullish(), orderId: z.string().nullish(), code: z.string().nullish() })
  .catch({});

type Answer = Pick<Placed, 'status' | 'code' | 'orderId'>;
const NO_ANSWER: Answer = { status: 0, code: null, orderId: null };

const AGAIN_AFTER_MS = 100;
const PERSIST_FOR_MS = 90_000;

/** Sends one order. The clock stops at the last byte, before anything is made of it. */
export async function place(pool: Pool, payload: Payload, begun: number, sentAt: number): Promise<Placed> {
  const text = await send(pool, payload);
  const latencyMs = performance.now() - begun - sentAt;
  return { key: payload.key, payment: payload.payment, sentAt, latencyMs, ...answerOf(text) };
}

/** The same, again and again with the same key, until it is decided. Its latency is that of the last attempt's end. */
export async function placeUntilDecided(pool: Pool, payload: Payload, begun: number, sentAt: number): Promise<Placed> {
  for (;;) {
    const placed = await place(pool, payload, begun, sentAt);
    if (isDecided(placed) || placed.latencyMs > PERSIST_FOR_MS) return placed;
    await sleep(AGAIN_AFTER_MS);
  }
}

async function send(pool: Pool, { key, storefront, body }: Payload): Promise<{ status: number; text: string } | null> {
  try {
    const response = await pool.request({
      path: '/v1/orders',
      method: 'POST',
      headers: {
        authorization: `Bearer bench-${storefront}`,
        'content-type': 'application/json',
        'idempotency-key': key,
      },
      body,
    });
    return { status: response.statusCode, text: await response.body.text() };
  } catch {
    // Nobody listens, or whoever did has died: that is an answer that did not come, and counted as such.
    return null;
  }
}

function answerOf(received: { status: number; text: string } | null): Answer {
  if (!received) return NO_ANSWER;
  const { id, orderId, code } = Body.parse(parsed(received.text));
  return { status: received.status, code: code ?? null, orderId: orderId ?? id ?? null };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
