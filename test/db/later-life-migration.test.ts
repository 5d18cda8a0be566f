import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { sql } from 'drizzle-orm';
import { migrate } from 'drizzle-orm/postgres-js/migrator';
import { z } from 'zod';
import { connect, type Database } from '../../db/client.ts';
import { migrateDatabase } from '../../db/migrate.ts';
import { insertRows, jsonRow, send, statement } from '../../db/one-statement.ts';
import { lineRows, shipmentRows, toOrderRow } from '../../db/order-rows.ts';
import { rebuildAll } from '../../db/rebuilding.ts';
import { orderEvents, orderLines, orders, shipments } from '../../db/schema.ts';
import { ship } from '../../domain/decisions.ts';
import type { OrderEvent, RecordedEvent } from '../../domain/events.ts';
import type { Order } from '../../domain/order.ts';
import { apply } from '../../domain/reducer.ts';
import { placed, processing, recorded } from '../unit/an-order.ts';
import { startPostgres } from '../support/postgres.ts';

/** What the row of an order had before there was a later life, where its fold has something else by now. */
interface Before {
  payment_status: Order['payment']['status'];
  authorized: number;
  captured?: number;
  failed_compensations?: string[];
}

const CONFIRMED: OrderEvent[] = [
  { type: 'order.placed', data: { order: placed() } },
  { type: 'stock.reserved', data: { reservations: [] } },
  { type: 'order.confirmed', data: { authorized: 200 } },
];
const SHIPPED: OrderEvent[] = [...CONFIRMED, ...ship(processing(), { eventId: 's1' }, 'P1')];
const CANCELING: OrderEvent[] = [
  ...CONFIRMED,
  { type: 'order.cancel_started', data: { reason: 'requested', note: null, details: null, undo: ['payment'] } },
];
const CANCELED: OrderEvent = { type: 'order.canceled', data: {} };
const skipped: OrderEvent = { type: 'compensation.skipped', data: { step: 'payment', note: 'by hand' } };
const captured: OrderEvent = { type: 'payment.captured', data: { amount: 200 } };
const captureFailed: OrderEvent = { type: 'capture.failed', data: { error: 'declined' } };
const captureSkipped: OrderEvent = { type: 'capture.skipped', data: { note: 'by hand' } };
const voided = (amount: number): OrderEvent => ({ type: 'payment.voided', data: { amount, certain: true } });

const HELD: Before = { payment_status: 'authorized', authorized: 200 };
const TAKEN: Before = { payment_status: 'captured', authorized: 0, captured: 200 };

/** Lives as they were led until then. */
const LIVES: Record<string, [events: OrderEvent[], before: Before]> = {
  confirmed: [CONFIRMED, HELD],
  'shipped and captured': [[...SHIPPED, captured], TAKEN],
  delivered: [[...SHIPPED, captured, { type: 'order.delivered', data: { eventId: 'd1', shipmentId: 'P1' } }], TAKEN],
  'its capture given up': [[...SHIPPED, captureFailed], { ...HELD, failed_compensations: ['capture'] }],
  'its capture skipped': [[...SHIPPED, captureFailed, captureSkipped], HELD],
  'its capture skipped, and done after all': [[...SHIPPED, captureFailed, captureSkipped, captured], TAKEN],
  canceled: [[...CANCELING, voided(200), CANCELED], { payment_status: 'voided', authorized: 0 }],
  'its void skipped': [[...CANCELING, skipped, CANCELED], HELD],
  'its void skipped, and found to be done': [
    [...CANCELING, skipped, CANCELED, { type: 'payment.left_open', data: { intents: 1 } }, voided(0)],
    HELD,
  ],
  'its void given up': [
    [...CANCELING, { type: 'compensation.failed', data: { step: 'payment', error: 'away' } }],
    { ...HELD, failed_compensations: ['payment'] },
  ],
};

let database: Database;
let url: string;
let stop: () => Promise<void>;

beforeAll(async () => {
  ({ url, stop } = await startPostgres());
  const admin = connect(url, { max: 1 });
  await admin.sql`create database before`;
  await admin.close();
  database = connect(url.replace(/[^/]*$/, 'before'), { max: 1 });
});
afterAll(async () => {
  await database.close();
  await stop();
});

it('an order from before it had a later life is the fold of its events', async () => {
  await migrateUpTo('0005');
  const names = new Map<string, string>();
  for (const [n, [name, [events, before]]] of Object.entries(LIVES).entries()) {
    const id = `order-${n}`;
    names.set(id, name);
    await write(id, events, before);
  }
  await migrateDatabase(url.replace(/[^/]*$/, 'before'));
  const found: Record<string, string | null> = {};
  for await (const { id, unlike } of rebuildAll(database.db)) found[names.get(id) ?? id] = unlike;
  expect(found).toEqual(Object.fromEntries(Object.keys(LIVES).map((name) => [name, null])));
});

const Journal = z.looseObject({ entries: z.array(z.looseObject({ tag: z.string() })) });

async function migrateUpTo(last: string): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'order-saga-migrations-'));
  await cp(new URL('../../db/migrations', import.meta.url), folder, { recursive: true });
  const file = join(folder, 'meta/_journal.json');
  const journal = Journal.parse(JSON.parse(await readFile(file, 'utf8')));
  const entries = journal.entries.filter(({ tag }) => tag.slice(0, last.length) <= last);
  await writeFile(file, JSON.stringify({ ...journal, entries }));
  await migrate(database.db, { migrationsFolder: folder });
  await rm(folder, { recursive: true });
}

const PARTS = statement(sql`
_lines as (${insertRows(orderLines, 'lines')}), _shipments as (${insertRows(shipments, 'shipments')}),
_events as (${insertRows(orderEvents, 'events')})
select true as written`);

/** The row by its own columns' names: those that are newer are passed over. */
async function write(id: string, events: readonly OrderEvent[], before: Before): Promise<void> {
  const told: RecordedEvent[] = [];
  let order: Order | null = null;
  for (const event of events) {
    const given = event.type === 'order.placed' ? { ...event, data: { order: { ...event.data.order, id } } } : event;
    const next: RecordedEvent = { ...recorded(order, given), id: `${id}-${told.length}` };
    order = apply(order, next);
    told.push(next);
  }
  if (!order) throw new RangeError('no events');
  const row = { ...jsonRow(orders, toOrderRow(order)), captured: 0, failed_compensations: [], ...before };
  await database.sql`
    insert into orders select * from json_populate_record(null::orders, ${JSON.stringify(row)}::text::json)`;
  await send(database.db, PARTS, {
    lines: lineRows(order),
    shipments: shipmentRows(order),
    events: told.map(({ time, ...event }) =>
      jsonRow(orderEvents, { ...event, time: new Date(time), orderId: id, sourceEventId: null }),
    ),
  });
}
