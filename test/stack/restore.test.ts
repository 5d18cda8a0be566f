import { randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate as immediately } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { NEWER_PLACES, type NewerPlace } from '../../domain/newer.ts';
import { type EmbeddedStack, startEmbedded } from '../../embedded/index.ts';
import { endLeftovers } from '../../embedded/leftovers.ts';
import { archived, backUp, type Backups, databaseTime, keepWal, restoreTo } from '../support/postgres-backup.ts';
import type { LedgerEntry } from '../support/ledger.ts';
import { type Stack, stackForThisFile } from '../support/stack.ts';
import { Ear } from '../support/stack-aws.ts';
import { placeAndShip, refund, refundOf, tellOrder } from '../support/stack-later.ts';
import { runOps } from '../support/stack-ops.ts';
import {
  anOrder,
  orderOf,
  place,
  post,
  postOnce,
  read,
  ship,
  untilCaptured,
  untilStatus,
} from '../support/stack-shop.ts';
import { until } from '../support/stack-wait.ts';

/**
 * A shop loses its database and gets it back as of a moment in the past; Temporal, the payment service and who heard the events
 * have gone on. docs/operations/runbooks/restore.md is what is done here.
 */
const stack = stackForThisFile({ CARRIER: 'off', TIMING: JSON.stringify({ authorize: 300_000 }) });
const ops = async (...args: string[]) => await runOps(stack(), ...args);

const Found = z.array(
  z.object({ orderId: z.string(), place: z.enum(NEWER_PLACES), status: z.string().nullable(), detail: z.string() }),
);
const Mended = z.array(z.object({ orderId: z.string(), done: z.string() }));

let ear: Ear;
let backups: Backups;
let parts: EmbeddedStack | undefined;
/** When the database is restored to. */
let moment: string;
/** Orders of before, to which nothing has happened since. */
const untouched: string[] = [];
/** What they were by then. */
let before: Map<string, unknown>;
let pending = '';
let declined = '';
let shipped = '';
let canceled = '';
let refunded = '';
let lost = '';
let lostAndTaken = '';
let lostAndOver = '';

const CART = randomUUID();
const PARCEL = { eventId: 'carrier-1', shipmentId: 'P1' };
const REFUND = { body: { amount: 500, reason: 'a scratch' }, key: randomUUID() };

beforeAll(async () => {
  ear = await Ear.subscribe(stack());
  backups = await keepWal(stack().dataDir);
  await stack().kill9();
  await stack().restart();
});
afterAll(async () => await parts?.stop());

async function undecided(method: string): Promise<string> {
  const { status, headers } = await postOnce(stack(), anOrder({ payment: { method } }));
  expect(status).toBe(202);
  return String(headers['location']).split('/').at(-1) ?? '';
}

/** Orders as they are, but for what a clock moves. */
async function asTheyAre(ids: readonly string[]): Promise<Map<string, unknown>> {
  return new Map(await Promise.all(ids.map(async (id) => [id, await read(stack(), id)] as const)));
}

async function money(orderId: string): Promise<[LedgerEntry['kind'], number][]> {
  return (await stack().ledger(orderId)).map(({ kind, amount }) => [kind, amount]);
}

async function found() {
  const heard = join(stack().dataDir, 'heard.ndjson');
  await writeFile(heard, ear.heard.map(({ body }) => `${JSON.stringify(JSON.parse(body))}\n`).join(''));
  const { exitCode, stdout, stderr } = await ops('restored', '--to', moment, '--heard', heard, '--json');
  expect(stderr).toBe('');
  return { exitCode, newer: Found.parse(JSON.parse(stdout)) };
}

/** All parts of the shop but its own processes. */
async function startParts({ dataDir, env }: Stack): Promise<EmbeddedStack> {
  return await startEmbedded(
    {
      dataDir,
      temporalPort: Number(env['TEMPORAL_PORT']),
      temporalUiPort: Number(env['TEMPORAL_UI_PORT']),
      awsPort: Number(env['AWS_PORT']),
      simulatorPort: Number(env['SIMULATOR_PORT']),
      carrier: 'off',
    },
    () => undefined,
  );
}

const row = (orderId: string, newerIn: NewerPlace, status: string | null, detail: string) => ({
  orderId,
  place: newerIn,
  status,
  detail,
});
const knows = (sums: string) => `${sums}, of which the order knows nothing`;
const told = (sequence: number, type: string, has: number) =>
  `heard up to ${sequence} (${type}), the order has told ${has}`;
const sorted = (rows: readonly { orderId: string; place: string }[]) =>
  rows.toSorted((a, b) => `${a.orderId} ${a.place}`.localeCompare(`${b.orderId} ${b.place}`));

describe('a shop that loses its database', () => {
  it('is backed up while orders come in', async () => {
    const backedUp = backUp(stack().dataDir, backups).then(() => true);
    do untouched.push((await place(stack())).id);
    while (!(await Promise.race([backedUp, immediately(false)])));
    untouched.push((await place(stack())).id, (await placeAndShip(stack())).id);
    shipped = (await place(stack())).id;
    canceled = (await place(stack())).id;
    refunded = (await placeAndShip(stack())).id;
    await stack().fault({ target: 'payments', errorRate: 1 });
    pending = await undecided('pm_card_visa');
    declined = await undecided('pm_card_chargeDeclined');
    before = await asTheyAre([...untouched, pending, declined, shipped, canceled, refunded]);
    for (const id of [pending, declined]) expect(before.get(id)).toMatchObject({ status: 'PENDING' });
    moment = await databaseTime(stack().dataDir);
  });

  it('goes on after that moment, and then all of it is lost', async () => {
    await stack().fault({ target: 'payments', errorRate: 0 });
    await untilStatus(stack(), pending, 'PROCESSING');
    await untilStatus(stack(), declined, 'CANCELED');
    orderOf(await ship(stack(), shipped, PARCEL), 201);
    await untilCaptured(stack(), shipped);
    orderOf(await tellOrder(stack(), canceled, 'cancel', { reason: 'changed my mind' }, { key: 'dev-us' }));
    refundOf(await refund(stack(), refunded, REFUND.body, { idempotencyKey: REFUND.key }));
    lost = (await place(stack(), {}, { idempotencyKey: CART })).id;
    lostAndTaken = (await placeAndShip(stack())).id;
    const over = await place(stack());
    lostAndOver = over.id;
    orderOf(await tellOrder(stack(), lostAndOver, 'cancel', undefined, { key: 'dev-us' }));
    await Promise.all([
      ear.untilHeard(pending, 'order.created'),
      ear.untilHeard(declined, 'order.cancelled'),
      ear.untilHeard(shipped, 'payment.captured'),
      ear.untilHeard(canceled, 'order.cancelled'),
      ear.untilHeard(refunded, 'order.refunded'),
      ear.untilHeard(lost, 'order.created'),
      ear.untilHeard(lostAndTaken, 'payment.captured'),
      ear.untilHeard(lostAndOver, 'order.cancelled'),
    ]);
    await archived(stack().dataDir);
    await stack().kill9();
  });

  it('has its database back as of that moment, and is told exactly what is newer elsewhere', async () => {
    await endLeftovers(stack().dataDir);
    await restoreTo(stack().dataDir, backups, moment);
    parts = await startParts(stack());
    const { exitCode, newer } = await found();
    expect(exitCode).toBe(1);
    const expected = [
      row(pending, 'workflow', 'PENDING', 'it runs, and shows PROCESSING; the order is PENDING'),
      row(pending, 'payment', 'PENDING', knows('authorized 2598, captured 0, refunded 0')),
      row(pending, 'events', 'PENDING', told(1, 'order.created', 0)),
      row(declined, 'workflow', 'PENDING', 'it has ended, and shows CANCELED; the order is PENDING'),
      row(declined, 'events', 'PENDING', told(1, 'order.cancelled', 0)),
      row(shipped, 'workflow', 'PROCESSING', 'it runs, and shows SHIPPED; the order is PROCESSING'),
      row(
        shipped,
        'payment',
        'PROCESSING',
        'authorization 1: authorized 0 by the payment service, 2598 by the order; captured 2598 by the payment service, 0 by the order',
      ),
      row(shipped, 'events', 'PROCESSING', told(3, 'payment.captured', 1)),
      row(canceled, 'workflow', 'PROCESSING', 'it has ended, and shows CANCELED; the order is PROCESSING'),
      row(canceled, 'payment', 'PROCESSING', 'authorization 1: authorized 0 by the payment service, 2598 by the order'),
      row(canceled, 'events', 'PROCESSING', told(2, 'order.cancelled', 1)),
      row(refunded, 'workflow', 'SHIPPED', 'it runs, and shows SHIPPED; the order is SHIPPED'),
      row(refunded, 'payment', 'SHIPPED', 'authorization 1: refunded 500 by the payment service, 0 by the order'),
      row(refunded, 'events', 'SHIPPED', told(4, 'order.refunded', 3)),
      row(lost, 'workflow', null, 'it runs, and shows PROCESSING; there is no such order'),
      row(lost, 'payment', null, knows('authorized 2598, captured 0, refunded 0')),
      row(lost, 'events', null, told(1, 'order.created', 0)),
      row(lostAndTaken, 'workflow', null, 'it runs, and shows SHIPPED; there is no such order'),
      row(lostAndTaken, 'payment', null, knows('authorized 0, captured 2598, refunded 0')),
      row(lostAndTaken, 'events', null, told(3, 'payment.captured', 0)),
      row(lostAndOver, 'workflow', null, 'it has ended, and shows CANCELED; there is no such order'),
      row(lostAndOver, 'events', null, told(2, 'order.cancelled', 0)),
    ];
    expect(sorted(newer)).toEqual(sorted(expected));
  });

  it('takes no file for events that has none', async () => {
    const file = join(stack().dataDir, 'no-events.ndjson');
    await writeFile(file, `\n${JSON.stringify({ subject: lost })}\n`);
    const { exitCode, stdout, stderr } = await ops('restored', '--to', moment, '--heard', file);
    expect({ exitCode, stdout, stderr }).toEqual({ exitCode: 1, stdout: '', stderr: `${file}, line 2: no event` });
  });

  it('has each of them go on from the database, and gives back what is held for no order', async () => {
    const { exitCode, stdout, stderr } = await ops('restored', '--to', moment, '--mend', '--json');
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    const done = new Map(Mended.parse(JSON.parse(stdout)).map((mended) => [mended.orderId, mended.done]));
    expect(done.get(pending)).toBe('its workflow was ended; it goes on from the database, PENDING');
    expect(done.get(declined)).toBe('it goes on from the database, PENDING');
    expect(done.get(shipped)).toBe('its workflow was ended; it goes on from the database, PROCESSING');
    expect(done.get(canceled)).toBe('it goes on from the database, PROCESSING');
    expect(done.get(refunded)).toBe('its workflow was ended; it goes on from the database, SHIPPED');
    expect(done.get(lost)).toMatch(/^its workflow was ended; 2598 were given back \(pi_/);
    expect(done.get(lostAndTaken)).toMatch(/captured 2598, refunded 0: left to a person \(pi_/);
    expect(done.get(lostAndOver)).toBe('nothing is to be done');
    expect(done.size).toBe(8);
    expect(await money(lost)).toEqual([
      ['authorization', 2598],
      ['void', 2598],
    ]);
    await parts?.stop();
    await stack().restart();
  });

  it('has all of before as it was, and decides again what was undecided, for the same money', async () => {
    expect(await asTheyAre(untouched)).toEqual(new Map(untouched.map((id) => [id, before.get(id)])));
    await untilStatus(stack(), pending, 'PROCESSING');
    await untilStatus(stack(), declined, 'CANCELED');
    expect(await money(pending)).toEqual([['authorization', 2598]]);
    expect(await money(declined)).toEqual([]);
    for (const id of [lost, lostAndTaken, lostAndOver])
      expect((await stack().api('GET', `/v1/orders/${id}`, { key: 'dev-ops' })).status).toBe(404);
  });

  it('is told by reconciliation of the money that was moved since, and of nothing else', async () => {
    const { exitCode, stdout } = await ops('reconcile', '--json');
    const findings = z.array(z.object({ kind: z.string(), subject: z.string() })).parse(JSON.parse(stdout));
    expect(exitCode).toBe(1);
    expect(findings.map(({ kind, subject }) => `${kind} ${subject}`).toSorted()).toEqual(
      [shipped, canceled, refunded].map((id) => `payment ${id}`).toSorted(),
    );
  });

  it('hears again what it has forgotten, and does none of it twice', async () => {
    orderOf(await ship(stack(), shipped, PARCEL), 201);
    await untilCaptured(stack(), shipped);
    expect(await money(shipped)).toEqual([
      ['authorization', 2598],
      ['capture', 2598],
    ]);
    orderOf(await tellOrder(stack(), canceled, 'cancel', { reason: 'changed my mind' }, { key: 'dev-us' }));
    expect(await money(canceled)).toEqual([
      ['authorization', 2598],
      ['void', 2598],
    ]);
    refundOf(await refund(stack(), refunded, REFUND.body, { idempotencyKey: REFUND.key }));
    await until('the refund to be paid', async () => (await read(stack(), refunded)).payment.refunded === 500);
    expect(await money(refunded)).toEqual([
      ['authorization', 2598],
      ['capture', 2598],
      ['refund', 500],
    ]);
    const again = orderOf(await post(stack(), anOrder(), { idempotencyKey: CART }), 201);
    expect(again.id).not.toBe(lost);
  });

  it('agrees with everybody afterwards', async () => {
    const books = await until('what was done to be compared', async () => {
      const done = await ops('reconcile', '--json');
      return done.exitCode === 0 && done;
    });
    expect(books.stdout).toBe('[]');
    expect((await ops('rebuild')).stdout).toMatch(/ 0 differ$/);
    expect((await ops('analytics', 'rebuild')).exitCode).toBe(0);
    expect((await ops('analytics', 'check')).exitCode).toBe(0);
  });
});
