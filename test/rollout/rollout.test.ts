import { randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client, Connection } from '@temporalio/client';
import type { OrderView } from '../../contracts/http.ts';
import { Trickle } from '../support/customers-trickle.ts';
import { Fleet, type RoleProcess } from '../support/fleet.ts';
import { makeNextVersion } from '../support/next-version.ts';
import { anOrder, deliver, orderOf, place, read, ship, stocked } from '../support/stack-shop.ts';
import { parallel, until } from '../support/stack-wait.ts';

/** Two hundred orders are under way while the shop changes under them. */
const ORDERS = 200;
const AT_ONCE = 8;
const EVERY_MS = 400;

let fleet: Fleet;
let next: Awaited<ReturnType<typeof makeNextVersion>>;
let apis: RoleProcess[];
let wanted: { sku: string; quantity: number; unitPrice: number }[];
const workers = new Map<string, RoleProcess>();
const orders: OrderView[] = [];

beforeAll(async () => {
  [fleet, next] = await Promise.all([Fleet.start(), makeNextVersion()]);
  await fleet.run(['bin/migrate.ts']);
  workers.set('v1', await startWorker('v1'));
  apis = [await fleet.startApi(), await fleet.startApi()];
  await fleet.startRole(['bin/consumers.ts', 'payments', 'order-status']);
  wanted = [{ sku: await stocked(fleet, 10_000), quantity: 2, unitPrice: 700 }];
});
afterAll(async () => {
  await fleet?.stop();
  await next?.remove();
});

async function startWorker(version: string, root?: string): Promise<RoleProcess> {
  return await fleet.startRole(['bin/worker.ts'], { WORKER_BUILD_ID: version }, root);
}

/** `check` exits 0 while all is well. */
async function rollOut(version: string, { check = 'true', holdSeconds = 3 } = {}) {
  const times = ['--hold-seconds', String(holdSeconds), '--every-seconds', '0.5'];
  return await fleet.run(['bin/ops.ts', 'rollout', '--build-id', version, '--check', check, ...times]);
}

/** One of the two units of each leaves. */
async function shipOne(some: readonly OrderView[]): Promise<void> {
  await parallel(some, AT_ONCE, async ({ id, lines }) => {
    const parcel = { eventId: randomUUID(), lines: [{ lineId: lines[0]?.id, quantity: 1 }] };
    // Told that it was not in time, a carrier says it again.
    const answer = await until(`a parcel of ${id}`, async () => {
      const told = await ship(fleet, id, parcel);
      return told.status !== 503 && told;
    });
    orderOf(answer, answer.status === 200 ? 200 : 201);
  });
}

describe('a new version of workflow and database, while orders are under way', () => {
  it('begins with two hundred orders of the version before', async () => {
    expect((await rollOut('v1')).exitCode).toBe(0);
    orders.push(
      ...(await parallel(Array.from({ length: ORDERS }), AT_ONCE, async () => await place(fleet, { lines: wanted }))),
    );
  });

  it('has its column first, which the version before does not mind', async () => {
    const trickle = new Trickle(fleet, anOrder({ lines: wanted }), EVERY_MS);
    const migrated = await fleet.run(['bin/migrate.ts'], next.root);
    await until('orders after it', async () => trickle.count > 10);
    expect(migrated).toMatchObject({ exitCode: 0, stderr: '' });
    allAnswered(await trickle.end());
  });

  it('is given some of them, and goes back: none of them is stuck', async () => {
    workers.set('v2', await startWorker('v2', next.root));
    const trickle = new Trickle(fleet, anOrder({ lines: wanted }), EVERY_MS);
    // A tenth have been with it by the time that something is not well.
    const alarm = join(fleet.dataDir, 'alarm');
    // Longer than two hundred parcels take: it ends by the alarm.
    const rolling = rollOut('v2', { check: `test ! -e ${alarm}`, holdSeconds: 40 });
    await until('the tenth', async () => (await versions()).ramping === 10, { withinMs: 120_000 });
    await shipOne(orders);
    await until('some to be with it', async () => (await touched()) > 0);
    await writeFile(alarm, '');
    const { exitCode, stdout } = await rolling;
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/everything goes back but the \d+ that v2 has touched/);
    expect(await versions()).toMatchObject({ current: 'v1', ramping: 0 });
    allAnswered(await trickle.end());
    // Also where the version before is deployed once more: those that this one has touched go on as well as all others.
    expect((await rollOut('v1')).exitCode).toBe(0);
    await shipOne(orders.slice(0, ORDERS / 2));
  });

  it('has all of them at last, and its APIs take the place of those before without a failed answer', async () => {
    const trickle = new Trickle(fleet, anOrder({ lines: wanted }), EVERY_MS);
    expect((await rollOut('v2')).exitCode).toBe(0);
    expect(await workers.get('v1')?.stop()).toBe(0);
    for (const before of apis.splice(0)) {
      apis.push(await fleet.startApi(next.root));
      expect(await before.stop()).toBe(0);
    }
    await shipOne(orders.slice(ORDERS / 2));
    allAnswered(await trickle.end());
  });

  it('brings each to its end, paid for once', async () => {
    await parallel(orders, AT_ONCE, async ({ id }) => {
      const { shipments } = await read(fleet, id);
      for (const shipment of shipments) orderOf(await deliver(fleet, id, shipment.id));
    });
    for (const { id, total } of orders) {
      await until(`${id} to be paid for`, async () => (await read(fleet, id)).payment.captured === total);
      expect((await read(fleet, id)).status).toBe('DELIVERED');
    }
    expect(await failedTasks()).toEqual([]);
    await booksAgree();
  });
});

describe('APIs and workers that are told to stop, under load', () => {
  it('twenty times: whoever has asked is answered, and nothing is done twice', async () => {
    workers.set('v2b', await startWorker('v2', next.root));
    const trickle = new Trickle(fleet, anOrder({ lines: wanted }), EVERY_MS);
    const codes: (number | null)[] = [];
    for (let round = 0; round < 10; round += 1) {
      const [api] = apis.splice(0, 1);
      apis.push(await fleet.startApi(next.root));
      codes.push((await api?.stop()) ?? null);
      const name = round % 2 === 0 ? 'v2' : 'v2b';
      codes.push((await workers.get(name)?.stop()) ?? null);
      workers.set(name, await startWorker('v2', next.root));
    }
    expect(codes).toEqual(codes.map(() => 0));
    expect(codes).toHaveLength(20);
    const told = await trickle.end();
    expect(told.length).toBeGreaterThan(50);
    allAnswered(told);
    expect(await failedTasks()).toEqual([]);
    await booksAgree();
  });
});

/** Decided at once, or not in time, and then when they asked again; nothing else was ever said. */
function allAnswered(told: Awaited<ReturnType<Trickle['end']>>): void {
  expect(told.length).toBeGreaterThan(0);
  const said = (answer: (typeof told)[number]['last']) => (answer instanceof Error ? String(answer) : answer.status);
  expect([...new Set(told.map(({ first }) => said(first)))].filter((one) => one !== 201 && one !== 202)).toEqual([]);
  expect([...new Set(told.map(({ last }) => said(last)))]).toEqual([201]);
}

/** Orders, workflows, stock and money say the same, and each order was authorized once. */
async function booksAgree(): Promise<void> {
  await until('the books to agree', async () => (await fleet.run(['bin/ops.ts', 'reconcile'])).exitCode === 0, {
    everyMs: 1000,
  });
  const authorized = (await fleet.ledger()).filter(({ kind }) => kind === 'authorization');
  const ids = authorized.map(({ orderId }) => orderId);
  expect(ids.length).toBeGreaterThanOrEqual(ORDERS);
  expect(new Set(ids).size).toBe(ids.length);
}

async function withTemporal<T>(use: (client: Client) => Promise<T>): Promise<T> {
  const connection = await Connection.connect({ address: fleet.env['TEMPORAL_ADDRESS'] ?? '' });
  try {
    return await use(new Client({ connection }));
  } finally {
    await connection.close();
  }
}

async function versions() {
  const asked = { namespace: 'default', deploymentName: 'order-saga' };
  return await withTemporal(async ({ workflowService }) => {
    // The server does not find it while it is busy with it.
    const found = await until('the deployment', async () =>
      workflowService.describeWorkerDeployment(asked).catch(() => null),
    );
    const config = found.workerDeploymentInfo?.routingConfig;
    return { current: config?.currentDeploymentVersion?.buildId, ramping: config?.rampingVersionPercentage ?? 0 };
  });
}

/** Orders in which the next version has begun something that this one does not know. */
async function touched(): Promise<number> {
  return await withTemporal(
    async ({ workflow }) => (await workflow.count('TemporalChangeVersion = "rehearsed"')).count,
  );
}

/** Workflow tasks that failed, which is what happens to code that does not know its own history. */
async function failedTasks(): Promise<string[]> {
  return await withTemporal(async ({ workflow }) => {
    const failed: string[] = [];
    for await (const { workflowId, runId } of workflow.list({ query: 'WorkflowType = "OrderWorkflow"' })) {
      const { events } = await workflow.getHandle(workflowId, runId).fetchHistory();
      for (const { workflowTaskFailedEventAttributes: found } of events ?? [])
        if (found) failed.push(`${workflowId}: ${found.failure?.message}`);
    }
    return failed;
  });
}
