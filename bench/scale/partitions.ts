import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import postgres from 'postgres';
import { ulid } from 'ulid';
import { z } from 'zod';
import { migrateDatabase } from '../../db/migrate.ts';
import { createCrew } from '../../embedded/crew.ts';
import { freePort } from '../../embedded/ports.ts';
import { letPostgresPass } from '../../embedded/postgres-access.ts';
import { databaseUrl, postgresPlan } from '../../embedded/postgres.ts';
import { median } from '../load/statistics.ts';
import { describeMachine } from '../machine.ts';
import { progress } from '../say.ts';
import { detach, firstId, monthPart, nextMonth, partName, partitioned } from './partition-sql.ts';

const Side = z.object({
  walBytesAnOrder: z.number(),
  buffersARead: z.number(),
  planningMs: z.number(),
  retireWalBytes: z.number(),
  retireMs: z.number(),
});

/** What a table in parts costs, and saves: `npm run bench -- partitions`. */
export const PartitionResults = z.object({
  measuredAt: z.iso.datetime(),
  machine: z.object({ cpu: z.string(), cores: z.int(), memoryGb: z.number(), system: z.string() }),
  months: z.int(),
  orders: z.int(),
  eventsAnOrder: z.int(),
  whole: Side,
  parts: Side,
});
export type PartitionResults = z.infer<typeof PartitionResults>;

const FILE = join(import.meta.dirname, '..', 'results', 'partitions.json');
const MONTHS = 12;
/** As bench/results has it of a delivered order: placed, authorized, confirmed, shipped, captured, delivered. */
const EVENTS = 6;
/** Written one by one into the newest month, and read one by one from all of them. */
const SAMPLE = 2_000;
const PAGE = 5_000;
const EVENT_BYTES = 400;

export function readPartitionResults(): PartitionResults {
  return PartitionResults.parse(JSON.parse(readFileSync(FILE, 'utf8')));
}

export interface PartitionOptions {
  orders: number;
}

export async function benchPartitions({ orders }: PartitionOptions): Promise<void> {
  const say = progress();
  await onPostgres(async (sql) => {
    const months: string[] = ['2026-01'];
    while (months.length < MONTHS) months.push(nextMonth(months.at(-1) ?? ''));
    await sql.unsafe('create table whole (like order_events including all)');
    for (const statement of partitioned('parts')) await sql.unsafe(statement);
    for (const month of months) await sql.unsafe(monthPart('parts', month));

    const ids = idsOf(months, orders);
    for (const [index, page] of pagesOf(ids).entries()) {
      if (index % 10 === 0) say(`${index * PAGE} of ${orders} orders`);
      for (const table of ['whole', 'parts']) await insert(sql, table, page);
    }
    await sql.unsafe('vacuum analyze whole');
    await sql.unsafe('vacuum analyze parts');

    const newest = months.at(-1) ?? '';
    const whole = await sideOf(sql, 'whole', newest, ids);
    const parts = await sideOf(sql, 'parts', newest, ids);
    say('a month leaves');
    const [oldest = ''] = months;
    const deleted = await spent(sql, async () => {
      await sql`delete from whole where order_id < ${firstId(nextMonth(oldest))}`;
      // Until then the room that it took is nobody's.
      await sql.unsafe('vacuum whole');
    });
    const dropped = await spent(sql, async () => {
      await sql.unsafe(detach('parts', oldest));
      await sql.unsafe(`drop table ${partName('parts', oldest)}`);
    });
    const results: PartitionResults = {
      measuredAt: new Date().toISOString(),
      machine: describeMachine(),
      months: MONTHS,
      orders,
      eventsAnOrder: EVENTS,
      whole: { ...whole, retireWalBytes: deleted.walBytes, retireMs: deleted.ms },
      parts: { ...parts, retireWalBytes: dropped.walBytes, retireMs: dropped.ms },
    };
    mkdirSync(join(FILE, '..'), { recursive: true });
    writeFileSync(FILE, `${JSON.stringify(results, undefined, 2)}\n`);
    say(JSON.stringify(results));
  });
}

async function sideOf(sql: postgres.Sql, table: string, newest: string, ids: readonly string[]) {
  const start = Date.parse(`${newest}-20T00:00:00Z`);
  // Whole pages in the WAL come after a checkpoint, alike for both.
  await sql.unsafe('checkpoint');
  const { walBytes } = await spent(sql, async () => {
    for (let each = 0; each < SAMPLE; each += 1) await insert(sql, table, [ulid(start + each)]);
  });
  const plans = [];
  for (let each = 0; each < SAMPLE; each += 1) {
    const id = ids[(each * 7919) % ids.length] ?? '';
    const [row] = await sql.unsafe(
      `explain (analyze, buffers, format json) select * from ${table} where order_id = '${id}' order by version`,
    );
    const [plan] = Plans.parse(row?.['QUERY PLAN']);
    if (plan) plans.push(plan);
  }
  return {
    walBytesAnOrder: walBytes / SAMPLE,
    buffersARead: median(plans.map(({ Plan }) => Plan['Shared Hit Blocks'] + Plan['Shared Read Blocks'])),
    planningMs: median(plans.map((plan) => plan['Planning Time'])),
  };
}

const Plans = z.array(
  z.object({
    Plan: z.object({ 'Shared Hit Blocks': z.number(), 'Shared Read Blocks': z.number() }),
    'Planning Time': z.number(),
  }),
);

async function insert(sql: postgres.Sql, table: string, ids: readonly string[]): Promise<void> {
  await sql.unsafe(
    `insert into ${table} (order_id, version, id, type, time, data)
     select id, version, id, 'order.placed', now(), jsonb_build_object('filler', repeat('x', ${EVENT_BYTES}))
     from unnest($1::text[]) as ids (id), generate_series(1, ${EVENTS}) as version`,
    [[...ids]],
  );
}

async function spent(sql: postgres.Sql, work: () => Promise<void>) {
  const lsn = async () =>
    z.object({ lsn: z.string() }).parse((await sql`select pg_current_wal_lsn()::text as lsn`)[0]).lsn;
  const [from, startedAt] = [await lsn(), performance.now()];
  await work();
  const ms = performance.now() - startedAt;
  const [row] = await sql`select pg_wal_lsn_diff(${await lsn()}, ${from})::float8 as bytes`;
  return { walBytes: z.object({ bytes: z.number() }).parse(row).bytes, ms };
}

/** Spread evenly over the months, in order of time. */
function idsOf(months: readonly string[], orders: number): string[] {
  const from = Date.parse(`${months[0]}-01T00:00:00Z`);
  const to = Date.parse(`${months.at(-1)}-15T00:00:00Z`);
  return Array.from({ length: orders }, (_, index) => ulid(from + Math.floor(((to - from) * index) / orders)));
}

function pagesOf(ids: readonly string[]): string[][] {
  return Array.from({ length: Math.ceil(ids.length / PAGE) }, (_, page) => ids.slice(page * PAGE, (page + 1) * PAGE));
}

async function onPostgres(work: (sql: postgres.Sql) => Promise<void>): Promise<void> {
  const dataDir = await mkdtemp(join(tmpdir(), 'order-saga-partitions-'));
  letPostgresPass(dataDir, () => undefined);
  const crew = createCrew(dataDir);
  try {
    const port = await freePort();
    await crew.add(postgresPlan(dataDir, port));
    await migrateDatabase(databaseUrl(port));
    const sql = postgres(databaseUrl(port), { max: 1, onnotice: () => undefined });
    await work(sql);
    await sql.end();
  } finally {
    await crew.stop([['postgres']]);
    await rm(dataDir, { recursive: true, force: true });
  }
}
