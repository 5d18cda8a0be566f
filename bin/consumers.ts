import { createLog, installTemporalRuntime } from './log.ts';
import { runRole } from './role.ts';
import { createRuntime, startConsumers } from './runtime.ts';
import { readSettings } from './settings.ts';

/** The message consumers alone. */
await runRole(async () => {
  const settings = readSettings();
  const log = createLog(settings.LOG_LEVEL);
  installTemporalRuntime(log);
  const runtime = await createRuntime(settings, log, { sharesWorker: false });
  const consumers = await startConsumers(runtime);
  log.info('ready');
  return {
    stop: async () => {
      await Promise.all(consumers.map((consumer) => consumer.stop()));
      await runtime.close();
    },
  };
});
