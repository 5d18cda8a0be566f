import { observeBacklog } from './backlog-metric.ts';
import { createLog, installTemporalRuntime } from './log.ts';
import { runRole } from './role.ts';
import { runWorker } from './running-worker.ts';
import { bundleWorkflows, createRuntime, createWorker } from './runtime.ts';
import { readSettings } from './settings.ts';
import { startTelemetry, temporalMetrics } from './telemetry.ts';
import { startHousekeeping } from './temporal-setup.ts';

/** A worker alone. */
await runRole(async () => {
  const settings = readSettings();
  const log = createLog(settings.LOG_LEVEL);
  installTemporalRuntime(log, temporalMetrics(settings));
  const telemetry = await startTelemetry(settings, 'worker');
  const runtime = await createRuntime(settings, log, { sharesWorker: false });
  const bundle = await bundleWorkflows(settings.WORKFLOW_STACK_TRACES);
  const worker = await runWorker((stopping) => createWorker(runtime, bundle, stopping));
  observeBacklog(runtime.client);
  await startHousekeeping(runtime.client, settings.RELAY_PARTITIONS);
  log.info('ready');
  return {
    failed: worker.failed,
    stop: async () => {
      await worker.stop();
      await runtime.close();
      await telemetry.close();
    },
  };
});
