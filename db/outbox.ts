import { and, asc, eq, inArray, lt, lte, notExists, or, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import type { OrderCloudEvent, StockLowEvent } from '../contracts/events.ts';
import type { Db } from './client.ts';
import { outbox } from './schema.ts';

/** Orders fall into this many slots by the last letter of their ULID (Crockford's base 32). */
export const OUTBOX_SLOTS = 32;
const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

export type OutboxRow = typeof outbox.$inferSelect;

export function outboxRow(event: OrderCloudEvent | StockLowEvent): typeof outbox.$inferInsert {
  return {
    orderId: event.subject,
    sequence: event.sequence,
    partition: Math.max(0, CROCKFORD.indexOf(event.subject.slice(-1))),
    eventType: event.type,
    storefront: event.storefront,
    message: JSON.stringify(event),
  };
}

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
        inArray(outbox.partition, [...slots]),
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
  await db.delete(outbox).where(or(...rows.map(isRow)));
}

/**
 * Failed entries come again later, a second after the first failure, a minute at most; and with them what waits behind
 * them, or the relay would pass over it at every look.
 */
export async function postpone(db: Db, rows: readonly OutboxRow[]): Promise<void> {
  if (rows.length === 0) return;
  await db
    .update(outbox)
    .set({
      attempts: sql`${outbox.attempts} + 1`,
      availableAt: sql`now() + least(60, power(2, least(6, ${outbox.attempts}))) * interval '1 second'`,
    })
    .where(
      inArray(
        outbox.orderId,
        rows.map(({ orderId }) => orderId),
      ),
    );
}

function isRow(row: OutboxRow) {
  return and(eq(outbox.orderId, row.orderId), eq(outbox.sequence, row.sequence));
}
