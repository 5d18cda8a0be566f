import { type FauxqsServer, startFauxqs } from 'fauxqs';
import { awsClients, awsPlace } from '../../bin/aws.ts';
import { readSettings } from '../../bin/settings.ts';
import { connect, type Database } from '../../db/client.ts';
import { applyTopology } from '../../messaging/apply-topology.ts';
import type { AwsClients } from '../../messaging/aws-resources.ts';
import type { MessagingService } from '../../messaging/port.ts';
import { snsSqsMessaging } from '../../messaging/sns-sqs.ts';
import type { QueueName } from '../../messaging/topology.ts';
import { startPostgres } from './postgres.ts';
import { until } from './stack-wait.ts';

/** What a service downstream lives on: Postgres, and SNS/SQS with our topics and queues. */
export interface ServiceWorld {
  database: Database;
  databaseUrl: string;
  messaging: MessagingService;
  aws: AwsClients;
  server: FauxqsServer;
  /** What a consumer said went wrong. */
  errors: Error[];
  /** Resolves once nothing waits in the queue, and nothing is in hand. */
  untilEmpty(queue: QueueName): Promise<void>;
  stop(): Promise<void>;
}

export async function startServiceWorld(): Promise<ServiceWorld> {
  const postgres = await startPostgres();
  const server = await startFauxqs({ port: 0, logger: false });
  const settings = readSettings({ AWS_ENDPOINT_URL: server.address });
  const [aws, place] = [awsClients(settings), awsPlace(settings)];
  await applyTopology(aws, place);
  const database = connect(postgres.url, { max: 20 });
  const errors: Error[] = [];
  const messaging = snsSqsMessaging(aws, { place, retrySeconds: 0, onError: (error) => errors.push(error) });
  return {
    database,
    databaseUrl: postgres.url,
    messaging,
    aws,
    server,
    errors,
    untilEmpty: async (queue) => {
      await until(`an empty queue ${queue}`, async () => (await messaging.depth(queue)).messages === 0);
    },
    stop: async () => {
      aws.sns.destroy();
      aws.sqs.destroy();
      await server.stop();
      await database.close();
      await postgres.stop();
    },
  };
}
