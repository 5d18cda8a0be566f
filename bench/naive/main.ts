import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Client, Connection } from '@temporalio/client';
import { Worker } from '@temporalio/worker';
import { pino } from 'pino';
import { namedFailures } from '../../activities/failures.ts';
import { closeServer, serveApi } from '../../bin/http-server.ts';
import { createLog, installTemporalRuntime } from '../../bin/log.ts';
import { runRole } from '../../bin/role.ts';
import { runWorker } from '../../bin/running-worker.ts';
import { activityDeps, createRuntime } from '../../bin/runtime.ts';
import { onSimulators, readSettings, required } from '../../bin/settings.ts';
import { naiveActivities } from './activities.ts';
import { NAIVE_TASK_QUEUE, naiveGateway } from './gateway.ts';

/**
 * The naive saga behind the same REST door: API and worker in one process, as in `npm start`, with a client and a worker
 * that each have a connection of their own, as in Temporal's samples.
 */
await runRole(async () => {
  const settings = onSimulators(readSettings());
  const log = createLog(settings.LOG_LEVEL, pino.destination(join(settings.DATA_DIR, 'logs', 'naive.log')));
  installTemporalRuntime(log);
  const runtime = await createRuntime(settings, log, { sharesWorker: false });

  const worker = await runWorker((stopping) =>
    Worker.create({
      connection: runtime.connection,
      namespace: settings.TEMPORAL_NAMESPACE,
      taskQueue: NAIVE_TASK_QUEUE,
      workflowsPath: fileURLToPath(new URL('order-workflow.ts', import.meta.url)),
      activities: naiveActivities(activityDeps(runtime, stopping)),
      interceptors: { activity: [() => ({ inbound: namedFailures })] },
      shutdownGraceTime: '2 seconds',
      shutdownForceTime: '4 seconds',
    }),
  );

  const connection = await Connection.connect({ address: required(settings, 'TEMPORAL_ADDRESS') });
  const client = new Client({ connection, namespace: settings.TEMPORAL_NAMESPACE });
  const server = await serveApi({ ...runtime, gateway: naiveGateway(client, runtime.database.db) }, []);
  return {
    failed: worker.failed,
    stop: async () => {
      await closeServer(server, 1000);
      await worker.stop();
      await connection.close();
      await runtime.close();
    },
  };
});
