import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { ulid } from 'ulid';
import { expiring } from '../../activities/expiring.ts';
import { workflowId } from '../../bin/order-gateway.ts';
import { readLedger, soundBooks } from '../support/workflow-books.ts';
import { failsForGood } from '../support/workflow-failpoints.ts';
import { paidUntil, part, twoLines, units } from '../support/workflow-parcels.ts';
import { diesAfterTheMove } from '../support/workflow-deaths.ts';
import { theOrder, untilOrder, untilWorkflow } from '../support/workflow-waits.ts';
import { startWorld, type World } from '../support/world.ts';

/** Authorizations that end: the last seventh of their life begins after 42 seconds. */
const WINDOW_SECONDS = 49;
jest.setTimeout(150_000);

let world: World;
beforeAll(async () => {
  world = await startWorld();
  await account({ captureWindowSeconds: WINDOW_SECONDS });
  looking = look();
});
afterAll(async () => {
  stopping.abort();
  await looking;
  await world?.stop();
});

const stopping = new AbortController();
let looking: Promise<void>;

/** What the schedule does each hour, each second here: a shop's authorizations live for a week. */
async function look(): Promise<void> {
  while (!stopping.signal.aborted) {
    for await (const id of expiring(world.database.db, 0)) await world.gateway().settle(id);
    await new Promise((resolve) => setTimeout(resolve, 1000));
  }
}

async function account(settings: object): Promise<void> {
  const headers = { 'Content-Type': 'application/json' };
  const body = JSON.stringify(settings);
  await fetch(new URL('/account', world.simulatorUrl), { method: 'PUT', headers, body });
}

const kinds = async (id: string) => (await readLedger(world, id)).map(({ kind, amount }) => `${kind} ${amount}`);
const renewed = async (id: string) =>
  await untilOrder(
    world,
    id,
    ({ authorizations: [first], payment }) => first?.released === first?.amount && payment.authorized === 3600,
  );

describe('an authorization that is about to end', () => {
  it.concurrent('is renewed first and released then; what ships is captured from the new one', async () => {
    const { id } = await twoLines(world);
    await renewed(id);
    expect(await kinds(id)).toEqual(['authorization 3600', 'authorization 3600', 'void 3600']);
    await world.gateway().ship(id, part(1));
    const { authorizations } = await paidUntil(world, id, 3600);
    expect(authorizations.find(({ number, captured }) => number > 1 && captured === 3600)).toBeDefined();
    expect((await soundBooks(world, id)).standing).toBe(0);
  });

  it.concurrent('is renewed also on hold, and for what is left of an order alone', async () => {
    const { id } = await twoLines(world);
    await world.gateway().ship(id, part(1, units('line-1', 1)));
    await paidUntil(world, id, 1100);
    await world.gateway().change(id, 'holdOrder', ulid(), { reason: 'call the customer' });
    await untilOrder(world, id, ({ authorizations: [first] }) => first?.released === 2500);
    expect(await theOrder(world, id)).toMatchObject({ status: 'ON_HOLD', payment: { authorized: 2500 } });
    expect((await kinds(id)).slice(0, 4)).toEqual([
      'authorization 3600',
      'capture 1100',
      'authorization 2500',
      'void 2500',
    ]);
  });

  it.concurrent('is renewed once where whoever asked for it dies before that is noted', async () => {
    const { id } = await twoLines(world);
    world.failpoints.plant(id, 'capturePayment', diesAfterTheMove(world, id));
    world.failpoints.plant(id, 'authorizeRest', diesAfterTheMove(world, id));
    await renewed(id);
    expect((await kinds(id)).slice(0, 3)).toEqual(['authorization 3600', 'authorization 3600', 'void 3600']);
  });

  it.concurrent('is of no interest once all is paid', async () => {
    const { id } = await twoLines(world);
    await world.gateway().ship(id, part(1));
    await paidUntil(world, id, 3600);
    await new Promise((resolve) => setTimeout(resolve, WINDOW_SECONDS * 1000));
    expect(await kinds(id)).toEqual(['authorization 3600', 'capture 3600']);
    await soundBooks(world, id);
  });
});

describe('an authorization that nobody renewed in time', () => {
  it.concurrent('is replaced by a new one when the order goes on', async () => {
    const { id } = await twoLines(world);
    await world.client.workflow.getHandle(workflowId(id)).terminate();
    await new Promise((resolve) => setTimeout(resolve, (WINDOW_SECONDS + 1) * 1000));
    await world.gateway().resume(id);
    await renewed(id);
    expect((await kinds(id)).toSorted()).toEqual(['authorization 3600', 'authorization 3600', 'void 3600']);
    await world.gateway().ship(id, part(1));
    await paidUntil(world, id, 3600);
    await soundBooks(world, id);
  });
});

/** On hold, and the operator has to answer for it; the old authorization is still there. */
async function declined() {
  const { id } = await twoLines(world, { method: 'pm_declines_off_session' });
  const held = await untilOrder(world, id, ({ status }) => status === 'ON_HOLD');
  expect(held).toMatchObject({
    hold: { from: 'PROCESSING', reason: 'payment_declined', until: null },
    attention: [{ step: 'authorize' }],
    payment: { status: 'authorized', authorized: 3600, captured: 0 },
  });
  return id;
}

describe('a renewal that is declined', () => {
  it.concurrent('holds the order; a retry that is declined too leaves it so', async () => {
    const id = await declined();
    const { order } = await world.gateway().resolve(id, 'authorize', 'retry', 'the customer has called the bank');
    expect(order).toMatchObject({ status: 'ON_HOLD', attention: [{ step: 'authorize' }] });
  });

  it.concurrent('is over when the customer has mended it: the order goes on', async () => {
    const { id } = await twoLines(world);
    // Whichever name it is made under.
    for (const step of ['capturePayment', 'authorizeRest'] as const) world.failpoints.plant(id, step, failsForGood);
    await untilOrder(world, id, ({ status }) => status === 'ON_HOLD');
    for (const step of ['capturePayment', 'authorizeRest'] as const) world.failpoints.mend(id, step);
    const { order } = await world.gateway().resolve(id, 'authorize', 'retry', 'another limit');
    expect(order).toMatchObject({ status: 'PROCESSING', hold: null, attention: [] });
    await world.gateway().ship(id, part(1));
    await paidUntil(world, id, 3600);
    await soundBooks(world, id);
  });

  it.concurrent('is skipped: what is held is used as long as it lasts', async () => {
    const id = await declined();
    const { order } = await world.gateway().resolve(id, 'authorize', 'skip', 'ships today');
    expect(order).toMatchObject({ status: 'ON_HOLD', attention: [], waived: 0 });
    await world.gateway().change(id, 'releaseOrder', ulid(), { reason: 'ships today' });
    await world.gateway().ship(id, part(1));
    await paidUntil(world, id, 3600);
    expect(await kinds(id)).toEqual(['authorization 3600', 'capture 3600']);
    await soundBooks(world, id);
  });

  it.concurrent('is rejected: the order is canceled, and nothing stays authorized', async () => {
    const id = await declined();
    await world.gateway().change(id, 'rejectOrder', ulid(), { reason: 'nobody pays' });
    await untilWorkflow(world, id, ({ status }) => status === 'CANCELED');
    expect(await soundBooks(world, id)).toMatchObject({ order: { status: 'CANCELED' }, standing: 0, held: {} });
  });

  it.concurrent('ends with the old one: nothing is said to be held any more', async () => {
    const id = await declined();
    const ended = await untilOrder(world, id, ({ payment }) => payment.authorized === 0);
    expect(ended).toMatchObject({ status: 'ON_HOLD', attention: [{ step: 'authorize' }] });
    await soundBooks(world, id);
  });
});
