import { Context } from '@temporalio/activity';
import { findUndecided } from '../db/order-lists.ts';
import type { ActivityDeps } from './deps.ts';

/** Every order is decided within a minute; one that is not after two has lost its workflow, or has a stuck one. */
const OVERDUE_MS = 2 * 60 * 1000;
const AT_ONCE = 1000;

export function reconcileActivities({ db, resume }: ActivityDeps) {
  return {
    /**
     * Starts the workflow of each overdue order again, from Postgres; one that runs is left alone.
     * @returns how many orders are overdue
     */
    async resumeOverdueOrders(): Promise<number> {
      const overdue = await findUndecided(db, new Date(Date.now() - OVERDUE_MS), AT_ONCE);
      for (const orderId of overdue) {
        Context.current().heartbeat();
        await resume(orderId);
      }
      return overdue.length;
    },
  };
}
