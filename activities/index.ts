import { cancelingActivities } from './canceling.ts';
import { changingActivities } from './changing.ts';
import type { ActivityDeps } from './deps.ts';
import { editingActivities } from './editing.ts';
import { relayActivities } from './event-relay.ts';
import { laterLifeActivities } from './later-life.ts';
import { placingActivities } from './placing.ts';
import { reconcileActivities } from './reconcile.ts';
import { settlingActivities } from './settling.ts';
import { sweepActivities } from './sweep.ts';

/** All activities of the worker; their dependencies come in here and nowhere else. */
export function createActivities(deps: ActivityDeps) {
  return {
    ...placingActivities(deps),
    ...cancelingActivities(deps),
    ...laterLifeActivities(deps),
    ...changingActivities(deps),
    ...editingActivities(deps),
    ...settlingActivities(deps),
    ...relayActivities(deps),
    ...reconcileActivities(deps),
    ...sweepActivities(deps),
  };
}

export type Activities = ReturnType<typeof createActivities>;
