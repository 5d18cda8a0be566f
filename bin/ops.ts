import { Command } from 'commander';
import { databaseCause } from '../db/errors.ts';
import { analyticsCommand } from './ops/analytics.ts';
import { attentionCommand } from './ops/attention.ts';
import { dlqCommand } from './ops/dlq.ts';
import { keysCommand } from './ops/keys.ts';
import { messagingCommand } from './ops/messaging.ts';
import { rolloutCommand } from './ops/rollout.ts';
import { notificationsCommand } from './ops/notifications.ts';
import { eraseCommand } from './ops/erase.ts';
import { holdCommand, orderCommand, rejectCommand, releaseCommand, resumeCommand } from './ops/orders.ts';
import { rebuildCommand } from './ops/rebuild.ts';
import { reconcileCommand } from './ops/reconcile.ts';
import { restoredCommand } from './ops/restored.ts';
import { ringCommand } from './ops/ring.ts';
import { plain } from './ops/text.ts';
import { webhooksCommand } from './ops/webhooks.ts';

const program = new Command('ops').description(
  'What operators do outside the API. DATABASE_URL and TEMPORAL_ADDRESS say where; without them, what `npm start` runs here.',
);

const COMMANDS = [
  attentionCommand,
  orderCommand,
  holdCommand,
  releaseCommand,
  rejectCommand,
  resumeCommand,
  reconcileCommand,
  restoredCommand,
  rebuildCommand,
  keysCommand,
  messagingCommand,
  rolloutCommand,
  dlqCommand,
  analyticsCommand,
  notificationsCommand,
  webhooksCommand,
  ringCommand,
  eraseCommand,
];
for (const command of COMMANDS) program.addCommand(command());

try {
  await program.parseAsync();
} catch (error) {
  const cause = databaseCause(error);
  process.stderr.write(`${plain(cause instanceof Error ? cause.message : String(cause))}\n`);
  process.exitCode = 1;
}
