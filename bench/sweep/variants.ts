import type { Settings } from '../../bin/settings.ts';
import { environmentFor, type TriedOptions } from '../peers/ours/worker-options.ts';

/** One setting of ours at another value. */
export interface Variant {
  setting: string;
  value: string;
  /** What its process is told beside what every peer is told. */
  environment: Readonly<Record<string, string>>;
}

/** Variants that share a Temporal. */
export interface Section {
  title: string;
  /** Of their Temporal, beside what the default's has. */
  dynamicConfig: Readonly<Record<string, unknown>>;
  variants: readonly Variant[];
}

const sectionsOf = (collectorUrl: string): readonly Section[] => [
  {
    title: 'The process: API and worker',
    dynamicConfig: {},
    variants: [
      // The same twice: how far a ratio goes that means nothing.
      { setting: 'nothing', value: 'as it is', environment: {} },
      ...ofProcess('ORDERS_AT_ONCE', [2, 4, 16]),
      ...ofProcess('DATABASE_POOL', [8, 40]),
      ...ofWorker('maxCachedWorkflows', [50, 1000]),
      ofPollers('at most 2', { type: 'simple-maximum', maximum: 2 }),
      ofPollers('at most 20', { type: 'simple-maximum', maximum: 20 }),
      ofPollers('autoscaling', { type: 'autoscaling' }),
      ...ofWorker('maxConcurrentWorkflowTaskExecutions', [4, 16]),
      ...ofWorker('maxConcurrentLocalActivityExecutions', [4, 16]),
      ...ofWorker('workflowThreadPoolSize', [2]),
    ],
  },
  {
    title: "Temporal's server",
    dynamicConfig: { 'matching.numTaskqueueReadPartitions': 1, 'matching.numTaskqueueWritePartitions': 1 },
    variants: [{ setting: 'partitions of a task queue', value: '1', environment: {} }],
  },
  {
    title: 'Traces and metrics, sent to a collector',
    dynamicConfig: {},
    variants: ['1', '0.1', '0'].map((value) => ({
      setting: 'TRACES_SAMPLED',
      value,
      environment: { OTEL_EXPORTER_OTLP_ENDPOINT: collectorUrl, TRACES_SAMPLED: value },
    })),
  },
];

/**
 * Those whose setting's name holds the text, and no section without any.
 * @param collectorUrl where what is traced and counted goes
 */
export function sectionsWith(text: string, collectorUrl: string): Section[] {
  return sectionsOf(collectorUrl)
    .map(({ variants, ...section }) => ({
      ...section,
      variants: variants.filter(({ setting }) => setting.includes(text)),
    }))
    .filter(({ variants }) => variants.length > 0);
}

function ofProcess(setting: keyof Settings, values: readonly number[]): Variant[] {
  return values.map((value) => ({ setting, value: String(value), environment: { [setting]: String(value) } }));
}

function ofWorker(
  setting: Exclude<keyof TriedOptions, 'workflowTaskPollerBehavior'>,
  values: readonly number[],
): Variant[] {
  return values.map((value) => ({ setting, value: String(value), environment: environmentFor({ [setting]: value }) }));
}

function ofPollers(value: string, behavior: NonNullable<TriedOptions['workflowTaskPollerBehavior']>): Variant {
  const setting = 'workflowTaskPollerBehavior';
  return { setting, value, environment: environmentFor({ [setting]: behavior }) };
}
