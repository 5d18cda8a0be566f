import { and, asc, eq, lt, lte, notExists, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import type { OrderCloudEvent, ReconciliationEvent, StockLowEvent } from '../contracts/events.ts';
import type { Db } from './client.ts';
import { outbox } from './schema.ts';

/** Orders fall into this many slots by the last letter of their ULID (Crockford's base 32). */
export const OUTBOX_SLOTS = 32;
export const SLOTS: readonly number[] = Array.from({ length: OUTBOX_SLOTS }, (_, slot) => slot);
const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

export type OutboxRow = typeof outbox.$inferSelect;

export function outboxRow(event: OrderCloudEvent | ReconciliationEvent | StockLowEvent): typeof outbox.$inferInsert {
  return {
    orderId: event.subject,
    sequence: event.sequence,
    partition: slotOf(event.subject),
    eventType: event.type,
    storefront: event.storefront,
    message: JSON.stringify(event),
  };
}

/** A subject that is no ULID, a SKU, may end in any letter: it has a slot too, always the same. */
export function slotOf(subject: string): number {
  const last = subject.slice(-1);
  const slot = CROCKFORD.indexOf(last);
  return slot >= 0 ? slot : last.charCodeAt(0) % OUTBOX_SLOTS;
}

/** As Postgres writes an array of them. */
export const integers = (values: readonly number[]) => `{${values.join(',')}}`;

/**
 * The next event of each order that is due, in the order in which they became so: later versions of an order wait for the
 * earlier ones. Read off the index outbox_due until there are enough, however long the queue is.
 */
export async function nextInOutbox(db: Db, slots: readonly number[], limit: number): Promise<OutboxRow[]> {
  const earlier = alias(outbox, 'earlier');
  return await db
    .select()
    .from(outbox)
    .where(
      and(
        sql`${outbox.partition} = any(${sql.param(integers(slots))}::integer[])`,
        lte(outbox.availableAt, sql`now()`),
        notExists(
          db
            .select({ one: sql`1` })
            .from(earlier)
            .where(and(eq(earlier.orderId, outbox.orderId), lt(earlier.sequence, outbox.sequence))),
        ),
      ),
    )
    .orderBy(asc(outbox.availableAt), asc(outbox.orderId))
    .limit(limit);
}

export async function removePublished(db: Db, rows: readonly OutboxRow[]): Promise<void> {
  if (rows.length === 0) return;
  await db.execute(sql`
    delete from ${outbox} o using ${keysOf(rows)} where o.order_id = k.order_id and o.sequence = k.sequence`);
}

/**
 * A failed entry comes again a second later each time, a minute at most: after an outage of a minute that is within eleven
 * seconds. And with it what waits behind it, or the relay would pass over that at every look.
 */
export async function postpone(db: Db, rows: readonly OutboxRow[]): Promise<void> {
  if (rows.length === 0) return;
  await db.execute(sql`
    update ${outbox} o set
      attempts = o.attempts + (o.sequence = k.sequence)::integer,
      available_at = now() + least(60, k.attempts + 1) * interval '1 second'
    from ${keysOf(rows)} where o.order_id = k.order_id and o.sequence >= k.sequence`);
}

/** One set of rows, whatever their number: the text is prepared once. */
function keysOf(rows: readonly OutboxRow[]) {
  const keys = rows.map(({ orderId, sequence, attempts }) => ({ order_id: orderId, sequence, attempts }));
  return sql`json_to_recordset(${JSON.stringify(keys)}::json) k (order_id text, sequence integer, attempts integer)`;
}

export interface OutboxState {
  depth: number;
  /** Age of the oldest event, in seconds; 0 when there is none. */
  lag: number;
  /** Of the event that failed most often. */
  attempts: number;
}

/** Reads the whole table: for whoever looks every few seconds. */
export async function outboxState(db: Db): Promise<OutboxState> {
  const [state] = await db
    .select({
      depth: sql<number>`count(*)::integer`,
      lag: sql<number>`coalesce(extract(epoch from now() - min(${outbox.createdAt})), 0)::float8`,
      attempts: sql<number>`coalesce(max(${outbox.attempts}), 0)`,
    })
    .from(outbox);
  return state ?? { depth: 0, lag: 0, attempts: 0 };
}
