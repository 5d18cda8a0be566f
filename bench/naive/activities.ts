import type { ActivityDeps } from '../../activities/deps.ts';
import { createActivities } from '../../activities/index.ts';
import { ensureWritten } from '../../db/placing.ts';
import type { Checkout } from '../../domain/gateway.ts';

/** The saga's steps, each an activity, on the same queries and clients as ours: the data come out equal. */
export function naiveActivities(deps: ActivityDeps) {
  const ours = createActivities(deps);
  return {
    ...ours,
    writeOrder: (checkout: Checkout) => ensureWritten(deps.db, checkout),
    reserveStock: (orderId: string) => ours.placeOrder(orderId, null),
  };
}

export type NaiveActivities = ReturnType<typeof naiveActivities>;
