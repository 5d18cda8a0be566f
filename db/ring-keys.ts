import { asc } from 'drizzle-orm';
import type { Db } from './client.ts';
import { ringKeys } from './schema.ts';

export type StoredRingKey = typeof ringKeys.$inferSelect;

/** Oldest first. */
export async function listRingKeys(db: Db): Promise<StoredRingKey[]> {
  return await db.select().from(ringKeys).orderBy(asc(ringKeys.createdAt), asc(ringKeys.id));
}

export async function addRingKey(db: Db, key: StoredRingKey): Promise<void> {
  await db.insert(ringKeys).values(key);
}
