import { fileURLToPath } from 'node:url';
import { migrate } from 'drizzle-orm/postgres-js/migrator';
import { connect, type DatabaseAddress } from './client.ts';

const migrationsFolder = fileURLToPath(new URL('migrations', import.meta.url));

/** Brings the schema up to date. Safe to run again, and from two processes at once. */
export async function migrateDatabase(address: DatabaseAddress): Promise<void> {
  const database = connect(address, { max: 1 });
  try {
    await database.sql`select pg_advisory_lock(hashtext('order-saga migrations'))`;
    await migrate(database.db, { migrationsFolder });
  } finally {
    await database.close();
  }
}
