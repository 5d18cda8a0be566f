import type { Role, Scope } from '../../contracts/roles.ts';
import { createKey } from '../../db/api-keys.ts';
import type { Storefront } from '../../domain/storefronts.ts';
import type { Stack } from './stack.ts';
import { databaseOf } from './stack-ops.ts';

/** A key as operators give it out. */
export async function keyOf(
  stack: Stack,
  role: Role,
  storefront: Storefront | null,
  { scopes = null, expiresAt = null }: { scopes?: Scope[] | null; expiresAt?: Date | null } = {},
): Promise<string> {
  const database = databaseOf(stack);
  if (!database) throw new Error('there is no database');
  const name = `${role} of ${storefront}`;
  const { key } = await createKey(database.db, { name, role, storefront, scopes, expiresAt });
  await database.close();
  return key;
}
