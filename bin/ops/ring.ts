import { Command } from 'commander';
import { countWrapped, rewrap, wrappedByOthers } from '../../db/order-keys.ts';
import { onRuntime } from './reach.ts';
import { jsonText, print, table } from './text.ts';

const AT_ONCE = 500;

/** `npm run ops -- ring list|rotate|rewrap`: the keys that wrap orders' keys. */
export function ringCommand(): Command {
  const ring = new Command('ring').description(
    "The keys that wrap the keys of orders' payloads: shown without what they are",
  );
  ring
    .command('list')
    .description('Say which there are, oldest first, and of how many orders each wraps the key')
    .option('--json', 'for machines')
    .action(async ({ json }: { json?: true }) => {
      await onRuntime(async ({ vault, database }) => {
        const orders = await countWrapped(database.db);
        const rows = vault.ring.keys.map(({ id, createdAt }) => ({ id, createdAt, orders: orders.get(id) ?? 0 }));
        const head = ['key', 'made', 'orders'];
        if (json) print(jsonText(rows));
        else
          print(
            table(
              head,
              rows.map((row) => [row.id, row.createdAt, row.orders]),
            ),
          );
      });
    });
  ring
    .command('rotate')
    .description('Make a new key, which wraps from now on; running processes know it within KEY_RING_READ_SECONDS')
    .action(async () => {
      await onRuntime(async ({ vault }) => print(`${(await vault.ring.rotate()).id} wraps from now on`));
    });
  ring
    .command('rewrap')
    .description(
      "Wrap all orders' keys with the newest key: the others are then needed by what belongs to no order alone",
    )
    .action(async () => {
      await onRuntime(async ({ vault: { ring: keys, orderKeys }, database: { db } }) => {
        let rewrapped = 0;
        for (;;) {
          const { id } = keys.active;
          const some = await wrappedByOthers(db, id, AT_ONCE);
          if (some.length === 0) break;
          for (const { orderId, ...stored } of some) {
            await rewrap(db, orderId, stored.wrapped, await orderKeys.rewrapped(orderId, stored));
            rewrapped += 1;
          }
        }
        print(`${rewrapped} keys were wrapped anew`);
      });
    });
  return ring;
}
