import { ApplicationFailure, Context } from '@temporalio/activity';
import { forgetHandled } from '../db/inbox.ts';
import { forgetNotifications } from '../db/notifications.ts';
import { forgetResolved } from '../db/reconciliation-findings.ts';
import { MESSAGE_LIFE_DAYS } from '../domain/message-life.ts';
import type { ActivityDeps } from './deps.ts';

/** Short transactions: nothing waits for them, and one that is broken off has done its part. */
const AT_ONCE = 5000;

export function sweepActivities({ db, stopping }: ActivityDeps) {
  return {
    /**
     * Forgets messages that cannot come again, and differences that were resolved as long ago.
     * @returns how many rows went
     */
    async forgetMessages(): Promise<number> {
      const before = new Date(Date.now() - MESSAGE_LIFE_DAYS * 24 * 60 * 60 * 1000);
      let forgotten = 0;
      for (const forget of [forgetHandled, forgetNotifications, forgetResolved]) {
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
