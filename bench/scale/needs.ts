import { API, CONSUMERS, WORKER } from '../../infra/roles.ts';
import { STAGES } from '../../infra/stages.ts';
import { dollars } from '../temporal-actions.ts';
import { COMPARED, type Inputs, messagesOfAnOrder, NOTED } from './inputs.ts';
import type { Load } from './loads.ts';
import { ASSUMED, LIMITS, PRICES } from './sources.ts';

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
  const whole = ({ placed, life }: Stretch): Stretch => ({ placed: Math.ceil(placed), life: Math.ceil(life) });
  const databaseCores = cores(database.cpuMs);
  const { published, delivered } = messagesOfAnOrder();
  const requests = (of: number) => ({
    full: (of * rate) / ASSUMED.batch.full,
    empty: (of * rate) / ASSUMED.batch.empty,
  });
  return {
    tasks: whole(cores(inputs.houseCpuMs)),
    consumersAtLeast: CONSUMERS.length * STAGES.production.consumers[0],
    databaseCores,
    databaseUnits: {
      placed: Math.ceil(databaseCores.placed / ASSUMED.vcpuAnUnit),
      life: Math.ceil(databaseCores.life / ASSUMED.vcpuAnUnit),
    },
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

export interface Cost {
  what: string;
  dollars: number;
}

/** A month, for the whole life of its orders, with all that is paid by the hour as large as the peak needs it. */
export function costsOf(inputs: Inputs, load: Load): Cost[] {
  const needs = needsOf(inputs, load);
  const orders = load.ordersADay * ASSUMED.daysAMonth;
  const { published, delivered } = messagesOfAnOrder();
  const hours = ASSUMED.hoursAMonth;
  const task = ({ cpu, memory }: { cpu: number; memory: number }) =>
    ((cpu / 1024) * PRICES.vcpuHour.value + (memory / 1024) * PRICES.gbHour.value) * hours;
  const [consumer] = CONSUMERS;
  return [
    { what: 'Fargate, API and workers', dollars: needs.tasks.life * Math.max(task(API), task(WORKER)) },
    {
      what: 'Fargate, consumers (as few as there are; what they need was not measured)',
      dollars: consumer ? needs.consumersAtLeast * task(consumer) : 0,
    },
    // The reader is as large as the writer.
    {
      what: 'Aurora, writer and reader, without storage and I/O',
      dollars: 2 * needs.databaseUnits.life * PRICES.acuHour.value * hours,
    },
    { what: 'Temporal Cloud, actions', dollars: dollars(inputs.delivered.actions * orders) },
    { what: 'SQS, batches full', dollars: ((2 * delivered * orders) / ASSUMED.batch.full / 1e6) * PRICES.sqs.value },
    { what: 'SNS, a request for each event', dollars: ((published * orders) / 1e6) * PRICES.sns.value },
  ];
}

/** Dollars a month of a Temporal server on Fargate, in tasks like our workers', and its Postgres, with a reader as large. */
export function ownTemporal(inputs: Inputs, load: Load): number {
  const { temporalCores, temporalDatabaseCores } = needsOf(inputs, load);
  const units = Math.ceil(temporalDatabaseCores.life / ASSUMED.vcpuAnUnit);
  const task = PRICES.vcpuHour.value + (WORKER.memory / 1024) * PRICES.gbHour.value;
  return (Math.ceil(temporalCores.life) * task + 2 * units * PRICES.acuHour.value) * ASSUMED.hoursAMonth;
}

export interface Break {
  what: string;
  /** Orders a second. */
  at: { low: number; high: number };
  then: string;
}

/** What is reached first, the lowest rate before the others. */
export function breaksOf(inputs: Inputs): Break[] {
  const { production } = STAGES;
  const factor = lifeFactor(inputs);
  const at = (rate: number) => ({ low: rate, high: rate });
  const cores = (count: number, cpuMs: number) => (count * ASSUMED.utilization * 1000) / cpuMs / factor;
  const compared = COMPARED.perRun / COMPARED.everySeconds;
  const breaks: Break[] = [
    {
      what: `compare-orders takes ${COMPARED.perRun} placed orders and ${COMPARED.perRun} later events in ${COMPARED.everySeconds} s`,
      at: { low: compared / LATER_EVENTS, high: compared },
      then: 'reconciliation falls behind for good (`reconciliation.lag`, the alert ReconciliationStands): differences are found later and later. Raise `most`, and let the payment service be asked by its reports: a call for each order is more than a provider takes',
    },
    {
      what: `Temporal Cloud begins at ${LIMITS.actionsPerSecond.value} actions a second in a namespace`,
      at: at(LIMITS.actionsPerSecond.value / inputs.delivered.actions),
      then: 'workflow tasks are throttled, answers get late. It grows with use; ask before a sale',
    },
    {
      what: 'one SKU at one location that everybody wants: its row is locked while it is reserved',
      at: { low: 1000 / NOTED.lockedMs.high, high: 1000 / NOTED.lockedMs.low },
      then: 'its orders wait for one another, and no machine helps; the commit, longer over zones than here, is not in it. Give the SKU several locations',
    },
    {
      what: 'one relay',
      at: at(NOTED.relayedPerSecond.value / OWN_EVENTS),
      then: 'the outbox lags (OutboxLags): RELAY_PARTITIONS',
    },
    {
      what: `${production.api[1]} tasks of the API and ${production.worker[1]} workers (infra/stages.ts)`,
      at: at(cores(production.api[1] + production.worker[1], inputs.houseCpuMs)),
      then: 'answers get late, then 503 `overloaded`: more tasks',
    },
    {
      what: `${production.databaseUnits[1]} ACU for the writer (infra/stages.ts); ${LIMITS.unitsAnInstance.value} is the most there is`,
      at: {
        low: cores(production.databaseUnits[1] * ASSUMED.vcpuAnUnit, inputs.database.cpuMs),
        high: cores(LIMITS.unitsAnInstance.value * ASSUMED.vcpuAnUnit, inputs.database.cpuMs),
      },
      then: 'database-busy. Above the most it takes a second writer: a storefront, or a group of them, each with a database of its own (below)',
    },
    {
      what: `the gateway lets ${production.throttle.rate} requests a second in (infra/stages.ts)`,
      // Placing it, and a carrier's two words of its parcel.
      at: { low: production.throttle.rate / 3, high: production.throttle.rate },
      then: '429, and nothing is placed: raise it',
    },
  ];
  return breaks.toSorted((a, b) => a.at.low - b.at.low);
}

/** Of a delivered order, those above version 3: shipped, captured, delivered. */
const LATER_EVENTS = 3;
/** What our own outbox publishes of it; its parcels' news are the shipping service's. */
const OWN_EVENTS = 4;
