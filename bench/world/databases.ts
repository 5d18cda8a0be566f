import { migrateDatabase } from '../../db/migrate.ts';
import { ON_HAND, SKUS } from '../load/catalogue.ts';
import type { PeerName } from './peers.ts';
import { createDatabase, urlOf, withAdmin } from './postgres.ts';

export const databaseOf = (peer: PeerName) => `peer_${peer.replaceAll('-', '_')}`;

/** A database of the peer's own, with our schema and stock that no run can empty. Gives back its URL. */
export async function prepareDatabase(port: number, peer: PeerName): Promise<string> {
  const name = databaseOf(peer);
  await createDatabase(port, name);
  const url = urlOf(port, name);
  await migrateDatabase(url);
  const stock = SKUS.map((sku) => ({ sku, location: 'main', on_hand: ON_HAND }));
  await withAdmin(port, (sql) => sql`insert into inventory ${sql(stock)}`, name);
  return url;
}
