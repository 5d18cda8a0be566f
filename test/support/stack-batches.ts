import { request } from 'node:http';
import { expect } from '@jest/globals';
import type { z } from 'zod';
import { BatchOutcome, NDJSON } from '../../contracts/http-batches.ts';
import { OrderView } from '../../contracts/http.ts';
import type { Answer } from './http.ts';
import type { Ask, Stack } from './stack.ts';

/** Batches as a marketplace sends them, and what is told of their lines. */

export type Outcome = z.infer<typeof BatchOutcome>;
export type BatchEntry = { idempotencyKey: unknown; order: unknown };

export function ndjson(entries: readonly unknown[]): string {
  return entries.map((entry) => `${JSON.stringify(entry)}\n`).join('');
}

export async function postBatch(stack: Stack, raw: string | Buffer, ask: Ask = {}): Promise<Answer> {
  return await stack.api('POST', '/v1/orders/batch', {
    raw,
    ...ask,
    headers: { 'Content-Type': NDJSON, ...ask.headers },
  });
}

/** Sends a batch, and reads all of its outcomes. */
export async function batch(
  stack: Stack,
  body: string | Buffer | readonly BatchEntry[],
  ask: Ask = {},
): Promise<Outcome[]> {
  const raw = typeof body === 'string' || Buffer.isBuffer(body) ? body : ndjson(body);
  return outcomesOf(await postBatch(stack, raw, ask));
}

export function outcomesOf({ status, headers, text }: Answer): Outcome[] {
  expect({ status, text }).toEqual({ status: 200, text: expect.stringMatching(/\n$/) });
  expect(headers['content-type']).toBe(NDJSON);
  const lines = text.slice(0, -1).split('\n');
  return lines.map((line) => BatchOutcome.parse(JSON.parse(line)));
}

/** The order of an outcome that has one. */
export function orderIn(outcome: Outcome | undefined): OrderView {
  return OrderView.parse(outcome?.order);
}

/** The order that it came to, confirmed or refused. */
export function orderIdIn({ order, problem }: Outcome): string {
  return order?.id ?? String(problem?.orderId);
}

/**
 * Outcomes as they come; whoever stops reading goes away.
 * @throws Error where the answer breaks off
 */
export async function* readBatch(
  port: number,
  entries: readonly BatchEntry[],
  key = 'dev-us',
): AsyncGenerator<Outcome> {
  const headers = { Authorization: `Bearer ${key}`, 'Content-Type': NDJSON };
  const options = { host: '127.0.0.1', port, path: '/v1/orders/batch', method: 'POST', headers, agent: false };
  const { promise, resolve, reject } = Promise.withResolvers<NodeJS.ReadableStream>();
  const outgoing = request(options).on('error', reject).on('response', resolve).end(ndjson(entries));
  let rest = '';
  try {
    for await (const text of (await promise).setEncoding('utf8')) {
      const lines = `${rest}${text.toString()}`.split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) yield BatchOutcome.parse(JSON.parse(line));
    }
  } finally {
    outgoing.destroy();
  }
}
