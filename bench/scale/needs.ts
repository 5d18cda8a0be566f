import { CONSUMERS } from '../../infra/roles.ts';
import { STAGES } from '../../infra/stages.ts';
import { type Inputs, messagesOfAnOrder } from './inputs.ts';
import type { Load } from './loads.ts';
import { ASSUMED } from './sources.ts';

/** A number for an order that is placed, which is measured, and for its whole life, which is estimated from it. */
export interface Stretch {
  placed: number;
  life: number;
}

/**
 * How much more the life of an order takes than placing it, by Temporal's state transitions: each is a workflow task of ours, a
 * write of Temporal's and, for the most part, a change of the order. Its CPU was never measured.
 */
export function lifeFactor({ answered, delivered }: Inputs): number {
  return delivered.transitions / answered.transitions;
}

export interface Needs {
  /** Of API and workers together. */
  tasks: Stretch;
  consumersAtLeast: number;
  databaseCores: Stretch;
  databaseUnits: Stretch;
  walMbPerSecond: Stretch;
  commitsPerSecond: Stretch;
  actionsPerSecond: Stretch;
  /** A Temporal of one's own. */
  temporalCores: Stretch;
  temporalDatabaseCores: Stretch;
  temporalWalMbPerSecond: Stretch;
  shards: number;
  sqsPerSecond: { full: number; empty: number };
  snsPerSecond: { full: number; empty: number };
}

export function needsOf(inputs: Inputs, { peakPerSecond: rate }: Load): Needs {
  const { database, together } = inputs;
  const factor = lifeFactor(inputs);
  const stretch = (anOrder: number): Stretch => ({ placed: anOrder * rate, life: anOrder * rate * factor });
  const cores = (cpuMs: number) => stretch(cpuMs / 1000 / ASSUMED.utilization);
  const databaseCores = cores(database.cpuMs);
  const { published, delivered } = messagesOfAnOrder();
  const requests = (of: number) => ({
    full: (of * rate) / ASSUMED.batch.full,
    empty: (of * rate) / ASSUMED.batch.empty,
  });
  return {
    tasks: wholly(cores(inputs.houseCpuMs)),
    consumersAtLeast: CONSUMERS.length * STAGES.production.consumers[0],
    databaseCores,
    databaseUnits: wholly(databaseCores, ASSUMED.vcpuAnUnit),
    walMbPerSecond: stretch(database.walBytes / 2 ** 20),
    commitsPerSecond: stretch(database.commits),
    actionsPerSecond: { placed: inputs.answered.actions * rate, life: inputs.delivered.actions * rate },
    temporalCores: cores(inputs.temporalCpuMs),
    temporalDatabaseCores: cores(together.cpuMs - database.cpuMs),
    temporalWalMbPerSecond: stretch((together.walBytes - database.walBytes) / 2 ** 20),
    shards:
      2 **
      Math.ceil(Math.log2((inputs.delivered.transitions * rate * ASSUMED.shardWriteMs) / 1000 / ASSUMED.shardBusy)),
    // A receive and a delete of each message.
    sqsPerSecond: requests(2 * delivered),
    snsPerSecond: requests(published),
  };
}

function wholly({ placed, life }: Stretch, of = 1): Stretch {
  return { placed: Math.ceil(placed / of), life: Math.ceil(life / of) };
}
