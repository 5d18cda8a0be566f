import { isDeepStrictEqual } from 'node:util';
import { Command } from 'commander';
import { foldedFacts, readFacts, rebuildFacts, removeStrayFacts, strayFacts } from '../../db/analytics.ts';
import type { Db } from '../../db/client.ts';
import { allOrderIds } from '../../db/order-lists.ts';
import { QUEUES } from '../../messaging/topology.ts';
import { onDatabase } from './reach.ts';

const HEARS = QUEUES.analytics.hears['order-events'];
const AT_ONCE = 4;

/** `npm run ops -- analytics rebuild|check`: the projection against order_events. */
export function analyticsCommand(): Command {
  const analytics = new Command('analytics').description('The figures by day');
  analytics
    .command('rebuild')
    .description('Build them again from order_events, beside consumers that go on; say how many orders were others')
    .action(async () => {
      await onDatabase(async ({ db }) => {
        const orders = await rebuildAll(db);
        const strays = await removeStrayFacts(db);
        process.stdout.write(`${orders.all} orders, ${orders.told + strays} mended\n`);
      });
    });
  analytics
    .command('check')
    .description('Say which orders they have otherwise than order_events; what is still on its way to them is such')
    .action(async () => {
      await onDatabase(async ({ db }) => {
        const orders = await checkAll(db, (id) => process.stdout.write(`${id} differs\n`));
        const strays = await strayFacts(db);
        for (const id of strays) process.stdout.write(`${id} is no order\n`);
        process.stdout.write(`${orders.all} orders, ${orders.told + strays.length} differ\n`);
        process.exitCode = orders.told + strays.length > 0 ? 1 : 0;
      });
    });
  return analytics;
}

async function rebuildAll(db: Db) {
  return await countOrders(db, (id) => rebuildFacts(db, id, HEARS));
}

async function checkAll(db: Db, differs: (orderId: string) => void) {
  return await countOrders(db, async (id) => {
    const [known, folded] = await Promise.all([readFacts(db, id), foldedFacts(db, id, HEARS)]);
    if (isDeepStrictEqual(known, folded)) return false;
    differs(id);
    return true;
  });
}

/** How many orders there are, and of how many `tell` says yes. A few at once, whatever their number. */
async function countOrders(
  db: Db,
  tell: (orderId: string) => Promise<boolean>,
): Promise<{ all: number; told: number }> {
  const count = { all: 0, told: 0 };
  const ids = allOrderIds(db);
  const work = async () => {
    for await (const id of ids) {
      count.all += 1;
      if (await tell(id)) count.told += 1;
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return count;
}
