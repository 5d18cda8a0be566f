import { setTimeout as sleep } from 'node:timers/promises';
import type postgres from 'postgres';
import { QUEUE_NAMES } from '../../messaging/topology.ts';
import type { House } from './house.ts';

/** What is still on its way. */
export interface Waiting {
  outbox: number;
  messages: number;
  deadLetters: number;
  /** Orders that are neither delivered and paid for nor canceled. */
  orders: number;
}

/** Nothing has moved for so long: a retry waits a minute at most, a lost receipt half of that. */
const STANDSTILL_MS = 3 * 60_000;

export async function waiting({ broker }: House, sql: postgres.Sql): Promise<Waiting> {
  const depths = await Promise.all(QUEUE_NAMES.map((queue) => broker.messaging.depth(queue)));
  const [row] = await sql<{ outbox: number; orders: number }[]>`
    select (select count(*)::integer from outbox) as outbox,
      (select count(*)::integer from orders
        where not (status = 'CANCELED' or (status = 'DELIVERED' and payment_status = 'captured'))) as orders`;
  return {
    outbox: row?.outbox ?? 0,
    orders: row?.orders ?? 0,
    messages: depths.reduce((sum, { messages }) => sum + messages, 0),
    deadLetters: depths.reduce((sum, { deadLetters }) => sum + deadLetters, 0),
  };
}

/** Waits until nothing is on its way any more, twice in a row; gives back what is left when nothing moves any more. */
export async function untilQuiet(house: House, sql: postgres.Sql, say: (line: string) => void): Promise<Waiting> {
  let deadline = Date.now() + STANDSTILL_MS;
  let before = '';
  let quiet = 0;
  for (let n = 0; ; n += 1) {
    const left = await waiting(house, sql);
    quiet = left.outbox + left.messages + left.orders === 0 ? quiet + 1 : 0;
    if (JSON.stringify(left) !== before) deadline = Date.now() + STANDSTILL_MS;
    before = JSON.stringify(left);
    if (quiet === 2 || Date.now() > deadline) return left;
    if (n % 5 === 0) say(JSON.stringify(left));
    await sleep(2_000);
  }
}
