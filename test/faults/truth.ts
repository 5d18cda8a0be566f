import { expect } from '@jest/globals';
import { Client, Connection } from '@temporalio/client';
import { execa } from 'execa';
import { connect } from '../../db/client.ts';
import type { OrderView } from '../../contracts/http.ts';
import { allOrders } from '../support/stack-shop.ts';
import { parallel, until } from '../support/stack-wait.ts';
import { ask, type Asked, isOpen, type Told } from './trickle.ts';
import type { FaultyWorld } from './world.ts';

/** An order with its first answer, and the one that its key has in the end. */
export interface Decided extends Asked {
  decided: Told;
}

/** Whoever has no decision asks again with the same key, as a checkout does; whoever has one asks again to compare. */
export async function askAgain(world: FaultyWorld, asked: readonly Asked[]): Promise<Decided[]> {
  return await parallel(asked, 8, async (one) => {
    const decided = await until(
      `the decision of an order that was first told ${JSON.stringify(one.told)}`,
      async () => {
        const told = await ask(world.stack, one);
        return told && !isOpen(told) && told;
      },
      { everyMs: 500 },
    );
    return { ...one, decided };
  });
}

/** No answer was untrue: neither beside the one that its key has now, nor beside the order, nor beside its money. */
export async function expectNoUntrueAnswer(world: FaultyWorld, decided: readonly Decided[]): Promise<void> {
  for (const { told, decided: last } of decided) {
    if (told && !isOpen(told)) expect(last).toEqual(told);
    else if (told?.orderId) expect(last.orderId).toBe(told.orderId);
  }
  const ids = decided.map(({ decided: { orderId } }) => String(orderId));
  expect(new Set(ids).size).toBe(decided.length);
  const orders = new Map((await ordersOf(world, decided)).map((order) => [order.id, order]));
  // Nor one that nobody knows of.
  expect(new Set(orders.keys())).toEqual(new Set(ids));
  const ledger = await world.stack.ledger();
  for (const { decided: last } of decided) {
    const order = orders.get(last.orderId ?? '');
    const money = ledger.filter(({ orderId }) => orderId === order?.id).map(({ kind, amount }) => `${kind} ${amount}`);
    const seen = { status: order?.status, reason: order?.cancelReason, money: money.toSorted().join(', ') };
    expect({ last, ...seen }).toEqual({ last, ...truthOf(last, order?.total ?? 0, seen.money) });
  }
}

/** What an order has come to that was answered so, once the carrier has been. */
function truthOf({ status, code }: Told, total: number, money: string) {
  if (status === 201) return { status: 'DELIVERED', reason: null, money: `authorization ${total}, capture ${total}` };
  // An authorization whose answer was lost is given back.
  const isGivenBack = money === `authorization ${total}, void ${total}`;
  return { status: 'CANCELED', reason: code, money: isGivenBack && status === 503 ? money : '' };
}

async function ordersOf({ stack }: FaultyWorld, decided: readonly Decided[]): Promise<OrderView[]> {
  const customerId: unknown = Object(decided[0]?.body).customerId;
  return await allOrders(stack, `&customerId=${String(customerId)}`);
}

/** Every order decided, and every event of theirs out: what is promised within a minute. */
export async function untilDecided(world: FaultyWorld): Promise<void> {
  await until('all orders to be decided and their events to be out', async () => {
    const left = await onDatabase(world, async (sql) => {
      const [row] = await sql<{ undecided: number; outbox: number }[]>`
        select (select count(*)::integer from orders where status in ('PENDING', 'CANCELING')) as undecided,
          (select count(*)::integer from outbox where created_at < now() - interval '5 seconds') as outbox`;
      return row;
    });
    return left?.undecided === 0 && left.outbox === 0;
  });
}

/** Nothing stands still: orders are delivered and paid for or canceled, their workflows have ended, and all books agree. */
export async function expectNothingStuck(world: FaultyWorld): Promise<void> {
  await until(
    'every order to be over',
    () =>
      onDatabase(world, async (sql) => {
        const [row] = await sql<{ left: number }[]>`
          select count(*)::integer as left from orders
          where not (status = 'CANCELED' or (status = 'DELIVERED' and payment_status = 'captured'))`;
        return row?.left === 0;
      }),
    { everyMs: 500, withinMs: 180_000 },
  );
  await until('every workflow of an order to have ended', async () => (await openOrders(world)) === 0, {
    everyMs: 500,
  });
  const reconciled = async () => {
    const said = await ops(world, 'reconcile');
    // What has changed just now it leaves for later.
    return !said.includes('left for later') && said;
  };
  const [compared, rebuilt, dead] = await Promise.all([
    until('every order to have been compared', reconciled, { everyMs: 1000 }),
    ops(world, 'rebuild'),
    ops(world, 'dlq', 'list'),
  ]);
  expect(compared).toMatch(/^\d+ orders compared; differences: 0$/);
  expect(rebuilt).toMatch(/^\d+ orders, 0 differ$/);
  expect(dead).toBe('no dead letters');
}

async function openOrders({ temporalAddress }: FaultyWorld): Promise<number> {
  const connection = await Connection.connect({ address: temporalAddress });
  try {
    const query = `WorkflowType = 'OrderWorkflow' AND ExecutionStatus = 'Running'`;
    return (await new Client({ connection }).workflow.count(query)).count;
  } finally {
    await connection.close();
  }
}

/** An operator's command, past the lines; what it says of itself last. */
async function ops({ direct }: FaultyWorld, ...args: string[]): Promise<string> {
  const { stdout, stderr } = await execa('node', ['bin/ops.ts', ...args], { env: direct, reject: false });
  return `${stdout}${stderr}`.trim();
}

async function onDatabase<T>(
  { databaseUrl }: FaultyWorld,
  work: (sql: ReturnType<typeof connect>['sql']) => Promise<T>,
) {
  const database = connect(databaseUrl, { max: 1 });
  try {
    return await work(database.sql);
  } finally {
    await database.close();
  }
}
