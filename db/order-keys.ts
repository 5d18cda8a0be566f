import { and, type Column, count, eq, exists, isNotNull, isNull, ne, type SQL, sql } from 'drizzle-orm';
import type { SealedKey } from '../domain/gateway.ts';
import type { Db, Tx } from './client.ts';
import { orderKeys } from './schema.ts';

/** `wrapped` is null where it was destroyed. Undefined: the order never had one. */
export async function findOrderKey(
  db: Db,
  orderId: string,
): Promise<{ ringKey: string; wrapped: string | null } | undefined> {
  const rows = await db
    .select({ ringKey: orderKeys.ringKey, wrapped: orderKeys.wrapped })
    .from(orderKeys)
    .where(eq(orderKeys.orderId, orderId));
  return rows[0];
}

/** Of orders in a query: that their person was erased, and their key with that. */
export function isErased(db: Db, orderId: Column | string): SQL {
  return exists(
    db
      .select({ one: sql`1` })
      .from(orderKeys)
      .where(and(eq(orderKeys.orderId, orderId), isNull(orderKeys.wrapped))),
  );
}

/** Keeps an order's first key; one that is there stays. */
export async function addOrderKey(db: Db, orderId: string, key: SealedKey): Promise<void> {
  await db
    .insert(orderKeys)
    .values({ orderId, ...key })
    .onConflictDoNothing();
}

/** An order without a key gets a destroyed one, so that none is made for it later. @returns how many were there */
export async function destroyOrderKey(tx: Db | Tx, orderId: string): Promise<number> {
  const { count: gone } = await tx
    .update(orderKeys)
    .set({ wrapped: null })
    .where(and(eq(orderKeys.orderId, orderId), isNotNull(orderKeys.wrapped)));
  await tx.insert(orderKeys).values({ orderId, ringKey: '', wrapped: null }).onConflictDoNothing();
  return gone;
}

/** Orders' keys that another key of the ring wraps: some of them. */
export async function wrappedByOthers(
  db: Db,
  ringKey: string,
  limit: number,
): Promise<{ orderId: string; ringKey: string; wrapped: string }[]> {
  const rows = await db
    .select()
    .from(orderKeys)
    .where(and(ne(orderKeys.ringKey, ringKey), isNotNull(orderKeys.wrapped)))
    .limit(limit);
  return rows.flatMap(({ wrapped, ...rest }) => (wrapped === null ? [] : { ...rest, wrapped }));
}

/** Unless it was wrapped anew, or destroyed, meanwhile. */
export async function rewrap(db: Db, orderId: string, before: string, key: SealedKey): Promise<void> {
  await db
    .update(orderKeys)
    .set(key)
    .where(and(eq(orderKeys.orderId, orderId), eq(orderKeys.wrapped, before)));
}

/** How many orders' keys each key of the ring wraps. */
export async function countWrapped(db: Db): Promise<Map<string, number>> {
  const rows = await db
    .select({ ringKey: orderKeys.ringKey, orders: count() })
    .from(orderKeys)
    .where(isNotNull(orderKeys.wrapped))
    .groupBy(orderKeys.ringKey);
  return new Map(rows.map(({ ringKey, orders }) => [ringKey, orders]));
}
