import { setTimeout as sleep } from 'node:timers/promises';
import pRetry from 'p-retry';
import type postgres from 'postgres';

const EVERY_MS = 200;

/** Some of the customers think again: one in so many new orders is canceled, right away. Resolves with how many were. */
export async function cancelSome(url: string, sql: postgres.Sql, oneIn: number, enough: AbortSignal): Promise<number> {
  const seen = new Set<string>();
  let canceled = 0;
  while (!enough.aborted) {
    const rows = await sql<{ id: string; storefront: string }[]>`
      select id, storefront from orders where status = 'PROCESSING' order by id desc limit 50`;
    for (const { id, storefront } of rows) {
      if (seen.has(id)) continue;
      seen.add(id);
      if (seen.size % oneIn === 0 && (await cancel(url, id, storefront))) canceled += 1;
    }
    await sleep(EVERY_MS);
  }
  return canceled;
}

/** False where it had shipped by then. */
async function cancel(url: string, id: string, storefront: string): Promise<boolean> {
  const answer = await send(`${url}/v1/orders/${id}/cancel`, {
    method: 'POST',
    headers: { authorization: `Bearer bench-${storefront}`, 'content-type': 'application/json' },
    body: JSON.stringify({ reason: 'changed my mind' }),
  });
  return answer.ok;
}

/** Again where the other side has just closed a connection that was idle: both requests may be told twice. */
async function send(url: string, request: RequestInit): Promise<Response> {
  return await pRetry(() => fetch(url, request), { retries: 3, minTimeout: 200 });
}

/** The carrier is away for so long, in the middle. */
export async function carrierAway(simulatorUrl: string, afterSeconds: number, seconds: number): Promise<void> {
  await sleep(afterSeconds * 1000);
  await dial(simulatorUrl, 1);
  await sleep(seconds * 1000);
  await dial(simulatorUrl, 0);
}

async function dial(simulatorUrl: string, errorRate: number): Promise<void> {
  const body = JSON.stringify({ target: 'carrier', errorRate });
  const headers = { 'content-type': 'application/json' };
  const answer = await send(`${simulatorUrl}/faults`, { method: 'PUT', headers, body });
  if (!answer.ok) throw new Error(`the simulators answered ${answer.status}`);
}
