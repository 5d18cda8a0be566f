import type { WorkflowClientInterceptor } from '@temporalio/client';
import { msToTs } from '@temporalio/common/lib/time.js';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { type EmbeddedStack, startEmbedded } from '../../embedded/index.ts';
import { freePort } from '../../embedded/ports.ts';
import { findTemporalCli } from '../../embedded/temporal-cli.ts';
import { SEARCH_ATTRIBUTES } from '../../workflows/search-attributes.ts';

/** Postgres, SNS/SQS and the simulators, on free ports; Temporal comes from the SDK's own test environment. */
export async function startParts(dataDir: string): Promise<EmbeddedStack> {
  const [awsPort, simulatorPort] = [await freePort(), await freePort()];
  return await startEmbedded(
    {
      dataDir,
      awsPort,
      simulatorPort,
      temporalPort: 0,
      temporalUiPort: 0,
      temporalAddress: 'started apart',
      carrier: 'off',
    },
    () => undefined,
  );
}

const DYNAMIC_CONFIG = [
  'matching.numTaskqueueReadPartitions=1',
  'matching.numTaskqueueWritePartitions=1',
  // As embedded/temporal.ts has it.
  'history.maximumSignalsPerExecution=6000',
];

/**
 * @param longAfter how many events Temporal finds a history long after: 4,096 by default
 * @param mostSignals how many one run takes up: 6,000 in our own server
 */
export async function startTemporal(longAfter: number, mostSignals: number): Promise<TestWorkflowEnvironment> {
  const config = [
    ...DYNAMIC_CONFIG,
    `limit.historyCount.suggestContinueAsNew=${longAfter}`,
    `history.maximumSignalsPerExecution=${mostSignals}`,
  ];
  return await TestWorkflowEnvironment.createLocal({
    server: {
      executable: { type: 'existing-path', path: await findTemporalCli() },
      searchAttributes: [...SEARCH_ATTRIBUTES],
      extraArgs: config.flatMap((value) => ['--dynamic-config-value', value]),
    },
  });
}

/**
 * A step in the workflow's own task holds that task, and who cancels meanwhile is heard at its heartbeat, at four
 * fifths of the task's timeout: 8 seconds by default, too long for a test.
 */
export const hurriedTasks: WorkflowClientInterceptor = {
  startWithDetails: async (input, next) =>
    await next({ ...input, options: { ...input.options, workflowTaskTimeout: msToTs('2 seconds') } }),
};
