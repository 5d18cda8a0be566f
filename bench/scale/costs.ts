import { API, CONSUMERS, WORKER } from '../../infra/roles.ts';
import { dollars } from '../temporal-actions.ts';
import { type Inputs, messagesOfAnOrder } from './inputs.ts';
import type { Load } from './loads.ts';
import { needsOf } from './needs.ts';
import { ASSUMED, PRICES } from './sources.ts';

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
