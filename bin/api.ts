import { closeServer, serveApi } from './http-server.ts';
import { createLog, installTemporalRuntime } from './log.ts';
import { runRole } from './role.ts';
import { createRuntime } from './runtime.ts';
import { startTelemetry, temporalMetrics } from './telemetry.ts';
import { readSettings } from './settings.ts';

/** The API alone: the answer comes from a worker elsewhere, by Update-with-Start. */
await runRole(async () => {
  const settings = readSettings();
  const log = createLog(settings.LOG_LEVEL);
  installTemporalRuntime(log, temporalMetrics(settings));
  const telemetry = await startTelemetry(settings, 'api');
  const runtime = await createRuntime(settings, log, { sharesWorker: false });
  const server = await serveApi(runtime, []);
  log.info({ port: settings.PORT }, 'ready');
  return {
    stop: async () => {
      await Promise.all([closeServer(server, 3000), runtime.live.close()]);
      await runtime.close();
      await telemetry.close();
    },
  };
});
