import type postgres from 'postgres';
import { z } from 'zod';
import { publicType } from '../../domain/public-events.ts';
import type { OrderEventType } from '../../domain/events.ts';
import { hearsOf, QUEUE_NAMES, type QueueName } from '../../messaging/topology.ts';
import type { House } from './house.ts';

/** What is not as it should be, in words. */
export type Violations = string[];

/** The run is over: everything that it left is held against everything else that it left. */
export async function verify(house: House, sql: postgres.Sql): Promise<Violations> {
  return [
    ...(await versions(sql)),
    ...(await sequences(house, sql)),
    ...(await reached(sql)),
    ...(await money(house, sql)),
  ];
}

async function versions(sql: postgres.Sql): Promise<Violations> {
  const rows = await sql<{ order_id: string }[]>`
    select order_id from order_events group by order_id having min(version) <> 1 or max(version) <> count(*)`;
  return rows.map(({ order_id }) => `the versions of ${order_id} have gaps`);
}

/** What others heard of each order: 1, 2, 3 to the last, each of one event. */
async function sequences({ broker }: House, sql: postgres.Sql): Promise<Violations> {
  const rows = await sql<{ id: string; last: number }[]>`select id, public_sequence as last from orders`;
  return rows.flatMap(({ id, last }) => {
    const heard = broker.audit.heard.get(id) ?? new Map<number, Set<string>>();
    const isWhole = heard.size === last && [...heard.keys()].every((n) => n >= 1 && n <= last);
    const isOne = [...heard.values()].every((ids) => ids.size === 1);
    return [
      ...(isWhole ? [] : [`of ${id} others heard ${[...heard.keys()].join(',')} of ${last}`]),
      ...(isOne ? [] : [`of ${id} one sequence stands for several events`]),
    ];
  });
}

/** Knows a repeat by the deliveries that it has written, and writes none here: that its queue is empty is all it leaves. */
const KEEPS_NO_INBOX: readonly QueueName[] = ['webhooks'];

/** Every public event is in the inbox of every queue whose filter takes it. */
async function reached(sql: postgres.Sql): Promise<Violations> {
  const inbox = await sql<{ consumer: string; event_id: string }[]>`select consumer, event_id from inbox`;
  const noted = new Set(inbox.map(({ consumer, event_id }) => `${consumer} ${event_id}`));
  const events = await sql<{ id: string; type: OrderEventType }[]>`select id, type from order_events`;
  return events.flatMap(({ id, type }) => {
    const name = publicType(type);
    if (name === undefined) return [];
    const queues = QUEUE_NAMES.filter(
      (queue) =>
        !KEEPS_NO_INBOX.includes(queue) &&
        hearsOf(queue).some(([topic, types]) => topic === 'order-events' && types.includes(name)),
    );
    return queues.filter((queue) => !noted.has(`${queue} ${id}`)).map((queue) => `${queue} never had ${name} ${id}`);
  });
}

const Ledger = z.array(z.object({ orderId: z.string(), kind: z.string(), amount: z.int() }));

/** What was shipped is paid for, once; what was canceled is not. */
async function money({ simulatorUrl }: House, sql: postgres.Sql): Promise<Violations> {
  const ledger = Ledger.parse(await (await fetch(`${simulatorUrl}/ledger`)).json());
  const moved = new Map<string, string[]>();
  for (const { orderId, kind, amount } of ledger) {
    moved.set(orderId, [...(moved.get(orderId) ?? []), `${kind} ${amount}`]);
  }
  const rows = await sql<{ id: string; status: string; total: number }[]>`
    select id, status, total::integer as total from orders`;
  return rows.flatMap(({ id, status, total }) => {
    const found = (moved.get(id) ?? []).toSorted().join(', ');
    const wanted =
      status === 'DELIVERED'
        ? [`authorization ${total}, capture ${total}`]
        : ['', `authorization ${total}, void ${total}`];
    return wanted.includes(found) ? [] : [`${id} is ${status} of ${total}, and its money moved: ${found}`];
  });
}
