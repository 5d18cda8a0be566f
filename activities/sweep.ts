import { ApplicationFailure, Context } from '@temporalio/activity';
import { forgetActions } from '../db/audit.ts';
import { forgetKeys } from '../db/idempotency.ts';
import { forgetHandled } from '../db/inbox.ts';
import { forgetNotifications } from '../db/notifications.ts';
import { forgetResolved } from '../db/reconciliation-findings.ts';
import { forgetDeliveries } from '../db/webhook-deliveries.ts';
import { forgetPersons } from '../db/erasing.ts';
import type { Retention } from '../domain/message-life.ts';
import type { Db } from '../db/client.ts';
import type { ActivityDeps } from './deps.ts';

/** Short transactions: nothing waits for them, and one that is broken off has done its part. */
const AT_ONCE = 5000;
const DAY_MS = 24 * 60 * 60 * 1000;

const LIVES: { forget: (db: Db, before: Date, limit: number) => Promise<number>; kind: keyof Retention }[] = [
  { forget: forgetHandled, kind: 'messages' },
  { forget: forgetNotifications, kind: 'messages' },
  { forget: forgetResolved, kind: 'differences' },
  { forget: forgetDeliveries, kind: 'webhooks' },
  { forget: forgetKeys, kind: 'idempotencyKeys' },
  { forget: forgetActions, kind: 'audit' },
];

const daysAgo = (days: number) => new Date(Date.now() - days * DAY_MS);

export function sweepActivities({ db, stopping, retention, workflows }: ActivityDeps) {
  const goesOn = () => {
    if (stopping.aborted) throw ApplicationFailure.retryable('the worker stops');
    Context.current().heartbeat();
  };
  return {
    /**
     * Forgets messages that cannot come again, webhooks, differences that were resolved as long ago, Idempotency-Keys, and the audit trail; and, where
     * that is wanted, the persons in orders that have long been over.
     * @returns how many rows went, and persons
     */
    async forgetMessages(): Promise<number> {
      let forgotten = 0;
      for (const { forget, kind } of LIVES) {
        const days = retention[kind];
        if (days === null) continue;
        const before = daysAgo(days);
        let gone = AT_ONCE;
        while (gone === AT_ONCE) {
          goesOn();
          gone = await forget(db, before, AT_ONCE);
          forgotten += gone;
        }
      }
      if (retention.persons !== null) {
        for await (const erased of forgetPersons(db, daysAgo(retention.persons), (id) => workflows.isRunning(id))) {
          goesOn();
          if (erased) forgotten += 1;
        }
      }
      return forgotten;
    },
  };
}
