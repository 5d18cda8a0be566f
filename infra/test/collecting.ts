import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { CloudWatchLogsClient, paginateFilterLogEvents } from '@aws-sdk/client-cloudwatch-logs';
import { execa } from 'execa';
import { z } from 'zod';
import { findCollector } from '../verify/go-tools.ts';
import { type Ear, listenBefore } from './asked.ts';
import { REGION } from './moto.ts';
import type { RoleTask } from './role-tasks.ts';
import type { Running } from './role-world.ts';

/** A task's collector, beside a role. */
export interface Collecting {
  readonly task: RoleTask;
  readonly ear: Ear;
  readonly child: ChildProcess;
}

/** By its own command for it. @throws what is wrong with it */
export async function validate({ collector = '' }: RoleTask): Promise<void> {
  await execa(await findCollector(), ['validate'], { env: { AOT_CONFIG_CONTENT: collector } });
}

/** With the text that the task gives it, but for addresses, names and how often it looks. */
export async function startCollector(
  task: RoleTask,
  { metricsPort, temporalMetricsPort }: Running,
  { aws, cwd, known }: { aws: string; cwd: string; known: ReadonlyMap<string, string> },
): Promise<Collecting> {
  const ear = await listenBefore(aws);
  const { METRICS_PORT, TEMPORAL_METRICS_PORT } = task.environment;
  const here = [
    [`127.0.0.1:${METRICS_PORT}"`, `127.0.0.1:${metricsPort}"`],
    [`127.0.0.1:${TEMPORAL_METRICS_PORT}"`, `127.0.0.1:${temporalMetricsPort}"`],
    ['"scrape_interval":"30s"', '"scrape_interval":"1s"'],
    ['"awsemf":{', `"awsemf":{"endpoint":"${ear.url}",`],
    ...[...known].filter(([text]) => task.collector?.includes(text)),
  ] as const;
  const AOT_CONFIG_CONTENT = here.reduce((config, [text, instead]) => {
    assert.ok(config.includes(text), text);
    return config.replaceAll(text, instead);
  }, task.collector ?? '');
  const child = spawn(await findCollector(), [], {
    cwd,
    env: { AOT_CONFIG_CONTENT, AWS_ACCESS_KEY_ID: 'local', AWS_SECRET_ACCESS_KEY: 'local' },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  return { task, ear, child };
}

/** A value of a metric, as CloudWatch takes it out of a log event. */
export interface Datum {
  readonly namespace: string;
  readonly metric: string;
  readonly dimensions: Readonly<Record<string, string>>;
  /** Of a histogram, what came since the value before. */
  readonly value: z.infer<typeof Value>;
  /** What can be searched for, dimension or not. */
  readonly labels: Readonly<Record<string, string>>;
}

const Value = z.union([z.number(), z.object({ Count: z.number(), Sum: z.number() })]);

/** CloudWatch's embedded metric format, with its limits. */
const Event = z.looseObject({
  Version: z.literal('1'),
  _aws: z.object({
    Timestamp: z.int(),
    CloudWatchMetrics: z.array(
      z.object({
        Namespace: z.string(),
        Dimensions: z.array(z.array(z.string()).max(30)),
        Metrics: z.array(z.object({ Name: z.string() })).max(100),
      }),
    ),
  }),
});

/** All that came to a log group so far. */
export async function collected(endpoint: string, logGroupName: string): Promise<Datum[]> {
  const client = new CloudWatchLogsClient({
    endpoint,
    region: REGION,
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  const found: Datum[] = [];
  for await (const { events = [] } of paginateFilterLogEvents({ client }, { logGroupName }))
    for (const { message = '' } of events) found.push(...valuesOf(Event.parse(JSON.parse(message))));
  client.destroy();
  return found;
}

function valuesOf({ _aws, ...fields }: z.infer<typeof Event>): Datum[] {
  const labels = Object.fromEntries(
    Object.entries(fields).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])),
  );
  return _aws.CloudWatchMetrics.flatMap(({ Namespace: namespace, Dimensions, Metrics }) =>
    Metrics.flatMap(({ Name: metric }) => {
      const value = Value.parse(fields[metric]);
      return Dimensions.map((names) => ({
        namespace,
        metric,
        dimensions: Object.fromEntries(names.map((name) => [name, labels[name] ?? ''])),
        value,
        labels,
      }));
    }),
  );
}
