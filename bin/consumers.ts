import { Argument, Command } from 'commander';
import { createLog, installTemporalRuntime } from './log.ts';
import { runRole } from './role.ts';
import { createRuntime } from './runtime.ts';
import { SERVICE_NAMES, type ServiceName, startServices } from './services.ts';
import { startTelemetry, temporalMetrics } from './telemetry.ts';
import { readSettings } from './settings.ts';

/** `npm run consumers -- shipping payments …`: services downstream of the events; all of them without a name. */
const program = new Command('consumers')
  .description('Services that live off the events; all of them where none is named')
  .addArgument(new Argument('[service...]', SERVICE_NAMES.join(', ')).choices(SERVICE_NAMES))
  .action(run);
await program.parseAsync();

async function run(names: ServiceName[]): Promise<void> {
  await runRole(async () => {
    const settings = readSettings();
    const log = createLog(settings.LOG_LEVEL);
    installTemporalRuntime(log, temporalMetrics(settings));
    const telemetry = await startTelemetry(settings, 'consumers');
    const runtime = await createRuntime(settings, log, { sharesWorker: false });
    const services = await startServices(runtime, names.length === 0 ? SERVICE_NAMES : names);
    log.info('ready');
    return {
      failed: Promise.race(services.flatMap(({ failed }) => (failed ? [failed] : []))),
      stop: async () => {
        await Promise.all(services.map((service) => service.stop()));
        await runtime.close();
        await telemetry.close();
      },
    };
  });
}
