import { STAGES } from '../../infra/stages.ts';
import { COMPARED, type Inputs, NOTED } from './inputs.ts';
import { lifeFactor } from './needs.ts';
import { ASSUMED, LIMITS } from './sources.ts';

export interface Break {
  what: string;
  /** Orders a second. */
  at: { low: number; high: number };
  consequence: string;
}

/** What is reached first, the lowest rate before the others. */
export function breaksOf(inputs: Inputs): Break[] {
  const { production } = STAGES;
  const factor = lifeFactor(inputs);
  const cores = (count: number, cpuMs: number) => (count * ASSUMED.utilization * 1000) / cpuMs / factor;
  const compared = COMPARED.perRun / COMPARED.everySeconds;
  const breaks: Break[] = [
    {
      what: `compare-orders takes ${COMPARED.perRun} placed orders and ${COMPARED.perRun} later events in ${COMPARED.everySeconds} s`,
      at: { low: compared / LATER_EVENTS, high: compared },
      consequence:
        'reconciliation falls behind for good (`reconciliation.lag`, the alert ReconciliationStands): differences are found later and later. Raise `most`, and let the payment service be asked by its reports: a call for each order is more than a provider takes',
    },
    {
      what: `Temporal Cloud begins at ${LIMITS.actionsPerSecond.value} actions a second in a namespace`,
      at: exactly(LIMITS.actionsPerSecond.value / inputs.delivered.actions),
      consequence: 'workflow tasks are throttled, answers get late. It grows with use; ask before a sale',
    },
    {
      what: 'one SKU at one location that everybody wants: its row is locked while it is reserved',
      at: { low: 1000 / NOTED.lockedMs.high, high: 1000 / NOTED.lockedMs.low },
      consequence:
        'its orders wait for one another, and no machine helps; the commit, longer over zones than here, is not in it. Give the SKU several locations',
    },
    {
      what: 'one relay',
      at: exactly(NOTED.relayedPerSecond.value / OWN_EVENTS),
      consequence: 'the outbox lags (OutboxLags): RELAY_PARTITIONS',
    },
    {
      what: `${production.api[1]} tasks of the API and ${production.worker[1]} workers (infra/stages.ts)`,
      at: exactly(cores(production.api[1] + production.worker[1], inputs.houseCpuMs)),
      consequence: 'answers get late, then 503 `overloaded`: more tasks',
    },
    {
      what: `${production.databaseUnits[1]} ACU for the writer (infra/stages.ts); ${LIMITS.unitsAnInstance.value} is the most there is`,
      at: {
        low: cores(production.databaseUnits[1] * ASSUMED.vcpuAnUnit, inputs.database.cpuMs),
        high: cores(LIMITS.unitsAnInstance.value * ASSUMED.vcpuAnUnit, inputs.database.cpuMs),
      },
      consequence:
        'database-busy. Above the most it takes a second writer: a storefront, or a group of them, each with a database of its own (below)',
    },
    {
      what: `the gateway lets ${production.throttle.rate} requests a second in (infra/stages.ts)`,
      // Placing it, and a carrier's two words of its parcel.
      at: { low: production.throttle.rate / 3, high: production.throttle.rate },
      consequence: '429, and nothing is placed: raise it',
    },
  ];
  return breaks.toSorted((a, b) => a.at.low - b.at.low);
}

/** Of a delivered order, those above version 3: shipped, captured, delivered. */
const LATER_EVENTS = 3;
/** What our own outbox publishes of it; its parcels' news are the shipping service's. */
const OWN_EVENTS = 4;

function exactly(rate: number): Break['at'] {
  return { low: rate, high: rate };
}
