import { isDeepStrictEqual } from 'node:util';
import { Command } from 'commander';
import { connect } from '../db/client.ts';
import { rebuild } from '../db/order-events.ts';
import { allOrderIds } from '../db/order-lists.ts';
import { findOrder } from '../db/orders.ts';
import { createLog, installTemporalRuntime } from './log.ts';
import { analyticsCommand } from './ops/analytics.ts';
import { dlqCommand } from './ops/dlq.ts';
import { messagingCommand } from './ops/messaging.ts';
import { notificationsCommand } from './ops/notifications.ts';
import { createRuntime } from './runtime.ts';
import { readSettings, required } from './settings.ts';

const program = new Command('ops').description('What operators do outside the API. DATABASE_URL says where.');

program
  .command('rebuild')
  .description('Build every order again from its events, and say which differ from their rows')
  .action(async () => {
    const database = connect(required(readSettings(), 'DATABASE_URL'), { max: 4 });
    let orders = 0;
    let differ = 0;
    for await (const id of allOrderIds(database.db)) {
      orders += 1;
      const [row, built] = await Promise.all([findOrder(database.db, id), rebuild(database.db, id)]);
      if (isDeepStrictEqual(row, built)) continue;
      differ += 1;
      process.stdout.write(`${id} differs\n`);
    }
    await database.close();
    process.stdout.write(`${orders} orders, ${differ} differ\n`);
    process.exitCode = differ > 0 ? 1 : 0;
  });

program
  .command('resume')
  .description('Make sure that the workflow of an order runs, from Postgres where it has gone')
  .argument('<orderId>')
  .action(async (orderId: string) => {
    const settings = readSettings();
    const log = createLog(settings.LOG_LEVEL);
    installTemporalRuntime(log);
    const runtime = await createRuntime(settings, log, { sharesWorker: false });
    await runtime.gateway.resume(orderId);
    await runtime.close();
  });

program.addCommand(messagingCommand());
program.addCommand(dlqCommand());
program.addCommand(analyticsCommand());
program.addCommand(notificationsCommand());

try {
  await program.parseAsync();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
