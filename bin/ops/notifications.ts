import { Command } from 'commander';
import { listNotSent } from '../../db/notifications.ts';
import { onDatabase } from './reach.ts';

/** `npm run ops -- notifications not-sent`: customers' messages that may need somebody's hand. */
export function notificationsCommand(): Command {
  const notifications = new Command('notifications').description("Customers' messages");
  notifications
    .command('not-sent')
    .description(
      'Those that were refused, or of which nobody knows whether they were sent; none of them is tried again',
    )
    .action(async () => {
      const rows = await onDatabase(({ db }) => listNotSent(db));
      for (const { claimedAt, state, template, orderId, eventId, reason } of rows) {
        process.stdout.write(
          `${claimedAt.toISOString()} ${state} ${template} of order ${orderId}, event ${eventId}: ${reason ?? 'being sent'}\n`,
        );
      }
      process.stdout.write(`${rows.length} not sent\n`);
    });
  return notifications;
}
