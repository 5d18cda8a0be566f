import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Client, Connection } from '@temporalio/client';
import { Worker } from '@temporalio/worker';
import { pino } from 'pino';
import { httpCustomers } from '../../activities/customer-directory.ts';
import { namedFailures } from '../../activities/failures.ts';
import { stripeClient, stripePayments } from '../../activities/stripe-payments.ts';
import { closeServer, serveApi } from '../../bin/http-server.ts';
import { createLog, installTemporalRuntime } from '../../bin/log.ts';
import { runRole } from '../../bin/role.ts';
import { runWorker } from '../../bin/running-worker.ts';
import { createRuntime } from '../../bin/runtime.ts';
import { readSettings, required } from '../../bin/settings.ts';
import { connect } from '../../db/client.ts';
import { outboxRinger } from '../../db/relay-lock.ts';
import { naiveActivities } from './activities.ts';
import { NAIVE_TASK_QUEUE, naiveGateway } from './gateway.ts';

/**
 * The naive saga behind the same REST door: API and worker in one process, as in `npm start`, with a client and a worker
 * that each have a connection of their own, as in Temporal's samples.
 */
await runRole(async () => {
  const settings = readSettings();
  const log = createLog(settings.LOG_LEVEL, pino.destination(join(settings.DATA_DIR, 'logs', 'naive.log')));
  installTemporalRuntime(log);
  const runtime = await createRuntime(settings, log, { sharesWorker: false });
  const { database, messaging, decisions } = runtime;
  const simulators = `http://127.0.0.1:${settings.SIMULATOR_PORT}`;
  const ring = outboxRinger(database);

  const worker = await runWorker((stopping) =>
    Worker.create({
      connection: runtime.connection,
      namespace: settings.TEMPORAL_NAMESPACE,
      taskQueue: NAIVE_TASK_QUEUE,
      workflowsPath: fileURLToPath(new URL('order-workflow.ts', import.meta.url)),
      activities: naiveActivities({
        db: database.db,
        customers: httpCustomers({ url: simulators, timeoutMs: settings.CUSTOMER_TIMEOUT_MS }),
        payments: stripePayments(
          stripeClient({
            apiKey: settings.STRIPE_API_KEY,
            url: simulators,
            timeoutMs: settings.PAYMENT_TIMEOUT_MS,
          }),
        ),
        publisher: messaging,
        connectRelay: () => connect(required(settings, 'DATABASE_URL'), { max: 1 }),
        committed: (order) => {
          decisions.announce(order);
          ring();
        },
        stopping,
        resume: () => Promise.resolve(),
      }),
      interceptors: { activity: [() => ({ inbound: namedFailures })] },
      shutdownGraceTime: '2 seconds',
      shutdownForceTime: '4 seconds',
    }),
  );

  const connection = await Connection.connect({ address: required(settings, 'TEMPORAL_ADDRESS') });
  const client = new Client({ connection, namespace: settings.TEMPORAL_NAMESPACE });
  const server = await serveApi({ ...runtime, gateway: naiveGateway(client, database.db) }, []);
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
