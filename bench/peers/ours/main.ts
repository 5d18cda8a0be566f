import { once } from 'node:events';
import { closeServer } from '../../../bin/http-server.ts';
import { bundleWorkflows } from '../../../bin/runtime.ts';
import { onStop } from '../shared/env.ts';
import { readSettings } from '../../../bin/settings.ts';
import { startTelemetry } from '../../../bin/telemetry.ts';
import { openOurs } from './open.ts';
import { readTriedOptions } from './worker-options.ts';

const telemetry = await startTelemetry(readSettings(), 'bench');
const ours = await openOurs(bundleWorkflows(), { workerOptions: readTriedOptions() });
const server = ours.app.listen(ours.port);
server.keepAliveTimeout = 0;
await once(server, 'listening');
onStop(async () => {
  await closeServer(server, 1000);
  await ours.close();
  await telemetry.close();
});
