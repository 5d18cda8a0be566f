import { fixed, pretty, table } from '../report/markdown.ts';
import { archiving } from './archiving.ts';
import { COMPARED, type Inputs, messagesOfAnOrder, NOTED, readInputs } from './inputs.ts';
import { headOf, LOADS, PEAK_TO_MEAN } from './loads.ts';
import { costsTable, insteadOfCloud, quotes } from './money.ts';
import { breaksOf } from './breaks.ts';
import { lifeFactor, type Needs, needsOf, type Stretch } from './needs.ts';
import { type PartitionResults, readPartitionResults } from './partitions.ts';
import { REGIONS } from './regions.ts';
import { ASSUMED, LIMITS } from './sources.ts';

/** docs/operations/scale.md, of what the bench has measured. */
export async function scalePage(): Promise<string> {
  return await pretty(pageOf(readInputs(), readPartitionResults()));
}

function pageOf(inputs: Inputs, partitions: PartitionResults): string {
  const factor = lifeFactor(inputs);
  return [
    '# At scale, on paper',
    `Made by \`npm run docs:scale\` of \`bench/results\`, of what \`bench/NOTES.md\` tells, and of the tables below; nothing here was run at that size. It was measured on two cores, with sixteen orders in flight and a provider that answers at once. What follows from it is where to look first, and not what it will cost to the dollar.`,
    '## What an order costs',
    inputsTable(inputs),
    `CPU and WAL were measured for placing an order. Its later life was not: it is taken as ${factor} times as much, as that is the ratio of Temporal's state transitions (${inputs.answered.transitions} answered, ${inputs.delivered.transitions} delivered), each of which is a task of ours and a write of theirs. Such figures are in the columns "life".`,
    '## What is taken as given',
    assumptions(),
    '## What it takes',
    needsTable(inputs),
    shape(inputs),
    '## What it costs a month',
    costsTable(inputs),
    `For the whole life of the orders, what is paid by the hour as large as the peak needs it, day and night. Not in it, as no price was found or nothing was measured: Aurora's storage, I/O and backups (with I/O by the request this may be more than the units: choose I/O-Optimized by the first bill), API Gateway, load balancer, NAT and traffic between zones, CloudWatch, S3, Temporal Cloud's plan and storage, KMS (a call for each key of the ring and each process, none for an order), the payment service, consumers beyond the fewest tasks.`,
    insteadOfCloud(inputs),
    '## Prices and limits',
    quotes(),
    '## Where it breaks first',
    table(
      ['what', 'orders a second', 'and then'],
      breaksOf(inputs).map(({ what, at, consequence }) => [what, rangeOf(at), consequence]),
    ),
    `Each by itself, from the first to the last. ${reached(inputs)} What no table has: consumers, which were never measured by the order; connections (28 for each process of API and worker: with a hundred of them RDS Proxy, or smaller DATABASE_POOL); and the payment service's own limit of requests.`,
    REGIONS,
    archiving(partitions),
    '',
  ].join('\n\n');
}

function inputsTable(inputs: Inputs): string {
  const { database, together, answered, delivered } = inputs;
  const { published, delivered: messages } = messagesOfAnOrder();
  const results = 'bench/results';
  return table(
    ['of one order', 'answered', 'delivered', 'from'],
    [
      ['CPU-ms, API and worker in one process', fixed(1)(inputs.houseCpuMs), null, `${results}/postgres.json`],
      ['CPU-ms, Postgres, our tables', fixed(1)(database.cpuMs), null, `${results}/dev.json`],
      ["CPU-ms, Postgres, ours and Temporal's", fixed(1)(together.cpuMs), null, `${results}/postgres.json`],
      ["CPU-ms, Temporal's server", fixed(1)(inputs.temporalCpuMs), null, `${results}/postgres.json`],
      ['commits, our tables', fixed(1)(database.commits), null, `${results}/dev.json`],
      ['WAL KB, our tables', kb(database.walBytes), null, `${results}/dev.json`],
      ["WAL KB, ours and Temporal's", kb(together.walBytes), null, `${results}/postgres.json`],
      ['history events', answered.events, delivered.events, `${results}/postgres.json`],
      ['state transitions', answered.transitions, delivered.transitions, `${results}/postgres.json`],
      [
        'history KB, before encryption',
        kb(answered.historyBytes),
        kb(delivered.historyBytes),
        `${results}/postgres.json`,
      ],
      ['Temporal Cloud actions, with timers', answered.actions, delivered.actions, `${results}/postgres.json`],
      ['messages published, by us and the carrier', null, published, 'messaging/topology.ts, bench/scale/inputs.ts'],
      ['messages that queues get of them', null, messages, 'messaging/topology.ts, bench/scale/inputs.ts'],
    ],
  );
}

function assumptions(): string {
  const { low, high } = NOTED.lockedMs;
  return table(
    ['what', 'value', 'why'],
    [
      ['peak to mean of a day', PEAK_TO_MEAN, 'nobody has measured it: put in your own (bench/scale/loads.ts)'],
      ['processors used at most', `${ASSUMED.utilization * 100} %`, 'above it answers wait: bench/NOTES.md'],
      ['vCPU with an ACU', ASSUMED.vcpuAnUnit, 'not published: 2 GiB an ACU, 8 GiB a vCPU in the r families'],
      [
        'messages in a receive and a delete',
        `${ASSUMED.batch.full}, or ${ASSUMED.batch.empty}`,
        'a full batch, or a queue that is nearly empty',
      ],
      [
        'a write of a Temporal shard',
        `${ASSUMED.shardWriteMs} ms, ${ASSUMED.shardBusy * 100} % busy`,
        'not measured: a commit over two zones',
      ],
      ['a SKU is locked for', `${low} to ${high} ms`, NOTED.lockedMs.source],
      ['one relay publishes', `${NOTED.relayedPerSecond.value} events a second`, NOTED.relayedPerSecond.source],
      ['one run of compare-orders', `${COMPARED.perRun} orders in ${COMPARED.everySeconds} s`, COMPARED.source],
    ],
  );
}

function needsTable(inputs: Inputs): string {
  const needs = LOADS.map((load) => needsOf(inputs, load));
  const stretch = (name: string, of: (needs: Needs) => Stretch, digits = 0) => [
    name,
    ...needs.flatMap((one) => [fixed(digits)(of(one).placed), fixed(digits)(of(one).life)]),
  ];
  const once = (name: string, of: (needs: Needs) => string) => [name, ...needs.flatMap((one) => [null, of(one)])];
  return table(
    ['at the peak', ...LOADS.flatMap((load) => [`${headOf(load)}: placed`, 'life'])],
    [
      stretch('tasks of 1 vCPU, API and workers together', ({ tasks }) => tasks),
      once('consumers: tasks as few as there are', ({ consumersAtLeast }) => String(consumersAtLeast)),
      stretch('Postgres writer, vCPU', ({ databaseCores }) => databaseCores, 1),
      stretch('Postgres writer, ACU', ({ databaseUnits }) => databaseUnits),
      stretch('WAL, MB a second', ({ walMbPerSecond }) => walMbPerSecond, 1),
      stretch('commits a second', ({ commitsPerSecond }) => commitsPerSecond),
      stretch('Temporal Cloud, actions a second', ({ actionsPerSecond }) => actionsPerSecond),
      stretch('Temporal of your own: server, vCPU', ({ temporalCores }) => temporalCores, 1),
      stretch('its Postgres, vCPU', ({ temporalDatabaseCores }) => temporalDatabaseCores, 1),
      stretch('its WAL, MB a second', ({ temporalWalMbPerSecond }) => temporalWalMbPerSecond, 1),
      once('its history shards', ({ shards }) => String(shards)),
      once('SQS requests a second', ({ sqsPerSecond: { full, empty } }) => `${full.toFixed(0)} to ${empty.toFixed(0)}`),
      once('SNS requests a second', ({ snsPerSecond: { full, empty } }) => `${full.toFixed(0)} to ${empty.toFixed(0)}`),
    ],
  );
}

function shape(inputs: Inputs): string {
  const [, large] = LOADS;
  const needs = large && needsOf(inputs, large);
  if (!needs) return '';
  return [
    `**One writer is enough for both**, if the units hold what they promise: ${needs.databaseUnits.life} of ${LIMITS.unitsAnInstance.value} ACU at 1,000 a second. That is ${Math.round((100 * needs.databaseUnits.life) / LIMITS.unitsAnInstance.value)} % of the largest there is; beyond it come storefronts apart (below).`,
    `**Temporal of your own on Postgres is where it gets dear**: ${needs.temporalWalMbPerSecond.life.toFixed(0)} MB of WAL a second, most of it visibility (73 indexes, bench/NOTES.md). Visibility belongs into Elasticsearch or OpenSearch by then, and histories into Cassandra; the number of shards can never be changed, so take the larger one at first. In Temporal Cloud it is ${needs.actionsPerSecond.life.toFixed(0)} actions a second, which has to be asked for.`,
  ].join('\n\n');
}

const kb = (bytes: number) => (bytes / 1024).toFixed(1);

function rangeOf({ low, high }: { low: number; high: number }): string {
  return low === high ? shown(low) : `${shown(low)} to ${shown(high)}`;
}

function shown(rate: number): string {
  return rate.toFixed(rate < 10 ? 1 : 0);
}

function reached(inputs: Inputs): string {
  const upTo = (rate: number) => breaksOf(inputs).filter(({ at }) => at.low <= rate).length;
  const mean = 1e6 / 86_400;
  return `A million a day is ${mean.toFixed(1)} a second on the mean, where ${upTo(mean)} of these lines is reached, and ${(mean * PEAK_TO_MEAN).toFixed(0)} at its peak, where it is ${upTo(mean * PEAK_TO_MEAN)}.`;
}
