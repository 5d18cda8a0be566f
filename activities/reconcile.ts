import { Context } from '@temporalio/activity';
import { findUndecided } from '../db/order-lists.ts';
import { comparison } from './comparing.ts';
import type { ActivityDeps } from './deps.ts';
import { expiring } from './expiring.ts';
import { houseMetrics } from './house-metrics.ts';
import { reconcileMetrics } from './reconcile-metrics.ts';

/** Every order is decided within a minute; one that is not after two has lost its workflow, or has a stuck one. */
const OVERDUE_MS = 2 * 60 * 1000;
const AT_ONCE = 1000;

export function reconcileActivities(deps: ActivityDeps) {
  const { db, orders } = deps;
  const told = reconcileMetrics(db);
  houseMetrics(db);
  return {
    /**
     * Starts the workflow of each overdue order again, from Postgres; one that runs is left alone.
     * @returns how many orders are overdue
     */
    async resumeOverdueOrders(): Promise<number> {
      const overdue = await findUndecided(db, new Date(Date.now() - OVERDUE_MS), AT_ONCE);
      for (const orderId of overdue) {
        Context.current().heartbeat();
        await orders.resume(orderId);
      }
      return overdue.length;
    },

    /**
     * Compares what has changed since the last run with all that is written of it anywhere, and some of all others.
     * @returns how many orders
     */
    async compareOrders(): Promise<number> {
      const { heartbeat, log } = Context.current();
      const failed = (orderId: string, error: unknown) => log.warn('an order was not compared', { orderId, error });
      const { compared } = await comparison(deps, { goesOn: heartbeat, failed }).compareChanged();
      told.compared(compared);
      return compared;
    },

    /**
     * Has authorizations renewed that will expire before they are needed.
     * @returns how many orders have such
     */
    async settleExpiring(): Promise<number> {
      const { heartbeat } = Context.current();
      let found = 0;
      for await (const orderId of expiring(db)) {
        heartbeat();
        await orders.settle(orderId);
        found += 1;
      }
      return found;
    },
  };
}
