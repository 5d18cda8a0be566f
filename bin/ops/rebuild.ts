import { Command } from 'commander';
import { rebuildAll } from '../../db/rebuilding.ts';
import { onDatabase } from './reach.ts';
import { print } from './text.ts';

/** `npm run ops -- rebuild`: orders against order_events. */
export function rebuildCommand(): Command {
  return new Command('rebuild')
    .description('Build every order again from its events, and say which differ from their rows, and in what')
    .action(async () => {
      await onDatabase(async ({ db }) => {
        let orders = 0;
        let differ = 0;
        for await (const { id, unlike } of rebuildAll(db)) {
          orders += 1;
          if (unlike === null) continue;
          differ += 1;
          print(`${id} differs: ${unlike}`);
        }
        print(`${orders} orders, ${differ} differ`);
        process.exitCode = differ > 0 ? 1 : 0;
      });
    });
}
