import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { appendFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Webhook } from 'standardwebhooks';
import { ulid } from 'ulid';
import { z } from 'zod';
import { send } from '../support/http.ts';
import { place, stocked } from '../support/stack-shop.ts';
import { until } from '../support/stack-wait.ts';
import type { Line, Undo } from '../support/toxiproxy.ts';
import { type Deed, readFaults, type Row } from './table.ts';
import { type Asked, isOpen, Trickle } from './trickle.ts';
import { askAgain, expectNothingStuck, expectNoUntrueAnswer, untilDecided } from './truth.ts';
import { CARRIER_SECRET, type FaultyWorld, type Part, PARTS, startFaultyWorld } from './world.ts';

/** What docs/operations/faults.md promises, one row after the other, on one shop that orders come to all the while. */

const AS_USUAL_MS = 2_000;
const NAMED_WITHIN_MS = 5_000;
const RECOVERED_WITHIN_MS = 60_000;
/** Twice ANSWER_DEADLINE_MS and 2 s, and two more for a machine that is busy. */
const ANSWERED_WITHIN_MS = 14_000;

interface Proof {
  of: readonly Part[];
  /** As the page describes it. */
  do: (line: Line) => Promise<Undo>;
}

const PROOFS: Record<Deed, Proof> = {
  'cut off': { of: PARTS, do: (line) => line.cut() },
  slowed: { of: PARTS, do: (line) => line.slow(300, 100) },
  reset: { of: PARTS, do: (line) => line.reset(0) },
  silenced: { of: ['Postgres', 'Temporal', 'SNS/SQS'], do: (line) => line.silence() },
  'disk full': { of: ['Postgres'], do: () => world.fillDisk() },
  'no tables': { of: ['Temporal'], do: () => world.hideTemporalsTables() },
};

let world: FaultyWorld;
beforeAll(async () => {
  world = await startFaultyWorld();
}, 180_000);
afterAll(async () => {
  await world?.stop();
});

const Ready = z.object({ missing: z.array(z.string()), away: z.array(z.string()) });

async function ready(): Promise<string> {
  const { status, body } = await send(Number(world.stack.env['PORT']), '/health/ready');
  const { missing, away } = Ready.parse(body);
  return [status, ...missing, ...(away.length > 0 ? ['away', ...away] : [])].join(' ');
}

/** How long it took until readiness said what it has to say, and went on to. */
async function untilReady(wanted: string): Promise<number> {
  const startedAt = Date.now();
  await until(`/health/ready to say ${wanted}`, async () => (await ready()) === wanted, { everyMs: 100 });
  return Date.now() - startedAt;
}

/** What a carrier is told who has news of an order that nobody knows, and after how long. */
async function carrierTold(): Promise<{ code: unknown; tookMs: number }> {
  const [id, at] = [ulid(), new Date()];
  const raw = JSON.stringify({ type: 'order.shipped', data: { orderId: id, shipmentId: id } });
  const headers = {
    'Content-Type': 'application/json',
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
    'webhook-signature': new Webhook(CARRIER_SECRET).sign(id, at, raw),
  };
  const { body } = await world.stack.api('POST', '/v1/webhooks/carrier', { key: null, raw, headers });
  return { code: Object(body).code, tookMs: Date.now() - at.getTime() };
}

/** Puts what was seen beside the promises, for the decision's page. */
async function note(seen: object): Promise<void> {
  const file = process.env['FAULTS_SEEN'];
  if (file !== undefined) await appendFile(file, `${JSON.stringify(seen)}\n`);
}

/** @returns how long it took to recover, in milliseconds */
async function prove(row: Row): Promise<number> {
  const { stack } = world;
  const trickle = new Trickle(stack, await stocked(stack, 100_000));
  try {
    return await proveUnder(trickle, row);
  } catch (error) {
    throw new Error(`${String(error)}\nThe shop said last:\n${await lastErrors()}`, { cause: error });
  } finally {
    // Also where it fails: the next row counts its own orders.
    await trickle.stop();
  }
}

/** What went wrong by its own word: its folder goes with the test. */
async function lastErrors(): Promise<string> {
  const log = await readFile(join(world.stack.dataDir, 'logs', 'app.log'), 'utf8');
  const errors = log.split('\n').filter((line) => /"level":[56]0|^[^{]/.test(line));
  return errors
    .slice(-5)
    .map((line) => line.slice(0, 1500))
    .join('\n');
}

async function proveUnder(trickle: Trickle, row: Row): Promise<number> {
  const { stack, lines } = world;
  await sleep(AS_USUAL_MS);
  const undo = await PROOFS[row['what is done to it']].do(lines[row.part]);
  const begunAt = Date.now();
  const carrier = carrierTold().catch((error: unknown) => ({ code: String(error), tookMs: 0 }));
  const namedAfterMs = await untilReady(row['/health/ready']);
  await sleep(begunAt + row['for, s'] * 1000 - Date.now());
  const saidAtTheEnd = await ready();
  await undo();
  const backAt = Date.now();

  await untilReady('200');
  await place(stack);
  const asEverAfterMs = Date.now() - backAt;
  await trickle.stop();
  const decided = await askAgain(world, trickle.asked);
  await untilDecided(world);
  const recoveredAfterMs = Date.now() - backAt;
  const meanwhile = decided.filter(({ sentAt, answeredAt }) => sentAt > begunAt && answeredAt < backAt);
  const asked = decided.filter(({ sentAt }) => sentAt > begunAt && sentAt < backAt);
  const slowestMs = Math.max(...asked.map(({ sentAt, answeredAt }) => answeredAt - sentAt));
  const took = { namedAfterMs, saidAtTheEnd, asEverAfterMs, recoveredAfterMs, slowestMs };
  await note({ ...row, ...took, ...counts(decided, meanwhile) });
  await expectNothingStuck(world);
  await expectNoUntrueAnswer(world, decided);

  expect(meanwhile.length).toBeGreaterThan(0);
  expect(slowestMs).toBeLessThan(ANSWERED_WITHIN_MS);
  const { code, tookMs } = await carrier;
  expect(tookMs).toBeLessThan(ANSWERED_WITHIN_MS);
  // Nothing else would have looked for the order.
  expect(['not_found', 'dependency_unavailable']).toContain(code);
  if (row['/health/ready'] === '503 postgres') expect(code).toBe('dependency_unavailable');
  const told = meanwhile.map((one) => one.told?.status ?? null);
  expect(told.filter((status) => !isPromised(row, status))).toEqual([]);
  for (const { wanted, decided: last } of decided)
    expect([wanted, ...(row['in the end'] === 'as asked' ? [] : [503])]).toContain(last.status);
  expect(saidAtTheEnd).toBe(row['/health/ready']);
  expect(namedAfterMs).toBeLessThan(NAMED_WITHIN_MS);
  return recoveredAfterMs;
}

function count(statuses: (number | null)[]) {
  const names = [...new Set(statuses)];
  return Object.fromEntries(names.map((name) => [String(name), statuses.filter((status) => status === name).length]));
}

/** A declined card has its 402 where another one has its 201. */
function isPromised(row: Row, status: number | null): boolean {
  return row['a checkout is answered'].some((one) => one === (status === 402 ? 201 : status));
}

function counts(decided: readonly { told: Asked['told']; decided: { status: number } }[], meanwhile: readonly Asked[]) {
  return {
    meanwhile: count(meanwhile.map(({ told }) => told?.status ?? null)),
    openMeanwhile: meanwhile.filter(({ told }) => !told || isOpen(told)).length,
    last: count(decided.map(({ decided: { status } }) => status)),
  };
}

const rows = await readFaults();
const byName = rows.map((row) => [`${row.part}, ${row['what is done to it']}`, row] as const);

describe('the faults of docs/operations/faults.md', () => {
  it('are those that are proved here: no row without its proof, no proof without its row', () => {
    const proved = Object.entries(PROOFS).flatMap(([deed, { of }]) => of.map((part) => `${part}, ${deed}`));
    expect(byName.map(([name]) => name).toSorted(compareText)).toEqual(proved.toSorted(compareText));
  });

  it.each(byName)(
    '%s: what is promised is kept',
    async (_name, row) => {
      expect(await prove(row)).toBeLessThan(RECOVERED_WITHIN_MS);
    },
    300_000,
  );
});

function compareText(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
