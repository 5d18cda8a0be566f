import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { workflowId } from '../../bin/order-gateway.ts';
import { readLedger, soundBooks } from '../support/workflow-books.ts';
import { failsForGood, outage } from '../support/workflow-failpoints.ts';
import { confirmed, newSku } from '../support/workflow-orders.ts';
import { runsOf } from '../support/workflow-runs.ts';
import { theOrder, until, untilOrder, untilWorkflow } from '../support/workflow-waits.ts';
import { startWorld, type World } from '../support/world.ts';

/**
 * A quarter of Temporal's own limits, for a quarter of their cost: to read 6,000 signals takes two CPU-seconds, and a busy
 * machine may not have them within a task's ten.
 */
let world: World;
beforeAll(async () => {
  world = await startWorld({ longAfter: 1024, mostSignals: 1500, hurried: false });
});
afterAll(async () => await world?.stop());

const MOST_EVENTS = 2500;
/** More signals than one run takes up, as fast as a server on SQLite writes them. */
const FLOOD = 1750;
const FLOOD_TIMEOUT_MS = 600_000;
const handleOf = (id: string) => world.client.workflow.getHandle(workflowId(id));

async function orderOf(units: number) {
  const lines = [{ sku: await newSku(world, units), quantity: units, unitPrice: 100 }];
  return (await confirmed(world, { lines })).id;
}

async function flood(id: string, count: number, message: (n: number) => unknown): Promise<void> {
  const numbers = Array.from({ length: count }, (_, n) => n);
  const send = async () => {
    for (let n = numbers.pop(); n !== undefined; n = numbers.pop()) {
      await sent(id, message(n));
    }
  };
  await Promise.all(Array.from({ length: Math.min(count, 500) }, send));
}

/** A history takes up so many; whoever is told so comes again. */
async function sent(id: string, message: unknown): Promise<void> {
  await until(async () => {
    try {
      await handleOf(id).signal('shipmentUpdated', message);
      return true;
    } catch (error) {
      // The run is full, or the server takes no more at once: it is sent again.
      if (/limit for signal events|rate limit exceeded/.test(String(Object(error).cause))) return false;
      throw error;
    }
  });
}

async function expectShortHistories(id: string): Promise<void> {
  const runs = await runsOf(world, id);
  for (const { events } of runs) expect(events).toBeLessThan(MOST_EVENTS);
}

const parcel = (n: number) => ({
  eventId: `s${n}`,
  type: 'shipped',
  shipmentId: `P${n}`,
  lines: [{ lineId: 'line-1', quantity: 1 }],
});

it('500 signals at once to one order lose none, and each counts once', async () => {
  const id = await orderOf(500);
  await flood(id, 500, parcel);
  const { shipments } = await untilOrder(world, id, ({ status }) => status === 'SHIPPED');
  expect(new Set(shipments.map((shipment) => shipment.id)).size).toBe(500);
  await untilWorkflow(world, id, ({ status }) => status === 'SHIPPED');
  await expectShortHistories(id);
  const { eventTypes } = await soundBooks(world, id);
  expect(eventTypes.filter((type) => type.endsWith('shipped'))).toHaveLength(500);
});

it('1,250 signals of nonsense change nothing, and the order lives on', async () => {
  const id = await orderOf(1);
  const { version } = await theOrder(world, id);
  await flood(id, 1250, (n) => (n % 2 === 0 ? { nonsense: n } : { eventId: `e${n}`, type: 'lost' }));
  expect((await theOrder(world, id)).version).toBe(version);
  expect((await world.gateway().ship(id, { eventId: 's1' })).order.status).toBe('SHIPPED');
  await expectShortHistories(id);
});

it(
  'a flood while its capture is tried for an hour: the history ends all the same, and the capture goes on',
  async () => {
    const id = await orderOf(1);
    await world.gateway().ship(id, { eventId: 's1', shipmentId: 'P1' });
    world.failpoints.plant(id, 'capturePayment', outage);
    await world.gateway().settle(id);
    await flood(id, FLOOD, (n) => ({ eventId: `d${n}`, type: 'lost' }));
    world.failpoints.mend(id, 'capturePayment');
    await untilOrder(world, id, ({ payment }) => payment.status === 'captured');
    expect((await readLedger(world, id)).map(({ kind }) => kind)).toEqual(['authorization', 'capture']);
    await expectShortHistories(id);
  },
  FLOOD_TIMEOUT_MS,
);

it(
  'a flood while a canceled order waits for an operator: it is still canceled when he comes',
  async () => {
    const id = await orderOf(1);
    world.failpoints.plant(id, 'voidPayment', failsForGood);
    const canceling = world.gateway({}, { deadlineMs: FLOOD_TIMEOUT_MS }).cancel(id, 'never mind');
    await untilOrder(world, id, ({ needsAttention }) => needsAttention);
    const { runId } = await handleOf(id).describe();
    await flood(id, FLOOD, (n) => ({ eventId: `d${n}`, type: 'lost' }));
    await until(async () => (await handleOf(id).describe()).runId !== runId);
    world.failpoints.mend(id, 'voidPayment');
    await world
      .gateway()
      .resolve(id, 'payment', 'retry', 'mended')
      .catch(() => undefined);
    // Whoever asked for the cancellation has waited for all of it.
    expect((await canceling).order.status).toBe('CANCELED');
    await expectShortHistories(id);
    expect((await readLedger(world, id)).map(({ kind }) => kind)).toEqual(['authorization', 'void']);
  },
  FLOOD_TIMEOUT_MS,
);
