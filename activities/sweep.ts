import { ApplicationFailure, Context } from '@temporalio/activity';
import { forgetKeys } from '../db/idempotency.ts';
import { forgetHandled } from '../db/inbox.ts';
import { forgetNotifications } from '../db/notifications.ts';
import { forgetResolved } from '../db/reconciliation-findings.ts';
import { forgetDeliveries } from '../db/webhook-deliveries.ts';
import { KEY_LIFE_DAYS, MESSAGE_LIFE_DAYS } from '../domain/message-life.ts';
import type { ActivityDeps } from './deps.ts';

/** Short transactions: nothing waits for them, and one that is broken off has done its part. */
const AT_ONCE = 5000;
const DAY_MS = 24 * 60 * 60 * 1000;

const LIVES = [
  { forget: forgetHandled, days: MESSAGE_LIFE_DAYS },
  { forget: forgetNotifications, days: MESSAGE_LIFE_DAYS },
  { forget: forgetResolved, days: MESSAGE_LIFE_DAYS },
  { forget: forgetDeliveries, days: MESSAGE_LIFE_DAYS },
  { forget: forgetKeys, days: KEY_LIFE_DAYS },
];

export function sweepActivities({ db, stopping }: ActivityDeps) {
  return {
    /**
     * Forgets messages that cannot come again, webhooks, differences that were resolved as long ago, and Idempotency-Keys.
     * @returns how many rows went
     */
    async forgetMessages(): Promise<number> {
      let forgotten = 0;
      for (const { forget, days } of LIVES) {
        const before = new Date(Date.now() - days * DAY_MS);
        let gone = AT_ONCE;
        while (gone === AT_ONCE) {
          if (stopping.aborted) throw ApplicationFailure.retryable('the worker stops');
          Context.current().heartbeat();
          gone = await forget(db, before, AT_ONCE);
          forgotten += gone;
        }
      }
      return forgotten;
    },
  };
}
