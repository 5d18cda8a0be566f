import postgres from 'postgres';
import { connect, type Database } from '../../db/client.ts';
import { storeOrders } from '../../test/support/stored-orders.ts';
import type { Generator } from '../load/control.ts';
import { Blocks } from '../measure/block.ts';
import type { Spent } from '../measure/usage.ts';
import { warmUp } from '../measure/warm-up.ts';
import { DATABASE, VISIBILITY_DATABASE } from '../world/temporal-config.ts';
import type { World } from '../world/world.ts';
import { openWorkflows } from './open-workflows.ts';
import { readWal, type WalReader } from './page-images.ts';

/** A world with a past. */
export interface Shop {
  title: string;
  world: World;
  database: Database;
  blocks: Blocks;
  wal: WalReader;
  idle: Spent[];
}

export interface Past {
  orders: number;
  workflows: number;
}

export async function openShop(
  world: World,
  generator: Generator,
  { orders, workflows }: Past,
  say: (line: string) => void,
): Promise<Shop> {
  const url = world.databaseUrl('ours');
  const database = connect(url, { max: 4 });
  const title = `${orders} orders, ${workflows} open workflows`;
  say(`a shop with ${title}`);
  // As the generator's customers are called: its orders are some more of the same ones.
  await storeOrders(database, { orders, customers: 'cus_bench_', progress: (stored) => say(`${stored} orders`) });
  await openWorkflows(world.temporalAddress, database.db, workflows, (open) => say(`${open} open workflows`));
  const blocks = new Blocks(world, generator, `flat-${orders}-${Date.now()}`);
  return { title, world, database, blocks, wal: await readWal(url), idle: [] };
}

const BURST_SECONDS = 10;

/**
 * Brings a shop to the middle of a day: what its past has left to do is done, and orders have come for so long since the
 * last checkpoint that the pages that all orders change have been changed. The first change of a page after a checkpoint
 * takes the whole page along to the WAL: many pages, right after one, and hardly any later.
 */
export async function warmUpShop({ world, blocks }: Shop, seconds: number): Promise<void> {
  for (const database of [DATABASE, VISIBILITY_DATABASE]) await vacuum(world, database);
  await warmUp(blocks, 'ours');
  for (let n = 0; n * BURST_SECONDS < seconds; n += 1) {
    await blocks.place('ours', { load: { kind: 'closed', inFlight: 16, seconds: BURST_SECONDS }, seed: 1000 + n });
  }
}

/** And a checkpoint. */
async function vacuum(world: World, database: string): Promise<void> {
  const url = new URL(world.databaseUrl('ours'));
  url.pathname = database;
  const sql = postgres(url.href, { max: 1, onnotice: () => undefined });
  await sql`vacuum analyze`;
  await sql`checkpoint`;
  await sql.end({ timeout: 5 });
}

export async function closeShop({ database, wal }: Shop): Promise<void> {
  await Promise.all([database.close(), wal.close()]);
}
