import { setTimeout as sleep } from 'node:timers/promises';
import type { Placed } from '../load/messages.ts';
import { type Books, countUndecided, type OrderRow, readBooks } from './gate-rows.ts';
import { type Held, heldByOrder } from './gate-money.ts';
import type { PeerName, World } from './world.ts';

/** What the gate needs of an answer. */
export type Answer = Pick<Placed, 'key' | 'status' | 'code' | 'orderId'>;

export interface Findings {
  /** Each a sentence; none: the score stands. */
  wrong: string[];
  /** What a peer that says so of itself has lost by being killed: reported, and no reason to void its score. */
  lost: string[];
}

const SETTLES_WITHIN_MS = 90_000;

/** What is wrong with a peer's orders, its stock, its money and what it has answered. */
export async function gate(world: World, peer: PeerName, answers: readonly Answer[]): Promise<string[]> {
  return (await inspect(world, peer, answers)).wrong;
}

/** Waits until all is decided and what was refused is paid back, for 90 s at most; then looks at everything. */
export async function inspect(world: World, peer: PeerName, answers: readonly Answer[]): Promise<Findings> {
  // Its orders do nothing: there is nothing to look at.
  if (peer === 'empty-workflow') return { wrong: [], lost: [] };
  const url = world.databaseUrl(peer);
  const until = Date.now() + SETTLES_WITHIN_MS;
  const hasTime = () => Date.now() < until;
  while ((await countUndecided(url)) > 0 && hasTime()) await sleep(500);

  for (;;) {
    const { stillHeld, ...findings } = await look(world, peer, answers);
    // A void may follow its answer.
    if (stillHeld === 0 || !hasTime()) return findings;
    await sleep(1_000);
  }
}

async function look(
  world: World,
  peer: PeerName,
  answers: readonly Answer[],
): Promise<Findings & { stillHeld: number }> {
  const books = await readBooks(world.databaseUrl(peer));
  const held = heldByOrder((await world.ledger()).filter((entry) => entry.peer === peer));
  const orders = new Map(books.orders.map((order) => [order.id, order]));
  const orphans = [...held].filter(([id, { open }]) => open > 0 && !orders.has(id)).map(unknownOrder);
  const loses = peer === 'plain';
  const canceled = books.orders.filter(({ status }) => status === 'CANCELED');
  return {
    wrong: [
      ...books.orders.flatMap((order) => wrongWithOrder(order, held.get(order.id))),
      ...wrongWithStock(books),
      ...(loses ? [] : orphans),
      ...wrongWithAnswers(answers, orders),
    ],
    lost: loses ? orphans : [],
    stillHeld: canceled.filter(({ id }) => (held.get(id)?.open ?? 0) > 0).length,
  };
}

function unknownOrder([id, { amounts }]: [string, Held]): string {
  return `order ${id} is in no database, and its customer's ${amounts.join(' + ')} are held`;
}

const EVENTS: Record<string, string> = { PROCESSING: 'order.created', CANCELED: 'order.cancelled' };

function wrongWithOrder({ id, status, total, currency, keys, paid, events }: OrderRow, held?: Held): string[] {
  const expected = EVENTS[status];
  if (expected === undefined) return [`order ${id} is ${status} still`];
  const due = status === 'PROCESSING' && total > 0;
  const found = held?.amounts.join(' + ') ?? '';
  return [
    keys !== 1 && `order ${id} has ${keys} keys`,
    events.join() !== expected && `order ${id} is ${status}, and told others [${events.join()}]`,
    paid !== due && `order ${id} is ${status}, and its payment ${paid ? 'is' : 'is not'} noted as authorized`,
    found !== (due ? `${total} ${currency}` : '') &&
      `order ${id} is ${status} (${total} ${currency}), held: [${found}]`,
  ].filter((line) => line !== false);
}

function wrongWithStock({ stock }: Books): string[] {
  return stock.map(
    ({ sku, reserved, held, sold }) => `${sku}: ${reserved} reserved, ${held} held by orders, ${sold} sold`,
  );
}

/** A key has one order, and every answer that says how it was decided is true. */
function wrongWithAnswers(answers: readonly Answer[], orders: ReadonlyMap<string, OrderRow>): string[] {
  const byKey = new Map<string, string>();
  return answers.flatMap(({ key, status, code, orderId }) => {
    const expected = decisionOf({ status, code, orderId });
    if (expected === null) return [];
    if (orderId === null) return [`key ${key} was answered ${status} without an order`];
    const before = byKey.get(key);
    byKey.set(key, orderId);
    const order = orders.get(orderId);
    const is = order && (order.status === 'CANCELED' ? order.cancelReason : order.status);
    return [
      before !== undefined && before !== orderId && `key ${key} has two orders: ${before} and ${orderId}`,
      is !== expected && `key ${key} was answered ${status} ${code ?? ''}, its order ${orderId} is ${is ?? 'missing'}`,
    ].filter((line) => line !== false);
  });
}

/** What the answer says of its order: PROCESSING, or why it was canceled. Null where it says nothing. */
function decisionOf({ status, code, orderId }: Omit<Answer, 'key'>): string | null {
  if (status === 201) return 'PROCESSING';
  if (status === 402) return code ?? 'payment_declined';
  return status === 503 && code === 'dependency_unavailable' && orderId !== null ? code : null;
}
