import { analyticsCommand } from './analytics.ts';
import { attentionCommand } from './attention.ts';
import { dlqCommand } from './dlq.ts';
import { keysCommand } from './keys.ts';
import { messagingCommand } from './messaging.ts';
import { rolloutCommand } from './rollout.ts';
import { notificationsCommand } from './notifications.ts';
import { eraseCommand } from './erase.ts';
import { holdCommand, orderCommand, rejectCommand, releaseCommand, resumeCommand } from './orders.ts';
import { rebuildCommand } from './rebuild.ts';
import { reconcileCommand } from './reconcile.ts';
import { restoredCommand } from './restored.ts';
import { ringCommand } from './ring.ts';
import { webhooksCommand } from './webhooks.ts';

/** Everything that `npm run ops -- …` knows. */
export const COMMANDS = [
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
